"""Scales: where a number or a day lies between two ends, and the round values to mark on them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Farther apart than a tenth of the largest, values show their differences above zero as well.
TELLING = 10
# A year stands to the right of its tick, and farther to the right there is no room for it.
LAST_TICK, LAST_TICK_IF_NARROW = 94, 85


def percent(position):
    """A position as an attribute of SVG has it; the same in every language."""
    return f"{position:.2f}".rstrip("0").rstrip(".") + "%"


def pixels(position):
    """A position down the chart, the same in every language."""
    return f"{position:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Scale:
    """Puts the numbers from `low` to `high` evenly between two positions."""

    low: Decimal | int
    high: Decimal | int
    start: float = 0
    end: float = 100

    def __call__(self, number):
        whole = self.high - self.low
        share = float((number - self.low) / whole) if whole else 0.5
        return self.start + share * (self.end - self.start)


def begins_at_zero(numbers, *, is_share):
    """Whether a scale from zero on still shows how the numbers differ; a share always does."""
    low, high = min(numbers), max(numbers)
    largest = max(abs(low), abs(high))
    return is_share or low == high or low <= 0 <= high or (high - low) * TELLING >= largest


def ticks(numbers, *, from_zero, at_most=5):
    """Round numbers in even steps, the first at or below all the numbers, the last above."""
    low, high = Decimal(min(numbers)), Decimal(max(numbers))
    if from_zero:
        low, high = min(low, Decimal()), max(high, Decimal())
    if low == high:
        high = low + max(abs(low), 1)
    is_whole = all(number == int(number) for number in numbers)
    step = _step((high - low) / at_most, smallest=1 if is_whole else 0)
    first, last = _floor(low / step), -_floor(-high / step)
    return [step * number for number in range(first, last + 1)]


def _step(rough, smallest):
    """The round number of the form 1, 2 or 5 · 10ⁿ that is not below the rough one."""
    power = Decimal(10) ** rough.adjusted()
    round_ones = (power * digit for digit in (1, 2, 5, 10))
    return max(next(step for step in round_ones if step >= rough), Decimal(smallest))


def _floor(number):
    return int(number // 1) - (1 if number < 0 and number % 1 else 0)


@dataclass(frozen=True)
class Span:
    """Whole days, by their number: from `first` up to, and without, `end`."""

    first: int
    end: int

    @property
    def days(self):
        """How many there are."""
        return self.end - self.first

    @property
    def middle(self):
        """The instant with as much before it as after it."""
        return (self.first + self.end) / 2


def span_of(starts_on, ends_on):
    """All the days that a span of two partial dates can touch; None when neither is known."""
    starts_on, ends_on = starts_on or ends_on, ends_on or starts_on
    if not starts_on:
        return None
    return Span(starts_on.earliest.toordinal(), ends_on.latest.toordinal() + 1)


@dataclass(frozen=True)
class TimeTick:
    """The beginning of a year or of a quarter; the minor ones are left out where it is narrow."""

    at: float
    day: date
    is_year: bool
    is_minor: bool = False

    @property
    def x(self):
        """Where it stands, as SVG has it."""
        return percent(self.at)


@dataclass(frozen=True)
class TimeAxis:
    """Whole years, from the first to the last that anything drawn touches."""

    first_year: int
    last_year: int

    @classmethod
    def around(cls, spans):
        """The axis that has room for all the spans."""
        first = date.fromordinal(min(span.first for span in spans))
        last = date.fromordinal(max(span.end for span in spans) - 1)
        return cls(first.year, last.year)

    @property
    def span(self):
        """All its days."""
        return Span(
            date(self.first_year, 1, 1).toordinal(), date(self.last_year, 12, 31).toordinal() + 1
        )

    def position(self, day):
        """Where the beginning of a day lies, from 0 to 100."""
        return Scale(self.span.first, self.span.end)(day)

    @property
    def ticks(self):
        """Years, as many as can be read; the quarters of one or two years."""
        years = self.last_year - self.first_year + 1
        if years <= 2:
            return self._quarters()
        step = next(step for step in _year_steps() if years <= 12 * step)
        marked = [year for year in range(self.first_year, self.last_year + 1) if year % step == 0]
        found = [
            self._tick(date(year, 1, 1), is_minor=len(marked) > 6 and bool(number % 2))
            for number, year in enumerate(marked)
        ]
        return [tick for tick in found if tick.at < LAST_TICK]

    def _quarters(self):
        return [
            self._tick(date(year, month, 1), is_minor=month % 6 != 1)
            for year in range(self.first_year, self.last_year + 1)
            for month in (1, 4, 7, 10)
        ]

    def _tick(self, day, *, is_minor):
        at = self.position(day.toordinal())
        return TimeTick(at, day, day.month == 1, is_minor or at > LAST_TICK_IF_NARROW)


def _year_steps():
    """1, 2, 5, 10, 20, 50 … years."""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
