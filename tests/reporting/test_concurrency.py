"""Two people at the same instant, each with a connection of their own: one wins, one is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection

from reporting.asking import ask
from reporting.hashing import content_hash
from reporting.models import (
    ActionReport,
    Correction,
    OutboxMail,
    ReportingRound,
    ReportValue,
    State,
)
from reporting.refusals import Conflict
from reporting.roles import Actor
from reporting.transitions import transition
from tests.factories import make_action, make_indicator, make_strategy
from tests.reporting.factories import (
    approver,
    coordinator,
    every_warning,
    make_person,
    make_report,
    make_round,
)

# What threads are to see must have been committed; so the tables are emptied after each test.
pytestmark = pytest.mark.django_db(transaction=True)
SEVERAL_TIMES = pytest.mark.parametrize("attempt", range(3))
COMMENT = "Please say more of it."


def at_once(*calls):
    """Let calls go at the same instant. Returns the result or the exception of each."""
    barrier = Barrier(len(calls), timeout=20)

    def run(call):
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        except (Conflict, IntegrityError, OperationalError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def try_to(report, name, actor, **given):
    return partial(transition, report.pk, name, actor, expected_version=report.version, **given)


def winner_of(results):
    """What the one who won got; all others have met a conflict."""
    [won] = [each for each in results if isinstance(each, ActionReport)]
    refused = [each for each in results if each is not won]
    assert [type(each) for each in refused] == [Conflict] * (len(results) - 1)
    assert all(each.report.version == won.version for each in refused)
    return won


def assert_consistent(report):
    """Moves follow each other, revisions are chained, and the row stands where the last led."""
    moves = list(report.transitions.order_by("sequence"))
    assert [each.sequence for each in moves] == list(range(1, len(moves) + 1))
    states = [State.NOT_STARTED, *(each.to_state for each in moves)]
    assert [each.from_state for each in moves] == states[:-1]
    previous = ""
    for number, revision in enumerate(report.revisions.order_by("number"), 1):
        assert (revision.number, revision.previous_hash) == (number, previous)
        assert revision.content_hash == content_hash(revision)
        previous = revision.content_hash
    assert ActionReport.objects.get(pk=report.pk).state == states[-1]


def kinds_of(report):
    return [each.kind for each in report.revisions.order_by("number")]


@SEVERAL_TIMES
def test_of_two_approvers_one_approves(attempt):
    report = make_report(state=State.SUBMITTED)
    first, second = approver(), approver()

    won = winner_of(at_once(*(try_to(report, "approve", each) for each in (first, second))))

    assert won.approved_by in (first.user, second.user)
    assert kinds_of(report) == ["submitted", "approved"]
    assert OutboxMail.objects.filter(kind="approved", person=report.assignee).count() == 1
    assert_consistent(report)


@SEVERAL_TIMES
def test_report_is_either_approved_or_returned(attempt):
    report = make_report(state=State.SUBMITTED)
    approve = try_to(report, "approve", approver())
    send_back = try_to(report, "return", approver(), comment=COMMENT)

    won = winner_of(at_once(approve, send_back))

    letters = OutboxMail.objects.filter(report=report, person=report.assignee)
    assert [each.kind for each in letters] == [won.state]
    assert kinds_of(report) == ["submitted", "approved"][: 2 if won.state == "approved" else 1]
    assert_consistent(report)


@SEVERAL_TIMES
def test_report_that_is_sent_from_two_tabs_is_sent_once(attempt):
    boss = approver()
    report = make_report(state=State.DRAFT)
    submit = try_to(report, "submit", Actor(person=report.assignee), seen_warnings=every_warning())

    won = winner_of(at_once(submit, submit, submit))

    assert (won.state, won.revision_number, kinds_of(report)) == ("submitted", 1, ["submitted"])
    assert OutboxMail.objects.filter(kind="submitted", person=boss.person).count() == 1
    assert_consistent(report)


@SEVERAL_TIMES
def test_draft_that_is_saved_while_it_is_sent_is_not_changed_behind_the_revision(attempt):
    report = make_report(state=State.DRAFT)
    writer = Actor(person=report.assignee)
    save = try_to(report, "autosave", writer, content={"fields": {"percent": 99}})
    submit = try_to(report, "submit", writer, seen_warnings=every_warning())

    won = winner_of(at_once(save, submit))

    assert (won.state, won.percent) in [("draft", 99), ("submitted", 40)]
    assert [each.snapshot["percent"] for each in report.revisions.all()] == (
        [40] if won.state == "submitted" else []
    )
    assert_consistent(report)


@SEVERAL_TIMES
def test_report_that_is_started_twice_is_filled_in_once(attempt):
    action = make_action()
    action.indicators.add(make_indicator())
    programme = action.strategy.programme
    make_report(action=action, round=make_round(programme=programme), state=State.APPROVED)
    report = make_report(action=action, round=make_round(programme=programme))
    by_reporter = try_to(report, "start", Actor(person=report.assignee))

    winner_of(at_once(by_reporter, try_to(report, "start", coordinator())))

    assert ReportValue.objects.filter(report=report).count() == 1
    assert_consistent(report)


@SEVERAL_TIMES
def test_report_is_taken_from_its_reporter_or_sent_by_them(attempt):
    report = make_report(state=State.DRAFT)
    person = make_person()
    reassign = try_to(report, "reassign", coordinator(), person=person)
    submit = try_to(report, "submit", Actor(person=report.assignee), seen_warnings=every_warning())

    won = winner_of(at_once(reassign, submit))

    assert (won.state, won.assignee) in [("draft", person), ("submitted", report.assignee)]
    assert_consistent(report)


@SEVERAL_TIMES
def test_correction_is_confirmed_once(attempt):
    report = make_report(state=State.APPROVED)
    correction = Correction.objects.create(
        report=report, changes={"percent": [40, 45]}, category="new_data", language="en"
    )
    confirm = [try_to(report, "correct", approver(), correction=correction) for _number in "ab"]

    won = winner_of(at_once(*confirm))

    assert (won.percent, kinds_of(report)) == (45, ["submitted", "approved", "correction"])
    assert_consistent(report)


@SEVERAL_TIMES
def test_one_of_two_proposals_is_taken(attempt):
    report = make_report(state=State.APPROVED)
    propose = partial(
        Correction.objects.create,
        report=report,
        changes={"percent": [40, 45]},
        category="new_data",
        language="en",
    )

    results = at_once(propose, propose)

    assert {type(each) for each in results} == {Correction, IntegrityError}
    assert Correction.objects.count() == 1


@SEVERAL_TIMES
def test_reports_are_asked_for_once(attempt):
    round = make_round()
    strategy = make_strategy(programme=round.programme)
    for _number in range(5):
        make_action(strategy=strategy)

    at_once(partial(ask, round), partial(ask, round))

    assert round.reports.count() == 5


@SEVERAL_TIMES
def test_of_two_rounds_with_overlapping_periods_one_is_made(attempt):
    programme = make_round().programme
    spring = {"starts_on": date(1990, 1, 1), "ends_on": date(1990, 6, 30)}
    year = {"starts_on": date(1990, 6, 30), "ends_on": date(1990, 12, 31)}

    results = at_once(
        *(partial(make_round, programme=programme, **each) for each in (spring, year))
    )

    made = [each for each in results if isinstance(each, ReportingRound)]
    (refusal,) = [each for each in results if each not in made]
    # PostgreSQL may see both wait for each other, and then ends one of them (deadlock).
    is_deadlock = isinstance(refusal, OperationalError) and "deadlock" in str(refusal)
    assert len(made) == 1
    assert isinstance(refusal, IntegrityError) or is_deadlock
    assert ReportingRound.objects.count() == 2
