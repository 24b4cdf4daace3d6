"""A worker is killed in the middle of a submit: the report is sent or it is not, and can be sent again."""

import http.client
import os
import signal
from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command

from reporting.models import ActionReport, OutboxMail, ReportRevision, ReportTransition, State
from tests.deploy.servers import Visitor
from tests.faults.cluster import link_to
from tests.faults.crowds import wait_until
from tests.reporting.factories import approver, make_person
from tests.reporting.pages import Controls, make_draft

SETTINGS = "tests.faults.paused_settings"
NEW_WORDS = "The second stage is ready too."
# Where it dies, and whether the words and the report itself have been kept by then.
PLACES = [
    ('UPDATE "reporting_actionreport"', False, False),
    ('INSERT INTO "reporting_reporttransition"', True, False),
    ('INSERT INTO "reporting_reportrevision"', True, False),
    ('INSERT INTO "reporting_outboxmail"', True, False),
    ("the answer", True, True),
]


@pytest.fixture
def server(transactional_db, serve):
    with serve(DJANGO_SETTINGS_MODULE=SETTINGS) as server:
        yield server


def submit(server, report):
    """As the form does it, by the e-mailed link."""
    visitor, url = Visitor(), f"/en/report/link/{link_to(report)}/"
    form = Controls(visitor.ask(server, "GET", url).body.decode()).values
    form |= {"summary": NEW_WORDS, "seen": "language missing_translation", "move": "submit"}
    return visitor.ask(server, "POST", url, form | {"version": report.version})


def submit_and_die(server, folder, report, place):
    """Send a report; whoever takes it is killed at a place. Returns what came of it."""
    answers = []

    def send():
        try:
            answers.append(submit(server, report).status)
        except (OSError, http.client.HTTPException) as error:
            answers.append(type(error))

    pause_at, paused = folder / "pause_at", folder / "paused"
    pause_at.write_text(place)
    sender = Thread(target=send)
    sender.start()
    wait_until(lambda: paused.exists() and paused.read_text(), f"nobody comes to {place}")
    pause_at.unlink()
    os.kill(int(paused.read_text()), signal.SIGKILL)
    sender.join()
    paused.unlink()
    return answers


def rows_of(report):
    """How many rows the submit has left, and where the report stands."""
    return (
        ActionReport.objects.get(pk=report.pk).state,
        ReportTransition.objects.filter(report=report, name="submit").count(),
        ReportRevision.objects.filter(report=report).count(),
        OutboxMail.objects.filter(report=report, kind="submitted").count(),
    )


NOTHING, ALL = (State.DRAFT, 0, 0, 0), (State.SUBMITTED, 1, 1, 1)


def test_report_is_sent_wholly_or_not_at_all_wherever_its_worker_is_killed(server, folder):
    approver()
    for place, is_saved, is_sent in PLACES:
        report = make_draft(make_person())

        assert submit_and_die(server, folder, report, place) == [http.client.RemoteDisconnected]

        assert rows_of(report) == (ALL if is_sent else NOTHING), place
        now = ActionReport.objects.get(pk=report.pk)
        assert (now.summary_en == NEW_WORDS) == is_saved, place
        call_command("verify_reports", stdout=StringIO())

        again = submit(server, report)

        # The page of a report that was sent before says so.
        assert again.status == (200 if is_sent else 302), place
        assert rows_of(report) == ALL, place
        assert ActionReport.objects.get(pk=report.pk).summary_en == NEW_WORDS
    verified = StringIO()
    call_command("verify_reports", stdout=verified)
    assert verified.getvalue().startswith(f"All is well: {len(PLACES)} revisions")
