"""Values of many reports as one: against a model that counts on its fingers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.models import State
from reporting.rollups import NO_PARTS, RATIO, Reported, roll_up, roll_ups
from tests.factories import make_indicator
from tests.reporting import rows
from tests.reporting.factories import make_report

SUM, LATEST, AVERAGE = "sum", "latest", "average"
SPRING, AUTUMN = date(2025, 6, 30), date(2025, 12, 31)


def value(number, action="A", ends_on=SPRING):
    return Reported(action, ends_on, Decimal(number))


def share(part, whole, action="A", ends_on=SPRING):
    part, whole = Decimal(part), Decimal(whole)
    return Reported(action, ends_on, 100 * part / whole, part, whole)


def none(reason, action="A", ends_on=SPRING):
    return Reported(action, ends_on, no_value_reason=reason)


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
wholes = st.decimals(min_value=Decimal("0.0001"), max_value=10**9, places=4)
reasons = st.sampled_from(["not_yet", "not_collected", "confidential"])


@st.composite
def told(draw, action, ends_on):
    """What one report gives: a number, a share or a reason."""
    kind = draw(st.sampled_from(["value", "share", "none"]))
    if kind == "none":
        return none(draw(reasons), action, ends_on)
    if kind == "value":
        return value(draw(amounts), action, ends_on)
    whole = draw(wholes)
    part = draw(st.decimals(min_value=0, max_value=whole, places=4))
    return share(part, whole, action, ends_on)


@st.composite
def histories(draw):
    """Reports of some actions in some rounds, each once at most, in no order."""
    actions, rounds = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    asked = [(f"A{a}", SPRING + timedelta(n)) for a in range(actions) for n in range(rounds)]
    given_in = draw(st.lists(st.sampled_from(asked), unique=True))
    return [draw(told(*each)) for each in given_in]


def counted_on_fingers(kind, reported):
    """The exact value, from the words of the specification; None without any."""
    if kind == SUM:
        known = [each.value for each in reported if each.value is not None]
        return sum(map(Fraction, known)) if known else None
    picked = []
    for action in {each.action for each in reported}:
        of_action = [each for each in reported if each.action == action]
        if kind == RATIO:
            of_action = [each for each in of_action if each.denominator is not None]
        if kind == LATEST:
            of_action = [each for each in of_action if each.value is not None]
        if of_action:
            picked.append(max(of_action, key=lambda each: each.ends_on))
    picked = [each for each in picked if each.value is not None]
    if not picked:
        return None
    if kind == RATIO:
        parts = sum(Fraction(each.numerator) for each in picked)
        return 100 * parts / sum(Fraction(each.denominator) for each in picked)
    total = sum(Fraction(each.value) for each in picked)
    return total / len(picked) if kind == AVERAGE else total


def assert_agrees(kind, reported):
    found, exact = roll_up(kind, reported).value, counted_on_fingers(kind, reported)
    if exact is None:
        assert found is None
    else:
        assert isinstance(found, Decimal)
        assert abs(Fraction(found) - exact) <= Fraction(1, 20_000)


@pytest.mark.parametrize("kind", [SUM, LATEST, AVERAGE, RATIO])
@given(reported=histories())
def test_roll_up_is_what_one_counts_on_fingers(kind, reported):
    assert_agrees(kind, reported)


@pytest.mark.parametrize("kind", [SUM, LATEST, AVERAGE, RATIO])
@given(data=st.data(), reported=histories())
def test_late_corrections_of_any_period_flow_in(kind, data, reported):
    for each in data.draw(st.lists(st.sampled_from(reported), max_size=5)) if reported else []:
        at = next(
            n
            for n, other in enumerate(reported)
            if (other.action, other.ends_on) == (each.action, each.ends_on)
        )
        reported[at] = data.draw(told(each.action, each.ends_on))

        assert_agrees(kind, reported)


@given(reported=histories())
def test_every_report_gives_a_value_or_a_reason(reported):
    made = roll_up(SUM, reported)

    assert made.reports == len(reported)
    assert len(made.rows) + made.without_count == len(reported)


@given(reported=histories(), extra=st.lists(reasons, max_size=3))
def test_unknown_values_add_nothing_to_a_sum(reported, extra):
    before = roll_up(SUM, reported)

    unknown = [none(reason, f"X{n}") for n, reason in enumerate(extra)]

    assert roll_up(SUM, reported + unknown).value == before.value


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(SUM, Decimal(37)), (LATEST, Decimal(27)), (AVERAGE, Decimal(20))],
)
def test_each_kind_picks_its_own_rows(kind, expected):
    of_a = [value(10, "A", SPRING), value(20, "A", AUTUMN)]
    of_b = [value(7, "B", SPRING), none("not_yet", "B", AUTUMN)]

    assert roll_up(kind, of_a + of_b).value == expected


def test_ratio_weighs_each_action_by_its_whole():
    made = roll_up(RATIO, [share(1, 2), share(0, 98, "B"), share(1, 1, "B", AUTUMN)])

    assert made.value == Decimal("66.6667")
    assert [(each.action, each.ends_on) for each in made.rows] == [("A", SPRING), ("B", AUTUMN)]


@pytest.mark.usefixtures("in_english")
def test_share_without_parts_is_left_out_and_said():
    made = roll_up(RATIO, [share(1, 4), value(90, "B")])

    assert made.value == Decimal(25)
    assert made.without == {NO_PARTS: 1}
    assert [(str(words), number) for words, number in made.reasons] == [
        ("part and whole not given", 1)
    ]


def test_nothing_known_is_not_zero():
    made = roll_up(SUM, [none("not_yet"), none("confidential", "B")])

    assert made.value is None
    assert made.without == {"not_yet": 1, "confidential": 1}


@pytest.fixture
def two_rounds(db):
    spring, autumn = rows.make_rounds(("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31"))
    return spring, autumn


def totals(round):
    return {indicator.slug: made.value for indicator, made in roll_ups(round)}


def test_correction_of_an_earlier_period_flows_into_the_later_total(two_rounds):
    spring, autumn = two_rounds
    seats = make_indicator(slug="seats", roll_up=SUM)
    (action,) = rows.make_actions(spring.programme)
    first = rows.measured(spring, seats, action=action, value=Decimal(41))
    rows.measured(autumn, seats, action=action, value=Decimal(9))
    before = totals(autumn)

    rows.correct(first, {"values/seats/value": ["41", "14"]})

    assert before == {"seats": Decimal(50)}
    assert totals(autumn) == {"seats": Decimal(23)}
    assert totals(spring) == {"seats": Decimal(14)}


def test_missing_and_waived_reports_leave_no_hole(two_rounds):
    spring, autumn = two_rounds
    seats = make_indicator(slug="seats", roll_up=LATEST)
    one, two, three = rows.make_actions(spring.programme, 3)
    for action in (one, two, three):
        rows.measured(spring, seats, action=action, value=Decimal(10))

    rows.measured(autumn, seats, action=one, value=Decimal(1))
    make_report(round=autumn, action=two, state=State.WAIVED)
    make_report(round=autumn, action=three, state=State.DRAFT)

    assert totals(autumn) == {"seats": Decimal(21)}


def test_only_what_visitors_may_see_is_added_up(two_rounds):
    spring, _autumn = two_rounds
    seats = make_indicator(slug="seats", roll_up=SUM)
    hidden = make_indicator(slug="hidden", roll_up=SUM, is_public=False)
    unadded = make_indicator(slug="unadded")
    shown, unseen = rows.make_actions(spring.programme, 2)
    shown.indicators.add(hidden, unadded)
    rows.measured(spring, seats, action=shown, value=Decimal(3))
    rows.measured(spring, seats, action=unseen, value=Decimal(100))

    type(unseen).objects.filter(pk=unseen.pk).update(is_public=False)

    assert totals(spring) == {"seats": Decimal(3)}


def test_reports_after_a_round_and_of_another_programme_do_not_count(two_rounds):
    spring, autumn = two_rounds
    seats = make_indicator(slug="seats", roll_up=SUM)
    (elsewhere,) = rows.make_rounds(("2025-01-01", "2025-06-30"))

    for round, number in ((spring, 1), (autumn, 10), (elsewhere, 100)):
        rows.measured(round, seats, value=Decimal(number))

    assert totals(spring) == {"seats": Decimal(1)}


def test_share_is_a_ratio_whatever_is_chosen(two_rounds):
    spring, _autumn = two_rounds
    part = make_indicator(slug="part", is_share=True)

    for numerator, whole in ((1, 4), (1, 1)):
        rows.measured(
            spring,
            part,
            value=Decimal(100 * numerator) / whole,
            numerator=Decimal(numerator),
            denominator=Decimal(whole),
        )

    assert totals(spring) == {"part": Decimal(40)}
