"""
The values of an indicator in time: what can be drawn, and where the line of actual values breaks.

A value is anything with `kind`, `starts_on`, `ends_on`, `value` and `is_period_inferred`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from programme.charts.scales import span_of

# So long without any value, nobody knows how the values went.
YEAR = 365
# Months and years differ by as many days among themselves.
LEAP = 3


class Break(Enum):
    """Why there is no line between two actual values."""

    NO_VALUE = "no_value"
    ONLY_WORDS = "only_words"
    OTHER_LENGTH = "other_length"


class LeftOut(Enum):
    """Why a value is not drawn."""

    ONLY_WORDS = "only_words"
    TIME_NOT_KNOWN = "time_not_known"


@dataclass(frozen=True)
class Point:
    """A value that has a number and a time."""

    value: object
    number: Decimal
    span: object

    @property
    def kind(self):
        """Baseline, actual or target."""
        return str(self.value.kind)

    @property
    def is_inferred(self):
        """Whether its time is not in the words of the source."""
        return self.value.is_period_inferred


@dataclass(frozen=True)
class Gap:
    """Two actual values, one after the other, without a line between them."""

    before: Point
    after: Point
    why: Break


@dataclass(frozen=True)
class Series:
    """What is known of an indicator, sorted into drawn and not drawn."""

    points: tuple
    left_out: tuple
    steps: tuple
    gaps: tuple

    @property
    def is_drawable(self):
        """Whether there are values to compare."""
        return len(self.points) > 1

    def of(self, kind):
        """The drawn values of a kind, in the order of time."""
        return [point for point in self.points if point.kind == kind]


def series_of(values):
    """The series that the values of one indicator make."""
    spans = [(value, span_of(value.starts_on, value.ends_on)) for value in values]
    points = sorted(
        (Point(value, value.value, span) for value, span in spans if span and _has_number(value)),
        key=lambda point: (point.span.first, point.span.end, point.kind),
    )
    left_out = tuple((value, _why(value)) for value, span in spans if not _drawn(value, span))
    in_words = [span for value, span in spans if span and _is_actual_in_words(value)]
    actual = [point for point in points if point.kind == "actual"]
    pairs = [(one, two, _break(one, two, in_words)) for one, two in pairwise(actual)]
    steps = tuple((one, two) for one, two, why in pairs if why is None)
    gaps = tuple(Gap(one, two, why) for one, two, why in pairs if why)
    return Series(tuple(points), left_out, steps, gaps)


def _has_number(value):
    return value.value is not None


def _is_actual_in_words(value):
    return value.kind == "actual" and not _has_number(value)


def _drawn(value, span):
    return span is not None and _has_number(value)


def _why(value):
    return LeftOut.TIME_NOT_KNOWN if _has_number(value) else LeftOut.ONLY_WORDS


def _break(one, two, in_words):
    """Why two values that follow each other are not joined, None when they are."""
    if any(one.span.first <= span.first < two.span.end for span in in_words):
        return Break.ONLY_WORDS
    if two.span.first - one.span.end >= YEAR:
        return Break.NO_VALUE
    # A sum of two years stands beside that of one, not on the same line.
    if abs(one.span.days - two.span.days) > LEAP or two.span.first < one.span.end:
        return Break.OTHER_LENGTH
    return None
