"""When jobs have run is remembered, and told to readers and to those who watch."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from operations.jobs import remembered
from operations.models import JobRun
from operations.plan import JOBS
from operations.standing import State, standings
from reporting.models import State as ReportState
from tests.factories import make_event
from tests.reporting.factories import make_report

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def make_run(job, *, ago, result="done", message="secret /srv/backups"):
    """A run that was started so long ago."""
    at = NOW - ago
    ended_at = at if result in ("done", "failed") else None
    return JobRun.objects.create(
        job=job, started_at=at, ended_at=ended_at, result=result, message=message
    )


@pytest.mark.parametrize(
    "words",
    [
        ["send_reminders"],
        ["rebuild_search", "--pending"],
        ["verify_reports"],
        ["clearsessions"],
        ["check_links"],
    ],
    ids=lambda words: words[0],
)
def test_job_that_has_run_is_remembered_with_what_it_said(words):
    out = StringIO()

    call_command(*words, stdout=out)

    run = JobRun.objects.get()
    assert (run.job, run.result) == (words[0], "done")
    assert run.started_at <= run.ended_at
    assert run.message == out.getvalue().strip()
    assert words[0] in JOBS


@pytest.mark.parametrize("job", ["send_reminders", "check_links"])
def test_dry_run_is_no_run(job):
    call_command(job, dry_run=True, stdout=StringIO())

    assert not JobRun.objects.exists()


def test_reason_of_a_failure_is_kept_but_not_the_words_of_a_surprise():
    with pytest.raises(CommandError), remembered("backup"):
        raise CommandError("The disk is full.")
    with pytest.raises(ValueError, match="aino@example"), remembered("purge"):
        raise ValueError("aino@example.org")

    known = JobRun.objects.order_by("pk").values_list("job", "result", "message")
    assert list(known) == [
        ("backup", "failed", "The disk is full."),
        ("purge", "failed", "ValueError"),
    ]


def test_run_that_was_killed_counts_as_broken_off_when_the_next_begins():
    make_run("backup", ago=timedelta(days=1), result="running")
    other = make_run("purge", ago=timedelta(minutes=1), result="running")

    with remembered("backup"):
        pass

    assert list(JobRun.objects.order_by("pk").values_list("job", "result")) == [
        ("backup", "broken_off"),
        (other.job, "running"),
        ("backup", "done"),
    ]


@time_machine.travel(NOW, tick=False)
def test_old_runs_are_forgotten_by_the_next_good_one():
    make_run("backup", ago=timedelta(days=31))
    make_run("purge", ago=timedelta(days=31))
    recent = make_run("backup", ago=timedelta(days=29))

    with remembered("backup") as run:
        pass

    assert set(JobRun.objects.filter(job="backup")) == {recent, run}
    assert JobRun.objects.filter(job="purge").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"result": "odd", "ended_at": NOW},
        {"result": "done", "ended_at": None},
        {"result": "running", "ended_at": NOW},
    ],
)
def test_database_refuses_a_run_that_cannot_be(fields):
    with pytest.raises(IntegrityError):
        JobRun.objects.create(job="backup", started_at=NOW, **fields)


def states():
    return {each.name: each.state for each in standings() if each.state is not State.NOT_SET_UP}


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("job", "ago", "result", "state"),
    [
        ("backup", timedelta(hours=36), "done", State.ON_TIME),
        ("backup", timedelta(hours=36, seconds=1), "done", State.OVERDUE),
        ("send_reminders", timedelta(hours=1), "done", State.ON_TIME),
        ("send_reminders", timedelta(hours=1, seconds=1), "done", State.OVERDUE),
        # It has never been done, but was begun not long ago.
        ("backup", timedelta(hours=1), "failed", State.ON_TIME),
        ("backup", timedelta(hours=37), "failed", State.OVERDUE),
        ("backup", timedelta(hours=37), "running", State.OVERDUE),
    ],
)
def test_job_is_overdue_by_the_plan(job, ago, result, state):
    make_run(job, ago=ago, result=result)

    assert states() == {job: state}


@time_machine.travel(NOW, tick=False)
def test_failure_after_a_good_run_counts_once_it_is_late():
    make_run("backup", ago=timedelta(hours=37))
    make_run("backup", ago=timedelta(hours=13), result="failed")

    assert states() == {"backup": State.OVERDUE}


@time_machine.travel(NOW, tick=False)
def test_watchers_are_told_what_is_overdue_and_nothing_more(client):
    assert (client.get("/healthz/jobs").status_code, states()) == (200, {})
    make_run("send_reminders", ago=timedelta(minutes=10))
    assert client.get("/healthz/jobs").content == b"ok\n"
    make_run("backup", ago=timedelta(days=3))
    make_run("purge", ago=timedelta(days=3), result="failed")

    answer = client.get("/healthz/jobs")

    assert answer.status_code == 503
    assert answer.content.decode() == (
        "backup is overdue, last done at 2026-11-23T12:00:00Z\npurge is overdue, never done\n"
    )
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/healthz").content == b"ok\n"


def test_balancer_may_ask_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz/jobs").status_code == 200
    assert client.get("/en/data-status/").status_code == 301


def rows(page):
    """What the page says of each job, as {title: sentence}."""
    return {str(each.job.title): str(each.state.label) for each in page.context["standings"]}


@time_machine.travel(NOW, tick=False)
def test_readers_see_what_is_late_and_no_reason(client):
    make_event()
    make_run("backup", ago=timedelta(days=3))
    make_run("check_links", ago=timedelta(hours=2))
    make_run("check_links", ago=timedelta(hours=1), result="failed")

    page = client.get("/en/data-status/")

    assert page.status_code == 200
    assert set(rows(page)) == {str(job.title) for job in JOBS.values()}
    told = " ".join(page.content.decode().split())
    assert "<strong>overdue</strong>: planned once a day" in told
    assert "on time: planned once a day" in told
    assert "not set up here" in told
    assert '<time datetime="2026-11-23T14:00+0200">23 November 2026, 14:00</time>' in told
    assert "/srv/backups" not in told
    assert not page.cookies
    assert page["Cache-Control"] == "no-cache"


def test_readers_see_when_the_data_changed_and_a_report_was_approved(client):
    page = client.get("/en/data-status/")
    assert page.content.decode().count("not yet") == 2 + len(JOBS)

    report = make_report(state=ReportState.APPROVED)

    page = client.get("/en/data-status/")
    assert page.context["changed_at"] is not None
    approved = timezone.localtime(report.approved_at).strftime("%Y-%m-%dT%H:%M%z")
    assert f'datetime="{approved}"' in page.content.decode()
    assert page.content.decode().count("not yet") == len(JOBS)


@contextmanager
def no_room_in_the_database():
    """Nothing can be written, as on a full disk."""
    name = {"sqlite": "query_only", "postgresql": "default_transaction_read_only"}
    word = {"sqlite": "PRAGMA", "postgresql": "SET"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {name[connection.vendor]} = on")
        yield
        cursor.execute(f"{word} {name[connection.vendor]} = off")


@pytest.mark.django_db(transaction=True)
def test_job_does_its_work_where_it_cannot_be_remembered():
    done = []

    with no_room_in_the_database(), pytest.raises(DatabaseError), remembered("purge"):
        done.append("purge")

    assert done == ["purge"]
    assert JobRun.objects.count() == 0


def test_page_asks_as_often_for_many_runs_as_for_one(client, django_assert_num_queries):
    make_run("backup", ago=timedelta(days=3))
    address = reverse("data_status")
    client.get(address)
    with django_assert_num_queries(4) as asked:
        client.get(address)
    for job in JOBS:
        make_run(job, ago=timedelta(days=2))

    with django_assert_num_queries(len(asked)):
        client.get(address)


def test_administrators_read_the_runs_and_change_nothing(staff_client):
    run = make_run("backup", ago=timedelta(days=3))

    page = staff_client.get("/admin/operations/jobrun/")
    assert "secret /srv/backups" in page.content.decode()
    assert staff_client.get(f"/admin/operations/jobrun/{run.pk}/change/").status_code == 200
    assert staff_client.get("/admin/operations/jobrun/add/").status_code == 403
    assert staff_client.post(f"/admin/operations/jobrun/{run.pk}/delete/").status_code == 403
