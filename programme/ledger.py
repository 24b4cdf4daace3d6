"""Benefits counted by kind, year or effort; each standing apart, since they are never added up."""

from collections import Counter

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programme.charts.bars import bars
from programme.forms import NONE
from programme.models import Benefit

HEADINGS = {"kind": _("Kind"), "year": _("Year"), "effort": _("Effort of the city")}
UNKNOWN = {"kind": "", "year": _("Not known"), "effort": _("Not recorded")}
KEYS = {
    "kind": lambda tally: tally.kind,
    # The year in which it began, as far as that is known.
    "year": lambda tally: tally.year or NONE,
    "effort": lambda tally: tally.effort or NONE,
}


def counted(groups, by):
    """
    How many benefits there are in each row, as (label, address, [a bar of each standing]).

    `groups` are those of `Benefit.objects.tally()`; the address is what the list is narrowed by to the row.
    """
    numbers = {standing: _summed(KEYS[by], tallies) for standing, tallies in groups}
    rows = list(_rows(by, set().union(*numbers.values())))
    largest = max((number for found in numbers.values() for number in found.values()), default=0)
    columns = [
        bars([(key, numbers.get(each, {}).get(key, 0)) for key, _label in rows], largest=largest)
        for each in Benefit.Standing
    ]
    return [
        (
            label,
            key,
            [(each, column[at]) for each, column in zip(Benefit.Standing, columns, strict=True)],
        )
        for at, (key, label) in enumerate(rows)
    ]


def number(groups):
    """How many benefits there are in all."""
    return sum(tally.number for _standing, tallies in groups for tally in tallies)


def sums(groups):
    """
    What has been received in each unit, as (unit, sum, number of benefits); a unit never mixes.

    What is stated or expected is not summed: it has not come yet, or nobody has shown it.
    """
    received = dict(groups)[Benefit.Standing.RECEIVED]
    measured = {unit: [tally for tally in received if tally.unit == unit] for unit in Benefit.Unit}
    return [
        (unit, sum(tally.amount for tally in found), sum(tally.number for tally in found))
        for unit, found in measured.items()
        if found
    ]


def _summed(key, tallies):
    summed = Counter()
    for tally in tallies:
        summed[key(tally)] += tally.number
    return summed


def _rows(by, found):
    """The keys of the rows with their labels: all that could be, of years those that occur."""
    if by == "year":
        yield from ((year, year) for year in sorted(found - {NONE}, reverse=True))
    else:
        choices = Benefit.Kind if by == "kind" else Benefit.Effort
        yield from ((choice.value, capfirst(choice.label)) for choice in choices)
    if NONE in found:
        yield NONE, UNKNOWN[by]
