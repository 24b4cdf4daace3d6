"""What a report says, beside what the last approved one said."""

from decimal import Decimal

import pytest
from django.utils import timezone

from reporting.models import ActionReport, Correction, ReportValue, State
from reporting.said import indicators_of, previous_of, said_in
from reporting.transitions import transition
from tests.factories import make_action, make_indicator, make_programme, make_strategy, make_value
from tests.reporting.factories import approver, make_report, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    return make_action(ends_on="2027-06")


def in_next_round(action, state=State.APPROVED, **content):
    """A report in a further round, about a later time than those before."""
    round = make_round(programme=action.strategy.programme)
    return make_report(round=round, action=action, state=state, **content)


def test_report_is_told_with_its_texts_in_its_own_language(action):
    report = in_next_round(
        action,
        State.DRAFT,
        language="sv",
        summary_sv="Klart.",
        next_steps_sv="",
        summary_en="Done.",
    )

    said = said_in(report)

    assert (said.language, said.status, said.percent) == ("sv", "implementation", 40)
    assert said.texts == {
        "summary": "Klart.",
        "next_steps": "",
        "obstacles": "",
        "no_change_reason": "",
    }
    assert said.languages_missing == ()
    assert (said.period_ends_on, said.action_ends_on) == (report.round.ends_on, "2027-06")
    assert said.today == timezone.localdate()


def test_languages_without_any_text_are_missing(action):
    report = in_next_round(action, State.DRAFT)

    assert said_in(report).languages_missing == ("sv", "en")


def test_report_that_has_not_been_started_says_nothing(action):
    said = said_in(in_next_round(action, State.NOT_STARTED))

    assert (said.language, said.status, said.languages_missing) == ("", "", ())
    assert set(said.texts.values()) == {""}


def test_last_report_is_the_approved_one_of_the_latest_earlier_round(action):
    _first = in_next_round(action)
    second = in_next_round(action)
    in_next_round(action, State.SUBMITTED)
    report = in_next_round(action, State.DRAFT)
    in_next_round(action)
    in_next_round(make_action(strategy=action.strategy))

    assert previous_of(report) == second


def test_first_report_has_none_before(action):
    said = said_in(in_next_round(action, State.DRAFT))

    assert (said.previous_percent, said.previous_summary, said.unchanged_before) == (None, "", 0)


def test_what_is_compared_is_what_was_last_published(action):
    before = in_next_round(action)
    correction = Correction.objects.create(
        report=before, changes={"percent": [40, 45]}, category="new_data", language="en"
    )
    transition(
        before.pk, "correct", approver(), expected_version=before.version, correction=correction
    )

    said = said_in(in_next_round(action, State.DRAFT))

    assert said.previous_percent == 45
    assert said.previous_summary == before.summary_fi != ""


def test_summary_is_compared_with_that_of_the_same_language(action):
    in_next_round(action)

    said = said_in(in_next_round(action, State.DRAFT, language="sv", summary_sv="Klart."))

    assert said.previous_summary == ""


UNCHANGED = {"is_unchanged": True, "no_change_reason_fi": "Talvi."}


@pytest.mark.parametrize(
    ("story", "count"),
    [([], 0), ([False], 0), ([True], 1), ([True, True], 2), ([True, False, True], 1)],
)
def test_rounds_without_change_are_counted_back_to_the_last_change(story, count):
    action = make_action()
    for is_unchanged in story:
        in_next_round(action, **(UNCHANGED if is_unchanged else {}))

    assert said_in(in_next_round(action, State.DRAFT, **UNCHANGED)).unchanged_before == count


def test_values_are_told_for_each_indicator_with_the_value_before(action):
    bins, rate = make_indicator(slug="bins"), make_indicator(slug="rate", is_share=True)
    action.indicators.add(bins)
    in_next_round(action)
    action.indicators.add(rate)
    report = in_next_round(action, State.DRAFT)
    report.values.all().delete()
    ReportValue.objects.create(report=report, indicator=rate, no_value_reason="not_yet")

    first, second = said_in(report).values

    assert (first.slug, first.value, first.no_value_reason) == ("bins", None, "")
    assert (first.previous, first.is_share) == (Decimal(7), False)
    assert (second.slug, second.no_value_reason, second.previous) == ("rate", "not_yet", None)
    assert second.is_share


@pytest.mark.parametrize(
    ("known", "direction"),
    [
        ({"baseline": 1, "target": 9}, 1),
        ({"baseline": 9, "target": 1}, -1),
        ({"baseline": 5, "target": 5}, 0),
        ({"target": 9}, 0),
        ({"baseline": 1}, 0),
        ({"baseline": None, "target": 9}, 0),
    ],
)
def test_better_is_from_the_baseline_to_the_target(action, known, direction):
    indicator = make_indicator()
    action.indicators.add(indicator)
    for kind, value in known.items():
        printed = {"value_as_printed": "?"} if value is None else {}
        make_value(indicator=indicator, kind=kind, value=value, **printed)

    [value] = said_in(in_next_round(action, State.DRAFT)).values

    assert value.direction == direction


def test_gathering_takes_as_many_queries_for_three_indicators_as_for_one(
    django_assert_num_queries, action
):
    action.indicators.add(make_indicator(slug="bins"))
    in_next_round(action)
    in_next_round(action, State.DRAFT)
    reports = ActionReport.objects.select_related("round", "action").filter(state=State.DRAFT)
    with django_assert_num_queries(6):
        said_in(reports.get())
    action.indicators.add(make_indicator(), make_indicator())

    with django_assert_num_queries(6):
        said = said_in(reports.get())

    assert len(said.values) == 3


def test_indicators_stand_in_the_order_of_their_addresses():
    action = make_action(strategy=make_strategy(programme=make_programme()))
    action.indicators.add(*(make_indicator(slug=slug) for slug in ("c", "a", "b")))

    found = indicators_of(in_next_round(action, State.NOT_STARTED))

    assert [each.slug for each in found] == ["a", "b", "c"]
