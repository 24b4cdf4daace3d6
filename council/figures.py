"""The five numbers of a sheet, each with what it was in the round before."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from council import queries, standings

Status = standings.Status


@dataclass(frozen=True)
class Figure:
    """
    A number now and before, and the whole that each is a part of.

    None is not known: there is nothing to count from, which is not the same as zero.
    """

    name: str
    number: int | None
    before: int | None = None
    whole: int | None = None
    whole_before: int | None = None

    @property
    def change(self):
        """How much it has grown; None where one of the two is not known."""
        return None if None in (self.number, self.before) else self.number - self.before


def figures(situation, statuses, numbers):
    """The five, in the order of the sheet; `numbers` are those at the instants of the situation."""
    before = standings.statuses_before(situation)
    told, earlier = situation.told, situation.before
    now, then = numbers[0], numbers[1] if earlier else None
    return [
        _of_status("completed", Status.COMPLETED, statuses, before),
        _of_status("implementation", Status.IMPLEMENTATION, statuses, before),
        Figure(
            "reported",
            told and told.reported,
            earlier and earlier.reported,
            told and told.asked,
            earlier and earlier.asked,
        ),
        *(Figure(name, now[name], then and then[name]) for name in ("benefits", "events")),
    ]


def numbers_at(situation):
    """For each of its instants, how many "benefits" received, "all_benefits" and "events" taken part in there were."""
    ask = queries.numbers_of_round if situation.is_of_round else queries.numbers_now
    at, before = situation.instants[0], situation.instants[-1]
    days = [timezone.localdate(each).isoformat() for each in (at, before)]
    told = {name: numbers for name, *numbers in ask(days[0], at, days[1], before)}
    return [{name: numbers[place] for name, numbers in told.items()} for place in (0, 1)]


def _of_status(name, status, now, before):
    return Figure(
        name, _count(status, now), _count(status, before or {}), len(now), len(before or {})
    )


def _count(status, statuses):
    counts = Counter(statuses.values())
    known = len(statuses) - counts[Status.NO_INFORMATION]
    return counts[status] if known else None
