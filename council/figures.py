"""The five numbers of a sheet, each with what it was in the round before."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Value
from django.utils import timezone

from council import standings
from events.models import Event
from programme.models import Benefit

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
    rows = [
        counted(situation, at)
        .order_by()
        .annotate(instant=Value(place), name=Value(name))
        .values_list("instant", "name")
        .annotate(Count("pk"))
        for place, at in enumerate(situation.instants)
        for name, counted in COUNTED.items()
    ]
    numbers = [{} for _at in situation.instants]
    for place, name, number in rows[0].union(*rows[1:], all=True):
        numbers[place][name] = number
    return numbers


def benefits_until(situation, at):
    """
    The public benefits that had begun by an instant.

    A benefit whose time is not known is among them today, but on the sheet of a round it is not:
    nothing says that it had begun by then.
    """
    day = timezone.localdate(at).isoformat()
    begun = Benefit.objects.public().filter(starts_on__earliest__lte=day)
    return begun.exclude(starts_on="") if situation.is_of_round else begun


def benefits_received(situation, at):
    """The benefits received by an instant."""
    return benefits_until(situation, at).received()


def events_taken_part_in(situation, at):
    """The public events that were over by an instant, and in which the home city had a part."""
    kept = Event.objects.public().exclude(city_role="")
    not_held = [Event.Status.CANCELLED, Event.Status.POSTPONED]
    return kept.exclude(status__in=not_held).filter(over_at__lte=at)


COUNTED = {
    "benefits": benefits_received,
    "all_benefits": benefits_until,
    "events": events_taken_part_in,
}


def _of_status(name, status, now, before):
    return Figure(
        name, _count(status, now), _count(status, before or {}), len(now), len(before or {})
    )


def _count(status, statuses):
    counts = Counter(statuses.values())
    known = len(statuses) - counts[Status.NO_INFORMATION]
    return counts[status] if known else None
