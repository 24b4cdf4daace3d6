"""The example rounds: what the commands' tests do not say already."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from reporting import letters, reminders
from reporting.models import (
    ActionReport,
    OutboxMail,
    Person,
    ReportingRound,
    ReportRevision,
    State,
)
from tests.reporting.factories import local

pytestmark = pytest.mark.django_db
MARKS = ("Esimerkkiteksti: ", "Exempeltext: ", "Example text: ")


@pytest.fixture
def demo(public_data):
    """What the command has said after it has filled the database."""
    out = StringIO()
    call_command("demo_reports", stdout=out)
    return out.getvalue()


def test_rounds_people_and_texts_are_marked_as_examples(demo):
    for round in ReportingRound.objects.all():
        assert round.name_fi.startswith("ESIMERKKI: ")
        assert round.name_sv.startswith("EXEMPEL: ")
        assert round.name_en.startswith("EXAMPLE: ")
    people = list(Person.objects.order_by("pk").values_list("name", "email"))
    assert people == [
        ("Esimerkki Raportoija", "reporter@example.org"),
        ("Esimerkki Koordinaattori", "coordinator@example.org"),
        ("Esimerkki Hyväksyjä", "approver@example.org"),
    ]
    texts = [
        text
        for revision in ReportRevision.objects.all()
        for languages in revision.snapshot["texts"].values()
        for text in languages.values()
        if text
    ]
    assert [text for text in texts if not text.startswith(MARKS)] == []
    assert len(texts) > 40
    begun = ActionReport.objects.exclude(language="")
    assert set(begun.values_list("language", flat=True)) == {"fi", "sv", "en"}


def test_first_round_is_decided_and_the_second_is_in_every_state(demo):
    first, second = ReportingRound.objects.order_by("sequence")

    states = set(first.reports.values_list("state", flat=True))
    assert states == {State.APPROVED, State.WAIVED}
    assert set(second.reports.values_list("state", flat=True)) == set(State) - {State.WAIVED}
    assert second.is_open_at(second.due_at)


def test_three_accounts_sign_in_with_the_password_that_is_told_once(demo):
    password = re.search(r"password: (\S+)", demo).group(1)

    for name in ("reporter", "coordinator", "approver"):
        user = authenticate(username=f"demo-{name}", password=password)
        assert [group.name for group in user.groups.all()] == [name]


def test_second_run_is_refused_and_changes_nothing(demo):
    before = ActionReport.objects.count()

    with pytest.raises(CommandError, match="never mixed with real reports"):
        call_command("demo_reports")

    assert (ActionReport.objects.count(), before > 0) == (before, True)


def test_examples_are_never_mailed_nor_reminded_of(demo):
    assert OutboxMail.objects.exists()
    for now in (local("2026-11-24 09:00"), timezone.now() + timedelta(days=1)):
        assert (letters.mails_at(now), reminders.due(now)) == ([], [])
