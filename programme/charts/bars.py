"""Bars: how long each is, and how the parts of a whole lie one after the other."""

from dataclasses import dataclass

from programme.charts.scales import percent

# Between two parts, so that they are told apart without their colours.
GAP = 0.7
# What is there is seen, however little it is.
THINNEST = 0.4


@dataclass(frozen=True)
class Bar:
    """A bar or a part of one: what it is of, its number, where it lies."""

    key: str
    number: int
    at: float = 0
    length: float = 0

    @property
    def x(self):
        """Where it begins, as SVG has it."""
        return percent(self.at)

    @property
    def width(self):
        """How long it is, as SVG has it."""
        return percent(self.length)

    @property
    def end(self):
        """Where it ends, as SVG has it."""
        return percent(self.at + self.length)


def bars(counted, *, largest=None):
    """A bar for each (key, number); the largest number fills the width."""
    largest = largest or max((number for _key, number in counted), default=0)
    return [Bar(key, number, 0, _share(number, largest)) for key, number in counted]


def stacked(counted, *, largest):
    """The parts of one bar, one after the other in their order; empty parts take no room."""
    parts, at = [], 0
    for key, number in counted:
        share = _share(number, largest)
        if number:
            parts.append(Bar(key, number, at, max(share - GAP, THINNEST)))
        at += share
    return parts


def _share(number, largest):
    return 100 * number / largest if largest else 0
