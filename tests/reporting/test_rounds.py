"""Rounds: their state by the clock, what the database and the form refuse, whom they ask."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from reporting.asking import ask, to_be_asked
from reporting.models import ActionReport, ReportingRound, State
from tests.factories import make_action, make_basket, make_programme, make_strategy
from tests.refusals import refused, said
from tests.reporting.factories import local, make_contact, make_report, make_round

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def unsaved_round(**fields):
    """A round that a form would accept, but for `fields`."""
    defaults = {
        "slug": "spring-2026",
        "sequence": 1,
        "name_fi": "Kevät 2026",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 6, 30),
        "opens_at": local("2026-07-01 08:00"),
        "due_at": local("2026-08-15 16:00"),
        "closes_at": local("2026-08-31 16:00"),
    }
    programme = fields.pop("programme", None) or make_programme()
    return ReportingRound(programme=programme, **defaults | fields)


# State


@pytest.mark.parametrize(
    ("instant", "shift", "state"),
    [
        ("opens_at", -SECOND, "planned"),
        ("opens_at", 0 * SECOND, "open"),
        ("due_at", -SECOND, "open"),
        ("due_at", 0 * SECOND, "closing"),
        ("closes_at", -SECOND, "closing"),
        ("closes_at", 0 * SECOND, "closed"),
        ("archived_at", -SECOND, "closed"),
        ("archived_at", 0 * SECOND, "archived"),
    ],
)
def test_state_follows_from_the_clock(instant, shift, state):
    round = make_round()
    round.archived_at = round.closes_at + timedelta(days=1)

    assert round.state_at(getattr(round, instant) + shift) == state


def test_round_that_closes_when_it_is_due_is_never_past_its_due_date():
    round = make_round()
    round.closes_at = round.due_at

    assert [round.state_at(round.due_at - SECOND), round.state_at(round.due_at)] == [
        "open",
        "closed",
    ]


def test_round_may_be_archived_at_any_time():
    round = make_round()
    round.archived_at = timezone.now()

    assert round.state == "archived"


def test_rounds_are_public_from_their_opening_on():
    begun, hidden = make_round(), make_round(programme=make_programme(is_public=False))
    tomorrow = timezone.now() + timedelta(days=1)
    make_round(opens_at=tomorrow)

    assert list(ReportingRound.objects.public()) == [begun]
    assert hidden.state == "open"


def test_rounds_before_a_round_are_those_of_its_programme_the_latest_first():
    programme = make_programme()
    first, second, third, _fourth = [make_round(programme=programme) for _number in range(4)]
    make_round(starts_on=date(1999, 1, 1), ends_on=date(1999, 2, 1))

    assert list(ReportingRound.objects.before(third)) == [second, first]


# What cannot be


def test_ordinary_round_is_accepted():
    round = unsaved_round()

    round.full_clean()
    round.save()

    assert ReportingRound.objects.get() == round


def test_address_of_a_round_is_its_own():
    make_round(slug="spring")

    refused(make_round, slug="spring")
    assert list(said(unsaved_round(slug="spring"))) == ["slug"]


@pytest.mark.parametrize("slug", ["board", "link", "queue"])
def test_address_of_a_round_is_not_that_of_another_page(slug):
    assert said(unsaved_round(slug=slug)) == {
        "slug": ["This address is used by a page. Choose another."]
    }


def test_number_occurs_once_in_a_programme():
    round = make_round(sequence=1)
    make_round(sequence=1)

    refused(make_round, programme=round.programme, sequence=1)
    assert said(unsaved_round(programme=round.programme, sequence=1)) == {
        "__all__": ["The programme already has a round of this number."]
    }


def test_period_may_be_one_day_and_does_not_end_before_it_starts():
    day = date(2026, 1, 2)
    make_round(starts_on=day, ends_on=day)

    refused(make_round, starts_on=day, ends_on=day - timedelta(days=1))
    assert said(unsaved_round(starts_on=day, ends_on=day - timedelta(days=1))) == {
        "__all__": ["The period cannot end before it starts."]
    }


@pytest.mark.parametrize(
    ("opens", "due", "closes", "is_possible"),
    [(1, 2, 3, True), (1, 2, 2, True), (1, 1, 2, False), (2, 1, 3, False), (1, 3, 2, False)],
)
def test_round_opens_is_due_and_closes_in_this_order(opens, due, closes, is_possible):
    start = local("2026-07-01 08:00")
    days = {"opens_at": opens, "due_at": due, "closes_at": closes}
    times = {name: start + timedelta(days=number) for name, number in days.items()}

    if is_possible:
        unsaved_round(**times).full_clean()
        make_round(**times)
        return
    refused(make_round, **times)
    assert said(unsaved_round(**times)) == {
        "__all__": ["A round opens before it is due, and closes when it is due or later."]
    }


@pytest.mark.parametrize(
    ("closes", "is_possible"),
    [("2026-06-30 00:00", True), ("2026-06-29 23:59", False)],
)
def test_period_ends_by_the_local_day_of_closing(closes, is_possible):
    # Midnight in Pori is still the day before by universal time.
    closes_at = local(closes)
    times = {"opens_at": closes_at - 2 * SECOND, "due_at": closes_at, "closes_at": closes_at}

    if is_possible:
        unsaved_round(**times).full_clean()
        return
    assert said(unsaved_round(**times)) == {
        "ends_on": ["The period must end before the round closes."]
    }


@pytest.mark.parametrize(
    ("starts", "ends", "overlaps"),
    [
        ("2025-07-01", "2025-12-31", False),
        ("2025-07-01", "2026-01-01", True),
        ("2026-02-01", "2026-03-01", True),
        ("2025-01-01", "2027-01-01", True),
        ("2026-01-01", "2026-06-30", True),
        ("2026-06-30", "2026-12-31", True),
        ("2026-07-01", "2026-12-31", False),
    ],
)
def test_periods_of_a_programme_do_not_overlap(starts, ends, overlaps):
    round = make_round(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), name_en="Spring of 2026"
    )
    period = {"starts_on": date.fromisoformat(starts), "ends_on": date.fromisoformat(ends)}
    closes = {"due_at": local("2027-02-01 08:00"), "closes_at": local("2027-02-01 08:00")}
    new = unsaved_round(programme=round.programme, sequence=9999, **period, **closes)
    make_round(**period)

    if not overlaps:
        new.full_clean()
        make_round(programme=round.programme, **period)
        return
    refused(make_round, programme=round.programme, **period)
    assert said(new) == {"starts_on": ["The period overlaps with that of Spring of 2026."]}


def test_round_does_not_overlap_with_itself():
    round = unsaved_round()
    round.save()

    round.full_clean()
    round.save()

    assert ReportingRound.objects.get() == round


def test_period_that_is_moved_does_not_overlap_either():
    programme = make_programme()
    first, second = make_round(programme=programme), make_round(programme=programme)

    refused(ReportingRound.objects.filter(pk=second.pk).update, starts_on=first.ends_on)
    refused(ReportingRound.objects.filter(pk=first.pk).update, ends_on=second.starts_on)


def test_real_rounds_are_not_mixed_with_examples():
    programme = make_round(is_example=True).programme

    assert said(unsaved_round(programme=programme)) == {
        "__all__": ["There are example rounds here. Real reports are never mixed with examples."]
    }
    unsaved_round(programme=programme, is_example=True).full_clean()


def test_half_filled_form_is_refused_field_by_field():
    missing = said(ReportingRound(slug="spring"))

    assert {"programme", "starts_on", "ends_on", "opens_at", "due_at", "closes_at"} <= set(missing)


# Asking


def test_round_asks_of_the_public_actions_of_its_programme_that_have_not_finished():
    programme = make_programme()
    strategy = make_strategy(programme=programme)
    round = make_round(programme=programme)
    asked = [
        make_action(strategy=strategy, status=status) for status in ("planning", "not_started")
    ]
    for status in ("completed", "cancelled"):
        make_action(strategy=strategy, status=status)
    make_action(strategy=strategy, status="planning", reported_status="completed")
    make_action(strategy=strategy, is_public=False)
    make_action(strategy=make_strategy(programme=programme, is_public=False))
    make_action()

    assert ask(round) == 2
    assert {report.action for report in round.reports.all()} == set(asked)
    assert set(round.reports.values_list("state", "version")) == {(State.NOT_STARTED, 1)}


def test_asking_again_adds_what_is_new_only():
    report = make_report(state=State.DRAFT)
    new = make_action(strategy=report.action.strategy)

    assert list(to_be_asked(report.round)) == [new]
    assert (ask(report.round), ask(report.round)) == (1, 0)
    assert ActionReport.objects.get(pk=report.pk).state == State.DRAFT
    assert report.round.reports.count() == 2


def test_each_is_asked_of_the_reporter_of_the_action_else_of_its_basket_else_of_nobody():
    round, basket = make_round(), make_basket()
    strategy = make_strategy(programme=round.programme)
    of_action = make_contact(action=make_action(strategy=strategy, basket=basket))
    of_basket = make_contact(basket=basket)
    by_basket = make_action(strategy=strategy, basket=basket)
    without = make_action(strategy=strategy)

    ask(round)

    assert dict(round.reports.values_list("action", "assignee")) == {
        of_action.action_id: of_action.person_id,
        by_basket.pk: of_basket.person_id,
        without.pk: None,
    }


def test_asking_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    round = make_round()
    strategy = make_strategy(programme=round.programme)
    make_action(strategy=strategy)
    with django_assert_num_queries(3):
        ask(round)
    for _number in range(3):
        make_action(strategy=strategy)

    with django_assert_num_queries(3):
        ask(round)

    assert round.reports.count() == 4
