"""
Values of many reports as one value of an indicator.

`roll_up` is a pure function of what has been reported; `roll_ups` gathers that from the
approved reports as they stand now, so that a correction of an earlier period flows in by itself.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import Indicator
from programme.numbers import FINEST, share_of
from programme.words import in_every_language
from reporting.models import ActionReport, ReportingRound, ReportValue

RollUpKind = Indicator.RollUp
RATIO = "ratio"
COLUMNS = (
    "indicator_id",
    "report__round_id",
    "report__action__code",
    "value",
    "numerator",
    "denominator",
    "no_value_reason",
)
# A share without its part and whole cannot be weighed against others.
NO_PARTS = "no_parts"
HOW = {
    RollUpKind.SUM: _("The sum of all values that the reports of all rounds give."),
    RollUpKind.LATEST: _("The sum of the latest value of each action."),
    RollUpKind.AVERAGE: _(
        "The mean of the values in the latest report of each action; an action whose latest "
        "report gives no value is left out."
    ),
    RATIO: _(
        "The parts added up, divided by the wholes added up, from the latest value of each action."
    ),
}


@dataclass(frozen=True)
class Reported:
    """What one report gives of an indicator: a value, or the reason why there is none."""

    action: str
    ends_on: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    no_value_reason: str = ""
    round: ReportingRound | None = None


@dataclass(frozen=True)
class RollUp:
    """One value made of many, the rows that it is made of, and what gave none."""

    kind: str
    value: Decimal | None
    rows: tuple
    reports: int
    without: dict

    @property
    def how(self):
        """How it is computed, as a sentence."""
        return HOW[self.kind]

    @property
    def without_count(self):
        """How many reports gave no value."""
        return sum(self.without.values())

    @property
    def reasons(self):
        """Why reports gave no value, as (words, number)."""
        return [(_reason_in_words(code), number) for code, number in sorted(self.without.items())]


def roll_up(kind, reported):
    """
    All that has been reported as one value, by a kind of `Indicator.RollUp` or `RATIO`.

    What is unknown is left out, never taken for zero. None without any value.
    """
    reported = sorted(reported, key=lambda each: (each.ends_on, each.action))
    rows = _contributing(kind, reported)
    without = Counter(
        each.no_value_reason or NO_PARTS for each in reported if not _is_known(kind, each)
    )
    value = COMPUTED[kind](rows) if rows else None
    return RollUp(kind, value, tuple(rows), len(reported), dict(without))


def roll_ups(round):
    """The public indicators that reports up to a round tell of, as (indicator, roll-up)."""
    told = _told_until(round)
    found = Indicator.objects.public().filter(pk__in=told).only(*SHOWN) if told else []
    return [(each, roll_up(kind_of(each), told[each.pk])) for each in found]


SHOWN = ("slug", "is_share", "roll_up", *in_every_language("name", "unit"))


def kind_of(indicator):
    """How the values of an indicator become one; those of a share always as a ratio."""
    return RATIO if indicator.is_share else RollUpKind(indicator.roll_up)


def _told_until(round):
    """What the reports up to a round give of indicators that are rolled up, by the key of each."""
    rounds = {each.pk: each for each in round.so_far}
    is_rolled_up = Q(indicator__is_share=True) | ~Q(indicator__roll_up=RollUpKind.NONE)
    # The rows say the same as the revisions (`verify_reports`) and are far quicker to read.
    values = ReportValue.objects.filter(
        is_rolled_up, report__in=ActionReport.objects.public().filter(round__in=rounds)
    )
    told = {}
    for indicator, round_id, action, *said in values.values_list(*COLUMNS):
        round = rounds[round_id]
        told.setdefault(indicator, []).append(Reported(action, round.ends_on, *said, round))
    return told


def _contributing(kind, reported):
    """The rows that the value is made of; `reported` is in the order of time."""
    if kind == RollUpKind.AVERAGE:
        latest = {each.action: each for each in reported}.values()
        return [each for each in latest if _is_known(kind, each)]
    known = [each for each in reported if _is_known(kind, each)]
    return known if kind == RollUpKind.SUM else list({each.action: each for each in known}.values())


def _is_known(kind, each):
    return each.value is not None and (kind != RATIO or each.denominator is not None)


def _reason_in_words(code):
    if code == NO_PARTS:
        return _("part and whole not given")
    return ReportValue.NoValueReason(code).label


def _sum(rows):
    return sum((each.value for each in rows), Decimal())


def _average(rows):
    return (_sum(rows) / len(rows)).quantize(FINEST)


def _ratio(rows):
    part = sum((each.numerator for each in rows), Decimal())
    whole = sum((each.denominator for each in rows), Decimal())
    return share_of(part, whole)


COMPUTED = {
    RollUpKind.SUM: _sum,
    RollUpKind.LATEST: _sum,
    RollUpKind.AVERAGE: _average,
    RATIO: _ratio,
}
