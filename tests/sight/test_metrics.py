"""Figures for whoever has the token, and for nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from caching.editions import Edition
from caching.figures import count
from operations.models import JobRun
from reporting.models import OutboxMail

TOKEN = "metrics-token-0123456789"


@pytest.fixture
def token(settings):
    """As production has it when `METRICS_TOKEN` is set."""
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def figures(answer):
    """The samples by their name and labels."""
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (each.name, *sorted(each.labels.values())): each.value
        for one in families
        for each in one.samples
    }


def test_without_a_token_in_the_settings_there_are_none(client, db):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", "Bearer ä"])
def test_without_the_token_nothing_is_told(client, db, token, given):
    answer = client.get("/metrics", headers={"Authorization": given})

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.content == b""


def test_requests_are_counted_by_view_and_kind_of_answer(client, db, token):
    before = figures(client.get("/metrics", headers=token))
    client.get("/fi/about/")
    client.get("/fi/nowhere/")
    after = figures(client.get("/metrics", headers=token))

    def more(*name):
        return after[name] - before.get(name, 0)

    assert more("site_requests_total", "2xx", "about") == 1
    assert more("site_requests_total", "4xx", "none") == 1
    assert more("site_request_seconds_count", "site") == 3


def test_letters_that_wait_are_counted(client, db, token):
    letter = {"kind": "asked", "recipient": "a@example.org", "language": "fi"}
    OutboxMail.objects.create(sent_at=timezone.now(), **letter)
    OutboxMail.objects.create(**letter)

    told = figures(client.get("/metrics", headers=token))

    assert told["site_letters_waiting",] == 1
    assert told["site_letters_waiting_seconds",] >= 0


def test_age_of_each_job_that_is_set_up_is_told(client, db, token):
    now = datetime(2026, 11, 26, 10, tzinfo=UTC)
    ended = {"backup": timedelta(hours=8), "send_reminders": timedelta(hours=2)}
    for job, ago in ended.items():
        JobRun.objects.create(job=job, started_at=now - ago, ended_at=now - ago, result="done")
    JobRun.objects.create(job="purge", started_at=now, ended_at=now, result="failed")

    with time_machine.travel(now, tick=False):
        told = figures(client.get("/metrics", headers=token))

    of_jobs = {name: value for name, value in told.items() if name[0].startswith("site_job")}
    assert of_jobs == {
        ("site_job_age_seconds", "backup"): 8 * 60 * 60,
        ("site_job_age_seconds", "send_reminders"): 2 * 60 * 60,
        ("site_job_overdue", "backup"): 0,
        ("site_job_overdue", "send_reminders"): 1,
        ("site_job_overdue", "purge"): 0,
    }


def test_pages_are_counted_by_whether_they_were_kept(client, db, token):
    sure = Edition("1", timezone.now(), timezone.now())
    before = figures(client.get("/metrics", headers=token))
    for is_found, edition in [(True, sure), (False, sure), (True, sure._replace(is_sure=False))]:
        count(is_found, edition)

    after = figures(client.get("/metrics", headers=token))

    names = [("site_kept_pages_total", kind) for kind in ("kept", "made", "stale")]
    assert [after[name] - before.get(name, 0) for name in names] == [1, 1, 1]
