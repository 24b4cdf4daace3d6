"""The three commands: reminders and delivery, verification, example rounds."""

import socketserver
import threading
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from programme.models import StrategyAction
from reporting import letters, reminders
from reporting.models import (
    ActionReport,
    Correction,
    DeliveryAttempt,
    OutboxMail,
    Reminder,
    ReportingRound,
    ReportRevision,
    ReportTransition,
    State,
)
from reporting.transitions import transition
from tests.factories import make_city
from tests.reporting.factories import (
    approver,
    coordinator,
    local,
    make_contact,
    make_person,
    make_report,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db

MONDAY = "2026-10-05 09:00"


def run(command, *arguments):
    """What a command prints."""
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def round_due(day, opened="2026-08-03 08:00", **fields):
    """A round that is due in the afternoon of a day and closes a fortnight later."""
    due_at = local(f"{day} 16:00")
    times = {"opens_at": local(opened), "due_at": due_at, "closes_at": due_at + timedelta(days=14)}
    return make_round(**times | fields)


def names(now):
    """What would be reminded of, by name and person."""
    return [(each.name, each.person) for each in reminders.due(local(now))]


def opened_already(report):
    """A report whose reporter has had the call for it."""
    person = report.assignee
    (letter,) = letters.write("round_opened", [person], report)
    Reminder.objects.create(
        report=report,
        kind="round_opened",
        person=person,
        due_on=timezone.localdate(report.round.opens_at),
        letter=letter,
    )
    OutboxMail.objects.update(sent_at=report.round.opens_at)
    return report


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-28 09:00", "due_14"),
        ("2026-10-02 09:00", "due_14"),
        ("2026-10-05 09:00", "due_7"),
        ("2026-10-09 09:00", "due_7"),
        ("2026-10-12 09:00", "due_1"),
        ("2026-10-13 09:00", "overdue_1"),
        ("2026-10-19 09:00", "overdue_7"),
        ("2026-11-17 09:00", "overdue_7"),
        ("2026-11-18 09:00", "overdue_37"),
        ("2026-12-18 09:00", "overdue_67"),
    ],
)
def test_reminder_is_the_latest_threshold_that_has_passed(now, expected):
    report = opened_already(make_report(round=round_due("2026-10-12")))

    assert names(now) == [(expected, report.assignee)]


def test_nothing_is_due_long_before_nor_of_what_is_done(time_machine):
    time_machine.move_to(local("2026-09-21 08:00"))
    round = round_due("2026-10-12")
    opened_already(make_report(round=round))
    for state in (State.APPROVED, State.WAIVED):
        make_report(round=round, state=state)

    assert names("2026-09-21 09:00") == []


@pytest.mark.parametrize(
    ("now", "count"),
    [("2026-10-05 08:29", 0), ("2026-10-05 08:30", 1), ("2026-10-10 09:00", 0)],
    ids=["too early", "half past eight", "Saturday"],
)
def test_reminders_wait_for_the_morning_of_a_working_day(now, count):
    opened_already(make_report(round=round_due("2026-10-12")))

    assert len(names(now)) == count


def test_reminders_wait_over_easter_in_finland():
    make_city(is_home=True, country="FI")
    opened_already(make_report(round=round_due("2026-04-08", opened="2026-02-02 08:00")))

    assert names("2026-04-06 09:00") == []
    assert [name for name, _person in names("2026-04-07 09:00")] == ["due_1"]


@pytest.mark.parametrize(
    ("opened", "before", "at"),
    [
        ("2026-03-30 00:00", "2026-03-29 23:59", "2026-03-30 08:30"),
        ("2026-10-26 00:00", "2026-10-25 23:59", "2026-10-26 08:30"),
        ("2028-02-29 00:00", "2028-02-28 23:59", "2028-02-29 08:30"),
    ],
    ids=["after the clock goes forward", "after it goes back", "leap day"],
)
def test_round_that_opens_at_midnight_is_called_in_the_morning(opened, before, at):
    due_at = local(opened) + timedelta(days=40)
    round = make_round(opens_at=local(opened), due_at=due_at, closes_at=due_at)
    report = make_report(round=round)

    assert round.state_at(local(before)) == ReportingRound.State.PLANNED
    assert round.state_at(local(opened)) == ReportingRound.State.OPEN
    assert names(at) == [("round_opened", report.assignee)]


def test_second_run_writes_and_sends_nothing(time_machine):
    opened_already(make_report(round=round_due("2026-10-12")))
    time_machine.move_to(local(MONDAY))

    first = run("send_reminders")
    second = run("send_reminders")

    assert first == "1 reminders written, 1 letters sent.\n"
    assert second == "0 reminders written, 0 letters sent.\n"
    assert len(mail.outbox) == 1


def test_coordinator_is_told_from_the_seventh_day_on():
    leader = make_user("coordinator").person
    report = opened_already(make_report(round=round_due("2026-10-12")))

    assert names("2026-10-16 09:00") == [("overdue_1", report.assignee)]
    assert names("2026-10-19 09:00") == [("overdue_7", report.assignee), ("overdue_7", leader)]


def test_chain_goes_from_reporter_to_basket_to_coordinator_and_is_never_silent(time_machine):
    round = round_due("2026-10-12", opened="2026-10-01 08:00")
    report = make_report(round=round)
    ActionReport.objects.update(assignee=None)
    time_machine.move_to(local(MONDAY))
    assert names(MONDAY) == [("round_opened", None)]
    assert "ERROR: nobody to remind" in run("send_reminders", "--dry-run")

    leader = make_user("coordinator").person
    assert names(MONDAY) == [("round_opened", leader)]

    contact = make_contact(action=report.action)
    assert names(MONDAY) == [("round_opened", contact.person)]


def test_approvers_are_reminded_of_what_waits_for_three_and_seven_days(time_machine):
    time_machine.move_to(local(MONDAY))
    make_report(round=round_due("2026-11-30"), state=State.SUBMITTED)
    judge, leader = make_user("approver").person, make_user("coordinator").person
    waiting = [("waiting_3", judge)], [("waiting_7", judge), ("waiting_7", leader)]

    assert names("2026-10-07 09:00") == []
    assert names("2026-10-08 09:00") == waiting[0]
    assert names("2026-10-12 09:00") == waiting[1]


def test_coordinator_gets_one_summary_of_a_round_that_has_closed(time_machine):
    make_user("coordinator", email="leader@example.org")
    round = round_due("2026-09-14", name_en="Spring")
    time_machine.move_to(local("2026-09-10 09:00"))
    make_report(round=round, state=State.APPROVED)
    missing = make_report(round=round)
    time_machine.move_to(local("2026-09-29 09:00"))

    run("send_reminders")
    run("send_reminders")

    summary = OutboxMail.objects.get(kind="round_summary")
    assert summary.recipient == "leader@example.org"
    assert summary.subject == "The round “Spring” has closed"
    assert f"Missing: {missing.action.code}" in summary.body


def test_dry_run_shows_who_would_get_what_and_does_nothing(time_machine):
    report = opened_already(make_report(round=round_due("2026-10-12")))
    time_machine.move_to(local(MONDAY))
    before = OutboxMail.objects.count()

    shown = run("send_reminders", "--dry-run")

    subject = f"Reminder: the progress report on {report.action.code}"
    assert f"{report.assignee.email}  en  due_7  {subject}" in shown
    assert (OutboxMail.objects.count(), len(mail.outbox)) == (before, 0)


def test_several_notices_of_a_day_are_one_mail_and_the_next_waits_until_tomorrow(time_machine):
    person = make_person()
    round = round_due("2026-10-12")
    for _number in range(2):
        opened_already(make_report(round=round, reporter=person))
    time_machine.move_to(local(MONDAY))
    run("send_reminders")
    letters.write("asked", [person], ActionReport.objects.first())

    same_day = letters.deliver(local("2026-10-05 15:00"))
    next_day = letters.deliver(local("2026-10-06 09:00"))

    assert (same_day, next_day) == (0, 1)
    assert mail.outbox[0].subject == "2 notices on progress reports"
    assert len(mail.outbox) == 2


def test_returned_report_is_told_at_once_even_on_a_day_with_mail():
    report = make_report(state=State.RETURNED)
    person = report.assignee
    letters.write("asked", [person], report)

    letters.deliver()

    subjects = sorted(each.subject for each in mail.outbox if each.to == [person.email])
    assert [subject.partition(":")[0] for subject in subjects] == [
        "Returned",
        "The coordinator asks",
    ]


def test_calls_of_a_round_to_one_person_are_one_mail(time_machine):
    time_machine.move_to(local(MONDAY))
    person = make_person()
    round = round_due("2026-11-30", opened="2026-10-05 08:00")
    for _number in range(3):
        make_report(round=round, reporter=person)

    run("send_reminders")

    assert [each.subject for each in mail.outbox] == ["3 notices on progress reports"]
    assert mail.outbox[0].body.count("/report/link/") == 3


def test_who_declines_notices_still_gets_what_comes_back():
    report = make_report(state=State.RETURNED, reporter=make_person(wants_digests=False))
    letters.write("asked", [report.assignee], report)

    letters.deliver()

    told = [each.subject for each in mail.outbox if each.to == [report.assignee.email]]
    assert told == [f"Returned: the progress report on {report.action.code}"]


@pytest.mark.parametrize(
    ("language", "start"), [("fi", "/fi/report/"), ("sv", "/sv/report/"), ("en", "/en/report/")]
)
def test_letter_is_in_the_language_of_its_reader(language, start):
    person = make_person(language=language)
    report = make_report(reporter=person)

    (letter,) = letters.write("asked", [person], report)

    assert letter.language == language
    assert letter.path.startswith(start)
    assert start in letters.address_of(letter)


def test_letter_in_the_outbox_holds_no_secret_and_the_mail_does():
    report = make_report(state=State.RETURNED)
    letter = OutboxMail.objects.get(kind="returned")

    letters.deliver()

    address = letters.address_of(letter)
    secret = address.rstrip("/").rpartition("/")[2]
    stored = str(OutboxMail.objects.values().get(pk=letter.pk)) + str(list(report.links.values()))
    sent = next(each for each in mail.outbox if each.to == [letter.recipient])
    assert secret in sent.body
    assert secret in sent.alternatives[0].content
    assert secret not in stored


def test_message_id_follows_from_the_row(settings):
    settings.SITE_URL = "https://icc.example.org"
    make_report(state=State.RETURNED)
    letter = OutboxMail.objects.get(kind="returned")

    letters.deliver()

    (sent,) = [each for each in mail.outbox if each.to == [letter.recipient]]
    assert sent.extra_headers["Message-ID"] == f"<letter-{letter.pk}@icc.example.org>"


def test_line_break_in_a_title_cannot_make_a_header():
    report = make_report()
    report.round.name_en = "Spring\nBcc: x@example.org"

    (letter,) = letters.write("round_opened", [report.assignee], report)

    assert letter.subject == "Progress report asked for: Spring Bcc: x@example.org"


LETTERS_OF_MOVES = {
    "submit": (State.DRAFT, {"submitted": "approver"}),
    "withdraw": (State.SUBMITTED, {"withdrawn": "approver"}),
    "return": (State.SUBMITTED, {"returned": "reporter"}),
    "approve": (State.SUBMITTED, {"approved": "reporter coordinator"}),
    "reassign": (State.NOT_STARTED, {"assigned": "new"}),
    "start": (State.NOT_STARTED, {}),
    "waive": (State.DRAFT, {}),
    "reopen": (State.WAIVED, {}),
}


@pytest.mark.parametrize("name", LETTERS_OF_MOVES)
def test_move_writes_exactly_these_letters(name):
    state, expected = LETTERS_OF_MOVES[name]
    report = make_report(state=state)
    OutboxMail.objects.all().delete()
    new = make_person()
    mover = approver() if name == "approve" else coordinator()
    given = {
        "submit": {"seen_warnings": [("language", "missing_translation")]},
        "return": {"comment": "Please say more of it."},
        "reassign": {"person": new},
        "waive": {"reason": "postponed"},
    }.get(name, {})
    judge, leader = make_user("approver").person, make_user("coordinator").person
    people = {"reporter": report.assignee, "approver": judge, "coordinator": leader, "new": new}

    transition(report.pk, name, mover, expected_version=report.version, **given)

    known = {each.pk for each in people.values()}
    told = {
        (letter.kind, letter.person_id)
        for letter in OutboxMail.objects.all()
        if letter.person_id in known
    }
    assert told == {
        (kind, people[role].pk) for kind, roles in expected.items() for role in roles.split()
    }


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server (RFC 5321) that refuses one recipient, or everybody."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, refused):
        self.refused, self.accepted = refused, []
        super().__init__(("127.0.0.1", 0), MailHandler)


class MailHandler(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "RCPT" and (self.server.refused in line or self.server.refused == "*"):
                self.say("550 unknown")
            elif word == "RCPT":
                self.server.accepted.append(line.partition("<")[2].rstrip(">"))
                self.say("250 ok")
            elif word == "DATA":
                self.say("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
                self.say("250 ok")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(settings, refused):
    with MailServer(refused) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = False
        yield server
        server.shutdown()


def test_letter_that_is_refused_stays_and_the_others_leave(settings):
    lost, fine = (make_report(state=State.RETURNED).assignee for _number in range(2))
    OutboxMail.objects.exclude(kind="returned").delete()
    with mail_server(settings, refused=lost.email) as server, pytest.raises(CommandError) as told:
        run("send_reminders")

    assert str(told.value) == "1 letters were refused; the next run tries them again."
    assert server.accepted == [fine.email]
    assert list(OutboxMail.objects.unsent().values_list("recipient", flat=True)) == [lost.email]
    assert "550" in DeliveryAttempt.objects.exclude(error="").get().error

    with mail_server(settings, refused="nobody") as server:
        run("send_reminders")
    assert server.accepted == [lost.email]
    assert not OutboxMail.objects.unsent().exists()


def test_mail_server_that_is_away_loses_nothing(settings):
    make_report(state=State.RETURNED)
    waiting = OutboxMail.objects.unsent().count()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(CommandError):
        run("send_reminders")

    assert waiting > 0
    assert OutboxMail.objects.unsent().count() == waiting


def test_crash_before_sending_leaves_the_letter_for_the_next_run():
    report = make_report(state=State.RETURNED)
    assert mail.outbox == []

    run("send_reminders")

    assert [report.assignee.email] in [each.to for each in mail.outbox]


def unguarded(table, sql, *parameters):
    """A change by somebody who owns the database and has taken the guard away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_frozen")
        cursor.execute(sql, parameters)


TAMPERED = {
    "reporting_reportrevision SET snapshot = replace(CAST(snapshot AS text), '40', '41')": "sealed",
    "reporting_reportrevision SET reason = 'other'": "sealed",
    "reporting_reportrevision SET made_at = '2020-01-01 00:00:00'": "sealed",
    "reporting_reportrevision SET content_hash = 'x'": "sealed",
    "reporting_reporttransition SET to_state = 'waived' WHERE sequence = 1": "move 2 starts",
    "reporting_actionreport SET percent = 41": "not those of the public revision",
    "reporting_actionreport SET approved_revision_id = (SELECT min(id) FROM "
    "reporting_reportrevision)": "not the last one",
    "programme_strategyaction SET reported_status = 'completed'": "reported status",
}


@pytest.mark.parametrize("change", TAMPERED, ids=str)
def test_verification_finds_what_was_tampered_with(change):
    report = make_report(state=State.APPROVED)
    assert run("verify_reports") == "All is well: 2 revisions are as they were sealed.\n"
    if connection.vendor == "postgresql":
        change = change.replace("AS text), '40', '41')", "AS text), '40', '41')::jsonb")

    unguarded(change.split()[0], f"UPDATE {change}")

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_reports", stdout=out)
    assert TAMPERED.get(change.replace("::jsonb", "")) in out.getvalue()
    assert f"Report {report.pk}" in out.getvalue() or report.action.code in out.getvalue()


def test_verification_finds_a_revision_that_was_removed():
    report = make_report(state=State.APPROVED)
    first = report.revisions.order_by("number").first()

    unguarded(
        "reporting_reportrevision", "DELETE FROM reporting_reportrevision WHERE id = %s", first.pk
    )

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_reports", stdout=out)
    assert "revision 1 is missing before 2" in out.getvalue()


def test_database_refuses_to_change_the_record():
    make_report(state=State.APPROVED)

    for model, change in [
        (ReportRevision, {"reason": "other"}),
        (ReportRevision, {"snapshot": {}}),
        (ReportTransition, {"comment": "other"}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
    ReportTransition.objects.update(actor_label="")


def test_demo_makes_two_marked_rounds_with_reports_in_every_state(public_data):
    shown = dict(StrategyAction.objects.values_list("code", "status"))

    told = run("demo_reports")

    assert "demo-reporter, demo-coordinator, demo-approver" in told
    assert ReportingRound.objects.filter(is_example=True).count() == 2
    assert set(ActionReport.objects.values_list("state", flat=True)) == set(State)
    assert Correction.objects.public().count() == 1
    assert dict(StrategyAction.objects.values_list("code", "status")) == shown
    assert run("verify_reports").startswith("All is well")


def test_demo_sends_no_mail(public_data):
    run("demo_reports")

    run("send_reminders")

    assert OutboxMail.objects.exists()
    assert mail.outbox == []


def test_demo_refuses_a_database_with_rounds(public_data):
    make_round()

    with pytest.raises(CommandError, match="never mixed with real reports"):
        run("demo_reports")

    assert ReportingRound.objects.count() == 1
    assert not ActionReport.objects.exists()


def test_demo_refuses_a_database_without_actions():
    with pytest.raises(CommandError, match="load_public_data"):
        run("demo_reports")
