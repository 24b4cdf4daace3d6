"""
Timelines: where things with partial dates lie on one scale of time.

A time that is known only to the month or the year is drawn as wide as that, and told apart
from what is known to the day.
"""

from dataclasses import dataclass, field

from programme.charts.scales import Span, TimeAxis, percent, span_of

# Two marks closer than this, in hundredths of the width, lie in lanes of their own.
CLOSE, CLOSE_WITH_NUMBERS = 3.4, 6.5


@dataclass(frozen=True)
class Thing:
    """Something to draw: the thing itself, the kind of its row, its time, its number if any."""

    subject: object
    kind: str
    starts_on: str
    ends_on: str
    number: int | None = None
    # A programme or a phase goes on until it ends; an event of which only the start is known
    # is drawn there.
    goes_on: bool = False

    @property
    def span(self):
        """All the days that it can touch, None when its time is not known."""
        return span_of(self.starts_on, self.ends_on)

    @property
    def certain(self):
        """The days that it touches for sure, None when it is not sure of any."""
        first = (self.starts_on or self.ends_on).latest.toordinal()
        end = (self.ends_on or self.starts_on).earliest.toordinal() + 1
        return Span(first, end) if first < end else None


@dataclass(frozen=True)
class Placed:
    """A thing on the scale, in its lane."""

    thing: Thing
    first: float
    last: float
    certain: tuple | None
    lane: int

    @property
    def is_exact(self):
        """Whether all that is known of its time is known to the day."""
        return {len(self.thing.starts_on), len(self.thing.ends_on)} <= {0, 10}

    @property
    def x(self):
        """Where it begins, as SVG has it."""
        return percent(self.first)

    @property
    def x_last(self):
        """Where it ends, as SVG has it."""
        return percent(self.last)

    @property
    def middle(self):
        """Where its middle is, as SVG has it."""
        return percent((self.first + self.last) / 2)

    @property
    def width(self):
        """How wide it is, as SVG has it."""
        return percent(self.last - self.first)

    @property
    def certain_x(self):
        """Where it is for sure, as SVG has it."""
        return percent(self.certain[0])

    @property
    def certain_width(self):
        """How wide it is for sure, as SVG has it."""
        return percent(self.certain[1] - self.certain[0])


@dataclass(frozen=True)
class Row:
    """The things of one kind, in as many lanes as keep them apart."""

    kind: str
    things: list = field(default_factory=list)

    @property
    def lanes(self):
        """How many lanes there are."""
        return 1 + max(placed.lane for placed in self.things)


@dataclass(frozen=True)
class Timeline:
    """Rows of things on one scale of time, and what has no place on it."""

    axis: TimeAxis | None
    rows: list
    drawn: list
    without_time: list

    @property
    def first(self):
        """The first partial date that is drawn."""
        return min(thing.starts_on or thing.ends_on for thing in self.drawn)

    @property
    def last(self):
        """The partial date that reaches furthest."""
        ends = (thing.ends_on or thing.starts_on for thing in self.drawn)
        return max(ends, key=lambda when: when.latest)


def timeline(things):
    """Things in rows by kind, in the order in which the kinds come."""
    drawn = [thing for thing in things if thing.span]
    without_time = [thing for thing in things if not thing.span]
    if not drawn:
        return Timeline(None, [], [], without_time)
    axis = TimeAxis.around([thing.span for thing in drawn])
    by_kind = {}
    for thing in drawn:
        by_kind.setdefault(thing.kind, []).append(thing)
    rows = [Row(kind, _in_lanes(alike, axis)) for kind, alike in by_kind.items()]
    return Timeline(axis, rows, drawn, without_time)


def _in_lanes(things, axis):
    """The things of one row, each in the first lane where it touches no other."""
    ends, placed = [], []
    for thing in sorted(things, key=lambda each: (each.span.first, each.span.end)):
        first, last = (axis.position(day) for day in _ends(thing, axis))
        lane = next((n for n, end in enumerate(ends) if first >= end), len(ends))
        ends[lane : lane + 1] = [max(last, first + _room(thing))]
        certain = thing.certain and tuple(axis.position(day) for day in _days(thing.certain))
        placed.append(Placed(thing, first, last, certain, lane))
    return placed


def _ends(thing, axis):
    """The days from which and until which it is drawn."""
    has_begun_before = thing.goes_on and not thing.starts_on
    is_open = thing.goes_on and not thing.ends_on
    return (
        axis.span.first if has_begun_before else thing.span.first,
        axis.span.end if is_open else thing.span.end,
    )


def _room(thing):
    return CLOSE_WITH_NUMBERS if thing.number else CLOSE


def _days(span):
    return span.first, span.end
