"""Where each part of the chart of a series lies: axes, marks, lines, gaps, labels."""

from dataclasses import dataclass
from decimal import Decimal

from programme.charts.labels import Room, Wanted, fitting, placed
from programme.charts.scales import Scale, TimeAxis, begins_at_zero, percent, pixels, ticks

HEIGHT, TOP, BOTTOM = 260, 30, 8


@dataclass(frozen=True)
class Tick:
    """A round number on the upright axis, as the reader writes it."""

    number: Decimal
    down: float
    words: str

    @property
    def y(self):
        """Where it stands, as SVG has it."""
        return pixels(self.down)


@dataclass(frozen=True)
class Mark:
    """A value: its mark stands in the middle of its time, which a line shows."""

    kind: str
    is_inferred: bool
    at: float
    first: float
    last: float
    down: float

    @property
    def x(self):
        """Where the mark stands across, as SVG has it."""
        return percent(self.at)

    @property
    def y(self):
        """Where the mark stands down, as SVG has it."""
        return pixels(self.down)

    @property
    def x_first(self):
        """Where its time begins, as SVG has it."""
        return percent(self.first)

    @property
    def x_last(self):
        """Where its time ends, as SVG has it."""
        return percent(self.last)


@dataclass(frozen=True)
class Band:
    """The room of a gap between two marks; `fits` says where its words have room in it."""

    first: float
    last: float
    words: str
    fits: str

    @property
    def x(self):
        """Where it begins, as SVG has it."""
        return percent(self.first)

    @property
    def width(self):
        """How wide it is, as SVG has it."""
        return percent(self.last - self.first)

    @property
    def middle(self):
        """Where its words stand, as SVG has it."""
        return percent((self.first + self.last) / 2)


@dataclass(frozen=True)
class Plot:
    """A series as it is drawn."""

    ticks: list[Tick]
    time_ticks: list
    marks: list[Mark]
    lines: list[tuple[Mark, Mark]]
    bands: list[Band]
    labels: list
    is_from_zero: bool
    height: int = HEIGHT

    @property
    def kinds(self):
        """The kinds of marks in the plot, each once: (kind, whether its time is inferred)."""
        order = ("actual", "baseline", "target")
        found = {(mark.kind, mark.is_inferred) for mark in self.marks}
        return sorted(found, key=lambda kind: (order.index(kind[0]), kind[1]))

    @property
    def axis_width(self):
        """The room that the numbers of the upright axis need, in pixels."""
        return _axis_width(self.ticks)


def plot(series, *, is_share, words):
    """
    A drawable series as a plot.

    `words` has `of_number` for the axis, `of_point` for a mark and `of_gap` for a break.
    """
    numbers = [point.number for point in series.points]
    from_zero = begins_at_zero(numbers, is_share=is_share)
    marked = ticks(numbers, from_zero=from_zero)
    down = Scale(marked[0], marked[-1], HEIGHT - BOTTOM, TOP)
    axis = TimeAxis.around([point.span for point in series.points])
    marks = {point: _mark(point, axis, down) for point in series.points}
    upright = [Tick(number, down(number), words.of_number(number)) for number in marked]
    room = Room(HEIGHT, _axis_width(upright))
    bands = (_band(gap, marks, words, room) for gap in series.gaps)
    return Plot(
        ticks=upright,
        time_ticks=axis.ticks,
        marks=list(marks.values()),
        lines=[(marks[one], marks[two]) for one, two in series.steps],
        bands=[band for band in bands if band.first < band.last],
        labels=placed(_wanted(series, marks, words), room),
        is_from_zero=marked[0] <= 0 <= marked[-1],
    )


def _mark(point, axis, down):
    span = point.span
    positions = (axis.position(day) for day in (span.middle, span.first, span.end))
    return Mark(point.kind, point.is_inferred, *positions, down(point.number))


def _axis_width(upright):
    return max(len(tick.words) for tick in upright) * 8 + 10


def _band(gap, marks, words, room):
    first, last = marks[gap.before].last, marks[gap.after].first
    said = words.of_gap(gap)
    return Band(first, last, said, fitting(said, last - first, room))


def _wanted(series, marks, words):
    """What a label is wanted for, the most wanted first: the latest, targets, the first."""
    actual = series.of("actual")
    extremes = sorted(actual, key=lambda point: point.number)
    first = [*actual[-1:], *series.of("target"), *series.of("baseline"), *actual[:1]]
    order = dict.fromkeys([*first, *extremes[-1:], *extremes[:1], *actual])
    return [
        Wanted(
            words.of_point(point),
            point.kind,
            marks[point].at,
            marks[point].down,
            _is_low(point, series.steps),
        )
        for point in order
    ]


def _is_low(point, steps):
    """Whether all lines from a point lead upwards, so that there is more room below it."""
    beside = [other for step in steps if point in step for other in step if other != point]
    return bool(beside) and all(other.number > point.number for other in beside)
