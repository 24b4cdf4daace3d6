"""How long what is kept: each limit on both sides, the same table in the command and in the notice."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.contrib.admin.models import LogEntry as AdminEntry
from django.core.management import call_command

from accounts.models import Session
from back_office.models import Import
from events.models import Event
from privacy.retention import RULES, purge
from readers.models import Feedback
from reporting.links import link_for
from reporting.models import OutboxMail, ReportRevision, ReportTransition
from tests import factories
from tests.reporting import factories as accounts

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def feedback(at):
    return factories.make_feedback(received_at=at, answered_at=at, answer="Yes")


def spam(at):
    return factories.make_feedback(received_at=at, is_suspected=True)


def letter(at):
    return OutboxMail.objects.create(
        kind="asked", recipient="a@example.org", language="fi", subject="A", body="A", created_at=at
    )


def link(at):
    made = link_for(accounts.make_report(), accounts.make_person())
    made.created_at, made.expires_at = at - timedelta(days=1), at
    made.save()
    return made


def session(at):
    key = f"key-{next(factories.numbers)}"
    return Session.objects.create(session_key=key, session_data="", expire_date=at)


def log_entry(at):
    city = factories.make_city()
    LogEntry.objects.get_for_object(city).update(timestamp=at, actor=factories.make_staff())
    return LogEntry.objects.get_for_object(city).get()


def own_change(at):
    user = factories.make_staff()
    return AdminEntry.objects.create(user=user, action_time=at, action_flag=1, object_repr="A")


def imported(at, **fields):
    row = Import.objects.create(model="programme.city", file_name="a.csv", **fields)
    Import.objects.filter(pk=row.pk).update(made_at=at)
    return row


def applied_import(at):
    return imported(at, state="applied", applied_at=at)


def removed(at):
    return factories.make_event(removed_at=at)


MAKERS = {
    "feedback": feedback,
    "spam": spam,
    "letters": letter,
    "links": link,
    "sessions": session,
    "log": log_entry,
    "own-changes": own_change,
    "unfinished-imports": imported,
    "imports": applied_import,
    "removed": removed,
}


def rule_of(name):
    return next(rule for rule in RULES if rule.name == name)


def counts(found):
    return {rule.name: count for rule, count in found if count}


def test_every_rule_is_tried():
    assert list(MAKERS) == [rule.name for rule in RULES]


@pytest.mark.parametrize("name", MAKERS)
def test_each_rule_takes_what_is_older_and_leaves_what_is_younger(name):
    limit = NOW - rule_of(name).kept
    old, young = MAKERS[name](limit - SECOND), MAKERS[name](limit + SECOND)

    found = purge(NOW)

    assert counts(found)[name] == 1
    if name == "log":
        old.refresh_from_db()
        young.refresh_from_db()
        assert (old.actor, young.actor is None) == (None, False)
        return
    assert not type(old)._base_manager.filter(pk=old.pk).exists()
    assert type(young)._base_manager.filter(pk=young.pk).exists()


def test_trial_says_the_same_and_changes_nothing():
    for name, make in MAKERS.items():
        make(NOW - rule_of(name).kept - SECOND)

    trial = counts(purge(NOW, is_trial=True))

    assert set(trial) == set(MAKERS)
    assert counts(purge(NOW)) == trial
    assert counts(purge(NOW)) == {}


def test_feedback_that_waits_is_kept_for_ever():
    factories.make_feedback(received_at=NOW - timedelta(days=3000))

    purge(NOW)

    assert Feedback.objects.count() == 1


def test_letters_of_an_open_round_stay():
    round = accounts.make_round(closes_at=NOW)
    old = letter(NOW - timedelta(days=500))
    OutboxMail.objects.filter(pk=old.pk).update(report=accounts.make_report(round=round))
    letter(NOW - timedelta(days=500))

    purge(NOW)

    assert list(OutboxMail.objects.all()) == [old]


def test_removed_row_that_others_need_stays():
    programme = factories.make_programme(removed_at=NOW - timedelta(days=3000))
    event = factories.make_event(programme=programme)

    purge(NOW)

    assert Event.objects.get().programme == event.programme == programme


def test_record_of_reports_is_never_purged():
    accounts.make_report(state="approved")
    before = ReportRevision.objects.count(), ReportTransition.objects.count()

    purge(NOW + timedelta(days=36500))

    assert before[0] > 1
    assert (ReportRevision.objects.count(), ReportTransition.objects.count()) == before
    call_command("verify_reports", stdout=StringIO())


def test_command_says_what_it_took_and_a_dry_run_takes_nothing(time_machine):
    time_machine.move_to(NOW, tick=False)
    session(NOW - timedelta(days=2))

    def run(*arguments):
        told = StringIO()
        call_command("purge", *arguments, stdout=told)
        return told.getvalue().splitlines()

    trial, real = run("--dry-run"), run()

    line = "sessions: 1 (Sessions of those who have signed in, 1 days after it has ended)"
    assert line in trial
    assert trial[-1] == "Nothing was deleted: this was a trial."
    assert real == trial[:-1]
    assert Session.objects.count() == 0
    assert len(real) == len(RULES)


def test_notice_shows_the_table_of_the_command(client):
    html = client.get("/en/privacy/").content.decode()

    for rule in RULES:
        assert str(rule.what) in html
    assert "<td>2 years after the answer</td>" in html
    assert "<td>90 days after it has ended</td>" in html
