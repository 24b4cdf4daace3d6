"""Where charts draw things: a number, a day, a gap, a label."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.charts.bars import GAP, bars, stacked
from programme.charts.plot import HEIGHT, plot
from programme.charts.scales import (
    Scale,
    TimeAxis,
    begins_at_zero,
    percent,
    span_of,
    ticks,
)
from programme.charts.series import Break, LeftOut, series_of
from programme.charts.timelines import Thing, timeline
from programme.dates import PartialDate

NUMBERS = st.decimals(-(10**14), 10**14, places=4)


@dataclass(frozen=True)
class Value:
    """What the charts read of a value of an indicator."""

    starts_on: PartialDate
    ends_on: PartialDate
    value: Decimal | None
    kind: str = "actual"
    is_period_inferred: bool = False


class Words:
    """Plain words for what a plot says."""

    of_number = str

    @staticmethod
    def of_point(point):
        return f"{point.kind} {point.number}"

    @staticmethod
    def of_gap(gap):
        return gap.why.value


def value(number, when, **fields):
    when = PartialDate(when)
    number = None if number is None else Decimal(number)
    return Value(starts_on=when, ends_on=when, value=number, **fields)


def yearly(*numbers, first=2015, **fields):
    return [value(number, str(first + n), **fields) for n, number in enumerate(numbers)]


def drawn(values, *, is_share=False):
    return plot(series_of(values), is_share=is_share, words=Words)


# Scales


def test_scale_puts_numbers_evenly_between_two_positions():
    scale = Scale(10, 20, 0, 200)

    positions = [scale(number) for number in (10, 15, 20)]

    assert positions == [0, 100, 200]


def test_scale_of_one_number_puts_it_in_the_middle():
    assert Scale(7, 7)(7) == 50


@pytest.mark.parametrize(("position", "text"), [(0, "0%"), (33.333, "33.33%"), (12.5, "12.5%")])
def test_position_is_written_without_needless_zeros(position, text):
    assert percent(position) == text


@pytest.mark.parametrize(
    ("numbers", "from_zero", "expected"),
    [
        ([13, 47], True, [0, 10, 20, 30, 40, 50]),
        ([0, 0], True, [0, 1]),
        ([3], True, [0, 1, 2, 3]),
        ([100_010, 100_050], False, [100_010, 100_020, 100_030, 100_040, 100_050]),
        ([-30, -5], True, [-30, -20, -10, 0]),
        ([-30, 45], True, [-40, -20, 0, 20, 40, 60]),
    ],
)
def test_ticks_are_round_and_reach_around_all_numbers(numbers, from_zero, expected):
    assert ticks(numbers, from_zero=from_zero) == expected


def test_whole_numbers_have_no_ticks_between_them():
    assert ticks([1, 2], from_zero=True) == [0, 1, 2]
    assert ticks([Decimal("0.5"), 1], from_zero=True)[1] == Decimal("0.2")


@given(st.lists(NUMBERS, min_size=1, max_size=8), st.booleans())
def test_any_numbers_lie_between_few_ticks_in_even_steps(numbers, from_zero):
    found = ticks(numbers, from_zero=from_zero)

    steps = {after - before for before, after in pairwise(found)}
    assert found[0] <= min(numbers)
    assert max(numbers) <= found[-1]
    assert len(steps) == 1
    assert 2 <= len(found) <= 8


@pytest.mark.parametrize(
    ("numbers", "is_share", "expected"),
    [
        ([10, 14], False, True),
        ([100_000, 100_010], False, False),
        ([98, 99], True, True),
        ([100_000, 100_000], False, True),
        ([-100_010, -100_000], False, False),
        ([-1, 1], False, True),
    ],
)
def test_scale_begins_at_zero_unless_all_numbers_are_alike_and_far_from_it(
    numbers, is_share, expected
):
    assert begins_at_zero(numbers, is_share=is_share) is expected


# Time


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        ("2022", "2022", 365),
        ("2022-06", "", 30),
        ("", "2024-02", 29),
        ("2021-06-30", "2021-07-01", 2),
        ("2021-06-30", "2021", 185),
    ],
)
def test_partial_dates_span_all_days_that_they_can_mean(starts_on, ends_on, days):
    assert span_of(PartialDate(starts_on), PartialDate(ends_on)).days == days


def test_nothing_known_spans_nothing():
    assert span_of(PartialDate(), PartialDate()) is None


def test_last_year_of_the_calendar_can_be_drawn():
    axis = TimeAxis.around([span_of(PartialDate("1000"), PartialDate("9999"))])

    assert (axis.first_year, axis.last_year) == (1000, 9999)
    assert len(axis.ticks) <= 13


def test_axis_of_years_marks_each_and_fewer_of_many():
    few, many = TimeAxis(2020, 2022), TimeAxis(1990, 2026)

    assert [tick.day.year for tick in few.ticks] == [2020, 2021, 2022]
    assert [tick.day.year for tick in many.ticks] == [1990, 1995, 2000, 2005, 2010, 2015, 2020]


def test_axis_of_one_year_marks_its_quarters():
    marked = TimeAxis(2024, 2024).ticks

    assert [tick.day.month for tick in marked] == [1, 4, 7, 10]
    assert [tick.is_year for tick in marked] == [True, False, False, False]


# Bars


def test_largest_number_fills_the_width_and_nothing_takes_no_room():
    found = bars([("a", 5), ("b", 10), ("c", 0)])

    assert [bar.width for bar in found] == ["50%", "100%", "0%"]


def test_bars_of_nothing_have_no_length():
    assert [bar.length for bar in bars([("a", 0), ("b", 0)])] == [0, 0]
    assert bars([]) == []


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6))
def test_parts_of_a_bar_keep_their_order_and_never_overlap(numbers):
    counted = [(str(at), number) for at, number in enumerate(numbers)]

    parts = stacked(counted, largest=max(sum(numbers), 1))

    assert [part.key for part in parts] == [key for key, number in counted if number]
    for before, after in pairwise(parts):
        assert before.at + before.length <= after.at + GAP
    assert all(part.at >= 0 and part.at + part.length <= 100 + GAP for part in parts)


# Values of an indicator


def test_values_of_following_years_make_a_line():
    series = series_of(yearly(1, 2, 3))

    assert len(series.steps) == 2
    assert series.gaps == ()


def test_year_without_a_value_breaks_the_line_and_says_why():
    series = series_of([*yearly(1, 2, first=2015), *yearly(3, first=2018)])

    assert [(one.number, two.number) for one, two in series.steps] == [(1, 2)]
    assert [gap.why for gap in series.gaps] == [Break.NO_VALUE]


def test_value_in_words_breaks_the_line_and_is_left_out():
    in_words = value(None, "2016")

    series = series_of([*yearly(1), in_words, *yearly(3, first=2017)])

    assert series.steps == ()
    assert [gap.why for gap in series.gaps] == [Break.ONLY_WORDS]
    assert series.left_out == ((in_words, LeftOut.ONLY_WORDS),)


def test_value_without_time_is_left_out():
    timeless = value(5, "")

    series = series_of([*yearly(1, 2), timeless])

    assert series.left_out == ((timeless, LeftOut.TIME_NOT_KNOWN),)
    assert len(series.points) == 2


def test_sum_of_two_years_is_not_on_the_line_of_one():
    two_years = Value(PartialDate("2016"), PartialDate("2017"), Decimal(9))

    series = series_of([*yearly(1), two_years])

    assert [gap.why for gap in series.gaps] == [Break.OTHER_LENGTH]


def test_months_of_different_length_are_on_one_line():
    series = series_of([value(1, "2022-01"), value(2, "2022-02")])

    assert len(series.steps) == 1


def test_baseline_and_target_are_never_on_the_line():
    baseline, target = value(1, "2014", kind="baseline"), value(9, "2018", kind="target")

    series = series_of([target, *yearly(1, 2, 3), baseline])

    kinds = {point.kind for step in series.steps for point in step}
    assert kinds == {"actual"}
    assert [point.kind for point in series.points] == ["baseline", *["actual"] * 3, "target"]


def test_one_value_is_nothing_to_draw():
    assert not series_of(yearly(1)).is_drawable
    assert not series_of([]).is_drawable
    assert series_of(yearly(1, 2)).is_drawable


def test_value_of_a_year_is_drawn_over_the_year_with_its_mark_in_the_middle():
    first, second = drawn(yearly(1, 2)).marks

    assert (first.x_first, first.x_last) == ("0%", second.x_first)
    assert first.first < first.at < first.last
    assert round(first.at) == 25


def test_inferred_time_makes_a_mark_of_its_own():
    found = drawn([*yearly(1), *yearly(2, first=2016, is_period_inferred=True)])

    assert found.kinds == [("actual", False), ("actual", True)]


def test_gap_lies_between_the_times_of_its_two_values():
    found = drawn([*yearly(1, first=2015), *yearly(3, first=2019)])

    (band,), (before, after) = found.bands, found.marks
    assert (band.first, band.last) == (before.last, after.first)
    assert found.lines == []


def test_higher_numbers_are_drawn_higher_and_equal_ones_alike():
    low, high, again = drawn(yearly(10, 40, 40)).marks

    assert high.down < low.down
    assert high.down == again.down


@given(st.lists(NUMBERS, min_size=2, max_size=9), st.booleans())
def test_any_values_are_drawn_inside_of_the_plot(numbers, is_share):
    found = drawn(yearly(*numbers), is_share=is_share)

    assert all(0 <= mark.down <= HEIGHT and 0 <= mark.at <= 100 for mark in found.marks)
    assert all(0 <= label.down <= HEIGHT for label in found.labels)
    assert len(found.lines) == len(numbers) - 1


@given(st.lists(st.integers(0, 100), min_size=2, max_size=12))
def test_labels_never_cover_each_other(numbers):
    found = drawn(yearly(*numbers))

    for width, shown in [
        (285 - found.axis_width, [label for label in found.labels if not label.is_roomy]),
        (675 - found.axis_width, found.labels),
    ]:
        boxes = [label.box(width) for label in shown]
        for at, (left, right, top, bottom) in enumerate(boxes):
            for other in boxes[at + 1 :]:
                assert (
                    right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
                )


def test_latest_value_is_labelled_first():
    crowded = [value(number, f"2022-{number:02}") for number in range(1, 13)]

    found = drawn(crowded)

    assert "actual 12" in [label.words for label in found.labels if not label.is_roomy]


# Times of programmes


def thing(starts_on, ends_on="", kind="event", **fields):
    return Thing(object(), kind, PartialDate(starts_on), PartialDate(ends_on), **fields)


def placed(*things):
    return [placed for row in timeline(things).rows for placed in row.things]


def test_things_stand_in_rows_by_kind_on_one_scale():
    found = timeline([thing("2020", kind="a"), thing("2021", kind="b"), thing("2022", kind="a")])

    assert [(row.kind, len(row.things)) for row in found.rows] == [("a", 2), ("b", 1)]
    assert (found.axis.first_year, found.axis.last_year) == (2020, 2022)
    assert [row.things[0].x for row in found.rows] == ["0%", "33.39%"]


def test_month_is_as_wide_as_a_month_and_a_year_as_a_year():
    month, year = placed(thing("2021-06", kind="a"), thing("2021", kind="b"))

    assert round(365 * (month.last - month.first) / 100) == 30
    assert (year.first, year.last) == (0, 100)
    assert not month.is_exact
    assert month.certain is None


def test_days_are_drawn_as_known():
    (lab,) = placed(thing("2021-02-16", "2021-02-19"))

    assert lab.is_exact
    assert lab.certain == (lab.first, lab.last)


def test_only_the_months_of_start_and_end_of_a_programme_are_uncertain():
    (programme,) = placed(thing("2020-09", "2022-11", goes_on=True))

    first, end = programme.certain
    assert programme.first < first < end < programme.last


def test_what_goes_on_without_a_known_end_reaches_the_end_of_the_scale():
    endless, other = placed(thing("2020", goes_on=True), thing("2024", kind="other"))

    assert (endless.last, other.last) == (100, 100)
    (started,) = placed(thing("2020"))
    assert started.last == 100
    assert placed(thing("2020-03-01"), thing("2021"))[0].last < 10


def test_things_of_the_same_time_lie_in_lanes_of_their_own():
    found = timeline([thing("2022-07-05"), thing("2022-07-05"), thing("2022-12-01")])

    assert [each.lane for each in found.rows[0].things] == [0, 1, 0]
    assert found.rows[0].lanes == 2


def test_what_has_no_time_is_not_drawn():
    unknown, known = thing(""), thing("2022")

    found = timeline([unknown, known])

    assert (found.drawn, found.without_time) == ([known], [unknown])
    assert timeline([unknown]).rows == []


@given(st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1, max_size=30))
def test_any_days_are_drawn_inside_and_apart(days):
    found = timeline([thing(day.isoformat()) for day in days])

    (row,) = found.rows
    assert all(0 <= each.first < each.last <= 100 for each in row.things)
    for lane in range(row.lanes):
        firsts = [each.first for each in row.things if each.lane == lane]
        assert all(after - before >= 3 for before, after in pairwise(firsts))


def test_timeline_reaches_from_its_first_to_its_last_date():
    found = timeline([thing("2020-02-27", "2020-05"), thing("2020-03"), thing("2019-12", "2022")])

    assert (found.first, found.last) == ("2019-12", "2022")
