"""The clock of the machine jumps a day ahead, and back again."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from reporting.models import ActionReport, OutboxMail, Reminder, State
from tests import factories
from tests.caching.keeping import keep_pages
from tests.faults.cluster import link_to
from tests.reporting.factories import approver, make_person, make_report, make_round
from tests.reporting.pages import ENGLISH, controls, fill, words
from tests.reporting.rows import make_move

pytestmark = pytest.mark.django_db(transaction=True)
# A Tuesday, so that both days are days on which reminders are written.
NOW = datetime(2026, 3, 3, 12, tzinfo=timezone.get_fixed_timezone(120))
DAY = timedelta(days=1)
EVENTS = "/en/events/"
FORM = {"summary": "The first stage is ready.", "next_steps": "More.", "status": "planning"}


@pytest.fixture
def clock():
    """It says noon, until a test moves it."""
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture
def report(clock):
    """A report of a round that ends this evening."""
    ends = NOW + timedelta(hours=9)
    round = make_round(due_at=ends, closes_at=ends)
    return make_report(round=round, reporter=make_person())


def now(report):
    return ActionReport.objects.get(pk=report.pk)


@pytest.mark.parametrize("is_near", [True, False])
def test_page_of_the_future_is_not_shown_once_the_clock_is_right(
    clock, settings, tmp_path, is_near
):
    keep_pages(settings, tmp_path)
    factories.make_event(title_en="Opening", starts_on="2026-03-03", ends_on="2026-03-03")

    def read():
        if not is_near:
            caches["near_pages"].clear()
        return Client().get(EVENTS)

    today = read()
    clock.shift(DAY)
    tomorrow = read()
    clock.shift(-DAY)
    again = read()
    clock.shift(-DAY)
    yesterday = read()

    assert {each.status_code for each in (today, tomorrow, again, yesterday)} == {200}
    assert again.content == today.content != tomorrow.content
    assert "Opening" in words(yesterday)


def test_page_that_was_first_asked_for_in_the_future_is_not_shown_today(clock, settings, tmp_path):
    keep_pages(settings, tmp_path)
    factories.make_event(title_en="Opening", starts_on="2026-03-03", ends_on="2026-03-03")
    right = Client().get(EVENTS).content
    caches["pages"].clear()
    caches["near_pages"].clear()

    clock.shift(DAY)
    tomorrow = Client().get(EVENTS).content
    clock.shift(-DAY)

    assert Client().get(EVENTS).content == right != tomorrow


def test_session_ends_when_the_clock_is_ahead_and_nothing_breaks_when_it_is_back(clock, client):
    client.force_login(factories.make_staff())
    assert client.get("/admin/").status_code == 200

    clock.shift(DAY)
    assert client.get("/admin/").status_code == 302
    client.force_login(factories.make_staff())
    assert client.get("/admin/").status_code == 200

    # Whoever has signed in then stays so, and no longer than a working day after that moment.
    clock.shift(-DAY)
    assert client.get("/admin/").status_code == 200
    clock.shift(DAY + timedelta(hours=11))
    assert client.get("/admin/").status_code == 302


def test_report_is_locked_while_the_clock_is_ahead_and_open_again_when_it_is_back(clock, report):
    client, url = Client(), f"/en/report/link/{link_to(report)}/"
    fill(client, url, "start")
    data = controls(client.get(url)) | FORM

    clock.shift(DAY)
    refused = client.post(url, data | {"move": "save"})
    clock.shift(-DAY)

    assert "The round closed on" in words(refused)
    assert not now(report).summary_en

    client.post(url, data | {"move": "save"})
    assert now(report).summary_en == ENGLISH["summary_en"]


def test_report_that_was_written_in_the_future_is_sent_and_approved_today(clock):
    report = make_report(reporter=make_person())
    client, url = Client(), f"/en/report/link/{link_to(report)}/"
    clock.shift(DAY)
    fill(client, url, "start")
    fill(client, url, "save", **FORM)
    clock.shift(-DAY)

    fill(client, url, "submit", seen="language missing_translation")
    clock.shift(-DAY)
    make_move(now(report), "approve", approver())

    assert now(report).state == State.APPROVED
    call_command("verify_reports", stdout=StringIO())


def test_reminders_of_the_future_are_not_written_again_when_their_day_comes(clock, report):
    def run():
        call_command("send_reminders", stdout=StringIO())
        return Reminder.objects.count(), OutboxMail.objects.count()

    today = run()
    clock.shift(DAY)
    tomorrow = run()
    clock.shift(-DAY)
    back = run()
    clock.shift(DAY)

    assert today < tomorrow
    assert back == tomorrow
    assert run() == tomorrow
