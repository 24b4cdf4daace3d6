"""Who is reminded of what: what the commands' tests do not say already."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from reporting import letters, reminders
from reporting.models import OutboxMail, Person, Reminder, State
from reporting.roles import approvers_of
from reporting.transitions import transition
from tests.factories import make_action, make_basket, make_city
from tests.reporting.factories import (
    coordinator,
    local,
    make_person,
    make_report,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = "2026-10-05 09:00", "2026-10-06 09:00"


def round_due(day, opened="2026-10-01 08:00", **fields):
    due_at = local(f"{day} 16:00")
    times = {"opens_at": local(opened), "due_at": due_at, "closes_at": due_at + timedelta(days=14)}
    return make_round(**times | fields)


def names(now):
    """What would be reminded of, by name and person."""
    return [(each.name, each.person) for each in reminders.due(local(now))]


def called(report, opened="2026-10-01 09:00"):
    """A report whose reporter has had the call for it."""
    reminders.write(local(opened))
    OutboxMail.objects.update(sent_at=local(opened))
    return report


def dry_run(time_machine, now):
    time_machine.move_to(local(now))
    out = StringIO()
    call_command("send_reminders", "--dry-run", stdout=out)
    return out.getvalue().splitlines()


def test_who_is_called_late_is_not_reminded_on_the_same_day(time_machine):
    time_machine.move_to(local(MONDAY))
    report = make_report(round=round_due("2026-10-12"))

    reminders.write()
    letters.deliver()

    assert names("2026-10-05 09:05") == []
    assert names(TUESDAY) == [("due_7", report.assignee)]


def test_new_reporter_is_told_once_of_the_report(time_machine):
    time_machine.move_to(local(MONDAY))
    report = called(make_report(round=round_due("2026-11-30")))
    old, new = report.assignee, make_person()

    transition(report.pk, "reassign", coordinator(), expected_version=report.version, person=new)
    other = make_report(round=report.round)

    assert names(MONDAY) == [("round_opened", other.assignee)]
    assert list(new.letters.values_list("kind", flat=True)) == ["assigned"]
    assert list(old.letters.values_list("kind", flat=True)) == ["round_opened"]


def test_after_days_without_mail_only_the_latest_reminder_waits(time_machine):
    report = called(make_report(round=round_due("2026-10-12")))
    for now in (MONDAY, "2026-10-12 09:00", "2026-10-13 09:00"):
        time_machine.move_to(local(now))
        reminders.write()

    (letter,) = OutboxMail.objects.filter(kind="reminder")

    assert "1 day late" in letter.body
    assert Reminder.objects.exclude(kind="round_opened").get().kind == "overdue_1"
    assert letter.person == report.assignee


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (MONDAY, "still open: due in 7 days (12 October 2026, 16:00 EEST)."),
        ("2026-10-12 09:00", "still open: due today (12 October 2026, 16:00 EEST)."),
        ("2026-10-19 09:00", "still open: 7 days late (12 October 2026, 16:00 EEST)."),
    ],
)
def test_reminder_says_how_much_time_there_is(now, words):
    called(make_report(round=round_due("2026-10-12")))

    reminders.write(local(now))

    letter = OutboxMail.objects.get(kind="reminder")
    assert letter.body.endswith(words)


def test_who_declines_reminders_is_called_and_not_reminded():
    round = round_due("2026-10-12")
    declined = make_report(round=round, reporter=make_person(wants_digests=False))
    other = make_report(round=round)

    assert names("2026-10-01 09:00") == [
        ("round_opened", declined.assignee),
        ("round_opened", other.assignee),
    ]
    called(other)
    assert names(MONDAY) == [("due_7", other.assignee)]


@pytest.mark.parametrize(
    "fields", [{"is_example": True}, {"archived_at": local("2026-10-02 09:00")}]
)
def test_example_and_archived_rounds_remind_nobody(fields):
    make_user("coordinator")
    for day in ("2026-10-12", "2026-09-14"):
        make_report(round=round_due(day, opened="2026-08-03 08:00", **fields))
    real = make_report(round=round_due("2026-10-12"))

    assert names(MONDAY) == [("round_opened", real.assignee)]


def test_second_run_at_the_same_time_writes_nothing():
    round = round_due("2026-10-12")
    for _number in range(2):
        make_report(round=round)
    now = local("2026-10-01 09:00")
    seen_by_both = reminders.due(now)

    counts = [reminders.put(seen_by_both, now) for _run in range(2)]

    assert counts == [2, 0]
    assert OutboxMail.objects.count() == Reminder.objects.count() == 2


def test_reading_makes_no_person_of_an_account_and_writing_does():
    User.objects.create_user("lead", "lead@example.org").groups.set(
        Group.objects.filter(name="coordinator")
    )
    report = make_report(round=round_due("2026-10-12"))
    report.assignee.delete()

    (shown,) = reminders.due(local(MONDAY))

    assert shown.person.email == "lead@example.org"
    assert not Person.objects.exists()
    assert reminders.write(local(MONDAY)) == 1
    assert OutboxMail.objects.get().person == Person.objects.get(email="lead@example.org")


def test_dry_run_leaves_out_what_will_not_leave(time_machine):
    round = round_due("2026-10-12")
    example = make_report(round=round_due("2026-10-12", is_example=True), state=State.NOT_STARTED)
    declined = make_report(round=round, reporter=make_person(wants_digests=False))
    real = called(make_report(round=round))
    for report in (example, declined, real):
        letters.write("withdrawn", [report.assignee], report)

    told = dry_run(time_machine, MONDAY)

    about = real.assignee.email
    assert [line.split()[0] for line in told] == [about, about, "Nothing"]


def test_summary_of_a_closed_round_is_shown_by_the_dry_run_and_waits_for_the_morning(time_machine):
    leader = make_user("coordinator", email="leader@example.org").person
    round = round_due("2026-09-14", opened="2026-08-03 08:00", name_en="Spring")
    time_machine.move_to(local("2026-09-10 09:00"))
    for minutes in (4, 7):
        make_report(round=round, state=State.APPROVED, minutes_spent=minutes)
    OutboxMail.objects.all().delete()

    for early in ("2026-09-28 15:00", "2026-09-29 03:00"):
        assert reminders.write(local(early)) == 0
    told = dry_run(time_machine, "2026-09-29 08:30")
    reminders.write()

    (letter,) = leader.letters.all()
    assert "leader@example.org  en  round_summary  The round “Spring” has closed" in told
    assert letter.body == (
        "The round “Spring” has closed.\n\nApproved: 2\nA report took 5.5 minutes (median)."
    )
    assert letter.path == f"/en/progress/{round.slug}/"


@pytest.mark.parametrize("count", [1, 3])
def test_cost_of_reading_does_not_grow(count, time_machine, django_assert_num_queries):
    time_machine.move_to(local(MONDAY))
    judge = make_user("approver").person
    judge.baskets.set([make_basket()])
    make_user("approver"), make_user("coordinator")
    round = round_due("2026-11-30")
    for _number in range(count):
        make_report(round=round)
        make_report(round=round, state=State.SUBMITTED)
    make_report(round=round_due("2026-09-14", opened="2026-08-03 08:00"))

    with django_assert_num_queries(16):
        found = reminders.due(local("2026-10-12 09:00"))

    assert len(found) > 3 * count


def test_what_waits_goes_to_the_approvers_that_roles_name(time_machine):
    time_machine.move_to(local(MONDAY))
    basket = make_basket()
    mine, everywhere = make_user("approver").person, make_user("approver").person
    elsewhere = make_user("approver").person
    mine.baskets.set([basket])
    elsewhere.baskets.set([make_basket()])
    round = round_due("2026-11-30")
    strategy = make_report(round=round).action.strategy
    action = make_action(strategy=strategy, basket=basket)
    report = make_report(round=round, action=action, state=State.SUBMITTED)

    waiting = [each for each in reminders.due(local("2026-10-08 09:00")) if each.report == report]

    assert [each.person for each in waiting] == approvers_of(report) == [mine, everywhere]


def test_reminder_of_may_day_comes_after_the_weekend():
    make_city(is_home=True, country="FI")
    called(
        make_report(round=round_due("2026-05-08", opened="2026-04-01 08:00")),
        opened="2026-04-01 09:00",
    )

    assert [name for name, _person in names("2026-04-30 09:00")] == ["due_14"]
    assert names("2026-05-01 09:00") == names("2026-05-02 09:00") == []
    assert [name for name, _person in names("2026-05-04 09:00")] == ["due_7"]


@pytest.mark.parametrize(
    ("opened", "due", "before", "at"),
    [
        ("2026-02-02", "2026-04-05", "2026-03-27 09:00", "2026-03-30 08:30"),
        ("2026-09-01", "2026-11-01", "2026-10-23 09:00", "2026-10-26 08:30"),
        ("2028-01-03", "2028-03-07", "2028-02-28 09:00", "2028-02-29 08:30"),
    ],
    ids=["clock forward on 29 March", "clock back on 25 October", "leap day"],
)
def test_days_are_counted_by_the_calendar_and_not_in_hours(opened, due, before, at):
    call = f"{opened} 09:00"
    called(make_report(round=round_due(due, opened=f"{opened} 08:00")), opened=call)

    assert [name for name, _person in names(before)] == ["due_14"]
    assert [name for name, _person in names(at)] == ["due_7"]
