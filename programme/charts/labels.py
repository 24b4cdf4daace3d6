"""Labels beside marks: which of them find room, and on which side of their mark."""

from dataclasses import dataclass

from programme.charts.scales import percent, pixels

# How wide a chart is on a small telephone and on a desk, and how large its letters are, in pixels.
NARROW, ROOMY = 285, 675
LETTER, LINE = 7.4, 16
ABOVE, BELOW = -9, 21


@dataclass(frozen=True)
class Wanted:
    """Words that a mark wants beside it, and on which side of it first."""

    words: str
    kind: str
    at: float
    down: float
    is_below: bool = False


@dataclass(frozen=True)
class Label:
    """Words at a place; roomy ones are left out where it is narrow."""

    words: str
    kind: str
    at: float
    down: float
    anchor: str = "middle"
    is_roomy: bool = False

    @property
    def x(self):
        """Where they stand across, as SVG has it."""
        return percent(self.at)

    @property
    def y(self):
        """Where they stand down, as SVG has it."""
        return pixels(self.down)

    def box(self, width):
        """The room that they take in a chart of a width: left, right, top, bottom."""
        long, at = len(self.words) * LETTER, self.at * width / 100
        left = {"start": at, "middle": at - long / 2, "end": at - long}[self.anchor]
        return left, left + long, self.down - LINE + 4, self.down + 4


@dataclass(frozen=True)
class Room:
    """Where labels can be: a plot of a height, beside what its axis takes of the width."""

    height: int
    axis_width: int

    def widths(self, *, is_roomy):
        """How wide the plot can be where a label is shown."""
        narrow, roomy = NARROW - self.axis_width, ROOMY - self.axis_width
        return (roomy,) if is_roomy else (narrow, roomy)

    def has(self, label, others, marks):
        """Whether a label covers no mark and no other label."""
        widths = self.widths(is_roomy=label.is_roomy)
        return all(self._has(label, others, marks, width) for width in widths)

    def _has(self, label, others, marks, width):
        left, right, top, bottom = box = label.box(width)
        is_inside = left >= 0 and right <= width and top >= 0 and bottom <= self.height
        dots = ((mark.at * width / 100, mark.down) for mark in marks)
        hits_a_mark = any(left - 4 < x < right + 4 and top - 3 < y < bottom + 3 for x, y in dots)
        return is_inside and not hits_a_mark and not any(_meet(box, o.box(width)) for o in others)


def placed(wanted, room):
    """
    The labels that find room, the more wanted first.

    One that finds none is left out: the table beside the chart has its number.
    """
    found = {}
    for is_roomy in (False, True):
        for one in wanted:
            sides = () if one in found else _sides(one, is_roomy)
            free = [side for side in sides if room.has(side, found.values(), wanted)]
            if free:
                found[one] = free[0]
    return list(found.values())


def fitting(words, share, room):
    """Whether words fit into a share of the width: "everywhere", "roomy", or "" for nowhere."""
    needed = len(words) * LETTER + LETTER
    narrow, roomy = (width * share / 100 for width in room.widths(is_roomy=False))
    return "everywhere" if needed <= narrow else "roomy" if needed <= roomy else ""


def _sides(one, is_roomy):
    """In the middle of the mark, above or below it, else to one side of it."""
    for side in (BELOW, ABOVE) if one.is_below else (ABOVE, BELOW):
        for anchor in ("middle", "end", "start"):
            yield Label(one.words, one.kind, one.at, one.down + side, anchor, is_roomy)


def _meet(one, other):
    """Whether two boxes touch, with a little room between words on one line."""
    beside = one[0] < other[1] + 6 and other[0] < one[1] + 6
    return beside and one[2] < other[3] and other[2] < one[3]
