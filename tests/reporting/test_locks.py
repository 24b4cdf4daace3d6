"""When a report can be written in, by whom, and how that is said."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting import locks
from reporting.models import ActionReport, LockException, ReportingRound, State
from reporting.refusals import NotAllowed
from reporting.roles import Actor
from reporting.transitions import transition
from tests.factories import make_action, make_basket, make_city, make_staff
from tests.refusals import said
from tests.reporting.factories import (
    coordinator,
    local,
    make_contact,
    make_person,
    make_report,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def draft(**fields):
    return make_report(state=State.DRAFT, **fields)


def writer_of(report):
    return Actor(person=report.assignee)


def make_leave(person, now, **fields):
    """A leave of a day from an instant, for a report or a round."""
    defaults = {"granted_to": person, "starts_at": now, "until": now + DAY, "reason": "Ill."}
    return LockException.objects.create(**defaults | fields)


# Roles and states


@pytest.mark.parametrize("state", State)
def test_only_a_draft_and_a_returned_report_are_written_in(state):
    report = make_report(state=state)

    can = locks.can_edit(report, writer_of(report), timezone.now())

    assert can == (state in ("draft", "returned"))


def test_only_its_reporter_and_coordinators_write_in_a_report():
    report, now = draft(), timezone.now()
    writers = [writer_of(report), coordinator(), Actor.of_user(make_staff())]
    others = [
        *(Actor(person=make_person()), Actor(), Actor.system()),
        *(Actor.of_user(make_user(group)) for group in ("approver", "reader", "reporter")),
    ]

    assert [locks.can_edit(report, each, now) for each in writers] == [True] * 3
    assert [locks.can_edit(report, each, now) for each in others] == [False] * 6


# Time


@pytest.mark.parametrize(
    ("instant", "shift", "can"),
    [
        ("opens_at", -SECOND, False),
        ("opens_at", 0 * SECOND, True),
        ("due_at", 0 * SECOND, True),
        ("closes_at", -SECOND, True),
        ("closes_at", 0 * SECOND, False),
    ],
)
def test_round_lets_write_from_its_opening_until_it_closes(instant, shift, can):
    report = draft()
    now = getattr(report.round, instant) + shift

    assert locks.can_edit(report, writer_of(report), now) == can
    assert locks.can_edit(report, coordinator(), now) == can


def test_nobody_writes_in_an_archived_round_not_even_by_a_leave():
    report, now = draft(), timezone.now()
    make_leave(report.assignee, now - DAY, until=now + DAY, report=report)
    report.round.archived_at = now

    assert not locks.can_edit(report, writer_of(report), now)
    assert not locks.can_edit(report, Actor.of_user(make_staff()), now)
    assert locks.can_edit(report, writer_of(report), now - SECOND)


# Leaves


def test_leave_is_for_one_person_and_one_report():
    report = draft()
    other = draft(round=report.round, reporter=report.assignee)
    lead, closed = coordinator(), report.round.closes_at
    make_leave(report.assignee, closed, report=report)

    assert locks.can_edit(report, writer_of(report), closed)
    assert not locks.can_edit(other, writer_of(report), closed)
    assert not locks.can_edit(report, lead, closed)


def test_leave_for_a_round_is_for_all_its_reports_of_that_person():
    report = draft()
    same, foreign = draft(round=report.round, reporter=report.assignee), draft(round=report.round)
    elsewhere = draft(reporter=report.assignee)
    closed = max(report.round.closes_at, elsewhere.round.closes_at)
    make_leave(report.assignee, closed, round=report.round)

    can = [
        locks.can_edit(each, writer_of(report), closed)
        for each in (report, same, foreign, elsewhere)
    ]

    assert can == [True, True, False, False]


def test_leave_makes_nobody_a_reporter():
    report = draft()
    person, closed = make_person(), report.round.closes_at
    make_leave(person, closed, report=report)

    assert not locks.can_edit(report, Actor(person=person), closed)


@pytest.mark.parametrize(
    ("shift", "can"), [(-SECOND, False), (0 * DAY, True), (DAY - SECOND, True), (DAY, False)]
)
def test_leave_holds_from_its_start_until_its_end(shift, can):
    report = draft()
    closed = report.round.closes_at + DAY
    make_leave(report.assignee, closed, report=report)

    assert locks.can_edit(report, writer_of(report), closed + shift) == can


def test_revoked_leave_ends_at_once():
    report = draft()
    closed = report.round.closes_at
    make_leave(report.assignee, closed, report=report, revoked_at=closed + 60 * SECOND)

    assert locks.can_edit(report, writer_of(report), closed + 59 * SECOND)
    assert not locks.can_edit(report, writer_of(report), closed + 60 * SECOND)


def test_of_two_leaves_the_longer_one_is_named():
    report = draft()
    closed = report.round.closes_at
    longer = make_leave(report.assignee, closed, report=report, until=closed + 2 * DAY)
    make_leave(report.assignee, closed, round=report.round)

    assert locks.exception_for(report, writer_of(report), closed) == longer


@pytest.mark.parametrize("seconds_over", [0, 1])
def test_leave_lasts_fourteen_days_at_most(seconds_over):
    report, now = draft(), timezone.now()
    until = now + timedelta(days=14, seconds=seconds_over)
    leave = LockException(
        report=report, granted_to=report.assignee, starts_at=now, until=until, reason="Ill."
    )

    if not seconds_over:
        leave.full_clean()
        return
    with override("en"):
        assert said(leave) == {"until": ["An exception lasts 14 days at most."]}


def test_leave_before_the_round_lets_start_early():
    report = make_report()
    early = report.round.opens_at - DAY
    leave = make_leave(report.assignee, early, report=report)

    with pytest.raises(NotAllowed):
        transition(report.pk, "start", coordinator(), expected_version=1, now=early)
    report = transition(report.pk, "start", writer_of(report), expected_version=1, now=early)

    assert (report.state, report.transitions.get().exception) == ("draft", leave)


# One answer for one row and for many

AROUND_NOW = st.integers(-2, 2)
ASSIGNMENTS = ["me", "other", "my action", "my basket", "my basket, other action", "nobody"]


@pytest.fixture
def people():
    """Accounts of all kinds; the first one reports."""
    users = [make_user("reporter"), *(make_user(each) for each in ("coordinator", "approver"))]
    return [*users, make_staff(), AnonymousUser()]


@st.composite
def rounds(draw):
    """Seconds from now at which a round opens, is due, closes and is archived."""
    opens = draw(st.integers(-4, 2))
    due = opens + draw(st.integers(1, 2))
    return opens, due, due + draw(st.integers(0, 2)), draw(st.none() | AROUND_NOW)


leaves = st.fixed_dictionaries(
    {
        "holder": st.sampled_from([0, 1]),
        "is_for_round": st.booleans(),
        "starts_at": AROUND_NOW,
        "seconds": st.integers(1, 2),
        "revoked_at": st.none() | AROUND_NOW,
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["not_started", "draft", "submitted", "returned", "waived"]),
    rounds(),
    st.sampled_from(ASSIGNMENTS),
    st.none() | leaves,
)
def test_rows_that_one_may_write_in_are_those_that_one_can_edit(
    people, state, times, assignment, leave
):
    with time_machine.travel("2026-11-23 12:00+02:00", tick=False):
        now = timezone.now()
        report = make_row(state, now, times, assignment, people[0].person)
        if leave:
            make_drawn_leave(report, now, leave, people)

        editable = [editable_row(each, report) for each in people]

        assert editable == [locks.can_edit(report, Actor.of_user(each), now) for each in people]


def make_row(state, now, times, assignment, me):
    opens, due, closes, archived = times
    basket = make_basket()
    action = make_action(basket=basket)
    if assignment == "my action":
        make_contact(action=action, person=me)
    if assignment.startswith("my basket"):
        make_contact(basket=basket, person=me)
    if assignment == "my basket, other action":
        make_contact(action=action)
    round = make_round(
        programme=action.strategy.programme,
        opens_at=now + opens * SECOND,
        due_at=now + due * SECOND,
        closes_at=now + closes * SECOND,
        archived_at=None if archived is None else now + archived * SECOND,
    )
    return ActionReport.objects.create(
        round=round,
        action=action,
        state=state,
        assignee={"me": me, "other": make_person()}.get(assignment),
        submitted_at=now,
        waive_reason="merged",
    )


def make_drawn_leave(report, now, leave, people):
    starts_at = now + leave["starts_at"] * SECOND
    make_leave(
        people[leave["holder"]].person,
        starts_at,
        until=starts_at + leave["seconds"] * SECOND,
        revoked_at=None if leave["revoked_at"] is None else now + leave["revoked_at"] * SECOND,
        **({"round": report.round} if leave["is_for_round"] else {"report": report}),
    )


def editable_row(user, report):
    return ActionReport.objects.editable_by(user).filter(pk=report.pk).exists()


# Sentences


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.DRAFT, ""),
        (State.NOT_STARTED, ""),
        (State.SUBMITTED, "The report has been sent for approval and waits there."),
        (State.APPROVED, "The report has been approved. It can only be corrected."),
        (State.WAIVED, "The action is not reported in this round."),
    ],
)
def test_lock_of_a_state_is_explained(state, sentence):
    report = make_report(state=state)

    with override("en"):
        assert locks.why_locked(report, writer_of(report), timezone.now()) == sentence


def test_lock_of_a_time_is_explained():
    report = draft()
    report.round.opens_at = local("2026-02-02 08:00")
    report.round.due_at = local("2026-03-28 23:59")
    report.round.closes_at = local("2026-03-29 23:59")

    with override("en"):
        sentences = [
            locks.why_locked(report, writer_of(report), local(now))
            for now in ("2026-02-02 07:59", "2026-02-02 08:00", "2026-03-30 00:00")
        ]
        report.round.archived_at = local("2026-04-01 00:00")
        sentences.append(locks.why_locked(report, writer_of(report), local("2026-04-01 00:00")))

    assert sentences == [
        "The round opens on 2 February 2026, 08:00 EET.",
        "",
        "The round closed on 29 March 2026, 23:59 EEST. The coordinator can give more time.",
        "The round has been archived. Its reports no longer change.",
    ]


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-03-29T00:59+00:00", "29 March 2026, 02:59 EET"),
        ("2026-03-29T01:00+00:00", "29 March 2026, 04:00 EEST"),
        ("2026-10-25T00:30+00:00", "25 October 2026, 03:30 EEST"),
        ("2026-10-25T01:30+00:00", "25 October 2026, 03:30 EET"),
        ("2028-02-29T22:00+00:00", "1 March 2028, 00:00 EET"),
    ],
)
def test_instant_is_said_in_local_time_with_its_zone(instant, words):
    with override("en"):
        assert locks.in_words(datetime.fromisoformat(instant)) == words


# Working days


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T10:00+02:00", "2026-11-26T21:59Z"),
        ("2026-11-26T10:00+02:00", "2026-12-01T21:59Z"),
        ("2026-11-28T10:00+02:00", "2026-12-02T21:59Z"),
        # Sunday night in London is Monday in Pori.
        ("2026-11-22T23:00+00:00", "2026-11-26T21:59Z"),
        # Good Friday and Easter Monday.
        ("2026-04-02T10:00+03:00", "2026-04-09T20:59Z"),
        # May Day, a Friday.
        ("2026-04-30T10:00+03:00", "2026-05-06T20:59Z"),
        # From winter to summer time and back.
        ("2026-03-26T10:00+02:00", "2026-03-31T20:59Z"),
        ("2026-10-22T10:00+03:00", "2026-10-27T21:59Z"),
        # 29 February, a Tuesday.
        ("2028-02-25T10:00+02:00", "2028-03-01T21:59Z"),
        ("2027-02-25T10:00+02:00", "2027-03-02T21:59Z"),
    ],
)
def test_three_working_days_end_before_midnight_in_finland(now, until):
    make_city(is_home=True, country="FI")

    ends_at = locks.time_to_mend(datetime.fromisoformat(now))

    assert ends_at.astimezone(UTC) == datetime.fromisoformat(until)


@pytest.mark.parametrize(
    ("country", "days"),
    [
        (
            "FI",
            {"2026-12-06": "2026-12-07", "2026-05-17": "2026-05-18", "2026-01-06": "2026-01-07"},
        ),
        (
            "NO",
            {"2026-12-06": "2026-12-07", "2027-05-17": "2027-05-18", "2026-01-06": "2026-01-06"},
        ),
        (
            "AQ",
            {"2026-12-06": "2026-12-07", "2027-05-17": "2027-05-17", "2026-01-06": "2026-01-06"},
        ),
    ],
)
def test_holidays_are_those_of_the_home_city(country, days):
    make_city(is_home=True, country=country)
    make_city(country="SE")

    found = {day: str(locks.next_working_day(date.fromisoformat(day))) for day in days}

    assert found == days


def test_without_a_home_city_only_weekends_are_free():
    make_city(country="FI")

    assert locks.next_working_day(date(2026, 12, 25)) == date(2026, 12, 25)
    assert locks.next_working_day(date(2026, 12, 26)) == date(2026, 12, 28)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_time_to_mend_is_three_days_at_least_and_no_longer_than_a_leave(now):
    if not locks.City.objects.home().exists():
        make_city(is_home=True, country="FI")

    given = locks.time_to_mend(now) - now

    assert 3 * DAY - timedelta(hours=1, minutes=1) <= given <= 14 * DAY


# Rounds whose bounds lie where clocks change


@pytest.mark.parametrize(
    ("opens", "due", "closes", "now", "state"),
    [
        # Midnight, the first instant of the day.
        ("2026-03-01 00:00", "2026-03-20 00:00", "2026-03-29 00:00", "02-28T21:59:59", "planned"),
        ("2026-03-01 00:00", "2026-03-20 00:00", "2026-03-29 00:00", "02-28T22:00:00", "open"),
        ("2026-03-01 00:00", "2026-03-20 00:00", "2026-03-30 00:00", "03-29T20:59:59", "closing"),
        ("2026-03-01 00:00", "2026-03-20 00:00", "2026-03-30 00:00", "03-29T21:00:00", "closed"),
        # 3 o’clock does not come on 29 March and comes twice on 25 October.
        ("2026-03-01 00:00", "2026-03-29 04:00", "2026-04-01 00:00", "03-29T00:59:59", "open"),
        ("2026-03-01 00:00", "2026-03-29 04:00", "2026-04-01 00:00", "03-29T01:00:00", "closing"),
        ("2026-10-01 00:00", "2026-10-20 00:00", "2026-10-25 03:30", "10-25T00:29:59", "closing"),
        ("2026-10-01 00:00", "2026-10-20 00:00", "2026-10-25 03:30", "10-25T00:30:00", "closed"),
    ],
)
def test_round_opens_and_closes_on_the_local_clock(opens, due, closes, now, state):
    round = make_round(opens_at=local(opens), due_at=local(due), closes_at=local(closes))
    round.refresh_from_db()

    assert round.state_at(datetime.fromisoformat(f"2026-{now}+00:00")) == state


def test_open_rounds_are_those_whose_state_is_open_or_closing():
    with time_machine.travel("2026-11-23 12:00+02:00", tick=False):
        now = timezone.now()
        bounds = [
            (opens, due, closes, archived)
            for opens in (-2, -1, 0, 1)
            for due in (opens + 1, opens + 2)
            for closes in (due, due + 1)
            for archived in (None, -1, 0, 1)
        ]
        for opens, due, closes, archived in bounds:
            make_round(
                opens_at=now + opens * SECOND,
                due_at=now + due * SECOND,
                closes_at=now + closes * SECOND,
                archived_at=None if archived is None else now + archived * SECOND,
            )

        open_ones = set(ReportingRound.objects.open())

        assert open_ones == {each for each in ReportingRound.objects.all() if each.is_open_at(now)}
        assert 0 < len(open_ones) < len(bounds)


def test_late_reports_are_those_owed_past_their_due_date():
    round = make_round()
    reports = {state: make_report(round=round, state=state) for state in State}
    archived = make_report()
    ReportingRound.objects.filter(pk=archived.round_id).update(archived_at=F("due_at"))
    due = round.due_at

    late = ActionReport.objects.late_at(max(due, archived.round.due_at))

    assert set(late) == {
        reports[state] for state in (State.NOT_STARTED, State.DRAFT, State.RETURNED)
    }
    assert not ActionReport.objects.filter(round=round).late_at(due - SECOND).exists()
