"""The one table: what was measured, what it is compared with, what was promised, and whether that is so."""

import statistics
from dataclasses import dataclass, field
from fractions import Fraction

HEAD = ("what", "figure", "ratio", "target", "reached")
# Of what went wrong the end says most.
LONGEST = 200
WORDS = {True: "yes", False: "NO", None: ""}
# As issue 8 states them; they were not measured in this run.
COMPARISON = [
    ("a content management system's list page of the same size", Fraction(1, 100)),
    ("an event programme site's schedule", Fraction(1, 125)),
    ("a city event API's list of 20", Fraction(1, 270)),
]


@dataclass(frozen=True)
class Row:
    """A line: a figure with its unit, the ratio, the target in words, and whether it is reached."""

    what: str
    figure: str
    ratio: str = ""
    target: str = ""
    is_reached: bool | None = None

    @property
    def cells(self):
        """The line as five texts."""
        return (self.what, self.figure, self.ratio, self.target, WORDS[self.is_reached])


@dataclass
class Section:
    """Lines that belong together: those that count, and below them one for each page."""

    title: str
    rows: list = field(default_factory=list)
    details: list = field(default_factory=list)


def at_least(what, figure, ratio, target):
    """A line whose ratio must not be smaller than the target, a Fraction."""
    return Row(what, figure, in_words(ratio), f"≥ {in_words(target)}", ratio >= target)


def at_most(what, value, target, unit, ratio=""):
    """A line whose value must not be larger than the target."""
    is_reached = value <= target
    return Row(what, f"{number(value)} {unit}", ratio, f"≤ {number(target)} {unit}", is_reached)


def failed(what, reason):
    """A line for what could not be measured."""
    said = " ".join(str(reason).split())
    return Row(what, f"failed: {said[-LONGEST:]}", is_reached=False)


def in_words(ratio):
    """A ratio as one reads it: 1/16, 1/12.5, 0.67, 1.5."""
    if isinstance(ratio, Fraction) and ratio.numerator == 1:
        return f"1/{ratio.denominator}"
    if isinstance(ratio, Fraction) and ratio < 1:
        return f"{ratio.numerator}/{ratio.denominator}"
    return f"{float(ratio):.2f}" if ratio >= 0.4 else f"1/{1 / ratio:.1f}"


def number(value):
    """A number with as many digits as mean something: 1,234; 56; 7.8; 0.12."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


def percentile(values, share):
    """The smallest of the values that so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def worst_and_median(ratios):
    """The smallest of {name: ratio} with its name, and the median of all."""
    name = min(ratios, key=ratios.get)
    return name, ratios[name], statistics.median(ratios.values())


def as_text(sections):
    """The table for a terminal, without the lines of single pages."""
    rows = [row for section in sections for row in section.rows]
    lines = [HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def as_markdown(machine, sections, notes):
    """The whole of `bench/results.md`."""
    rows = [row for section in sections for row in section.rows]
    parts = [
        "# What was measured",
        "Written by `bench/run`; [README.md](README.md) says how it measures.",
        _table(("", ""), machine),
        _table(HEAD, [row.cells for row in rows]),
        "For comparison, on such a machine, against the bare view = 1, as issue 8 states "
        "(not measured here):",
        "\n".join(f"- {what}: {in_words(ratio)}" for what, ratio in COMPARISON),
        *(["\n".join(f"- {note}" for note in notes)] if notes else []),
    ]
    for section in sections:
        if section.details:
            lines = [row.cells for row in section.details]
            parts += [f"## {section.title}", _table(HEAD, lines)]
    return "\n\n".join(parts) + "\n"


def _table(head, lines):
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows
    )
