"""The five numbers of a sheet, each with what it was in the round before."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, Value
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
    counted = {
        "benefits": (Benefit.objects.public().received(), _begun),
        "all_benefits": (Benefit.objects.public(), _begun),
        "events": (events_taken_part_in(), _over),
    }
    rows = [
        things.order_by()
        .annotate(name=Value(name))
        .values_list("name")
        .annotate(**_at_each_instant(situation, until))
        for name, (things, until) in counted.items()
    ]
    told = {name: numbers for name, *numbers in rows[0].union(*rows[1:], all=True)}
    instants = range(len(situation.instants))
    return [{name: numbers[place] for name, numbers in told.items()} for place in instants]


def _at_each_instant(situation, until):
    return {
        f"at_{place}": Count("pk", filter=until(situation, at))
        for place, at in enumerate(situation.instants)
    }


def benefits_until(situation, at):
    """The public benefits that had begun by an instant."""
    return Benefit.objects.public().filter(_begun(situation, at))


def events_taken_part_in():
    """The public events that were held, and in which the home city has a part."""
    not_held = [Event.Status.CANCELLED, Event.Status.POSTPONED]
    return Event.objects.public().exclude(city_role="").exclude(status__in=not_held)


def _begun(situation, at):
    """
    The condition that a benefit had begun by an instant.

    One whose time is not known is among them today, but on the sheet of a round it is not: nothing
    says that it had begun by then.
    """
    begun = Q(starts_on__earliest__lte=timezone.localdate(at).isoformat())
    return begun & ~Q(starts_on="") if situation.is_of_round else begun


def _over(_situation, at):
    return Q(over_at__lte=at)


def _of_status(name, status, now, before):
    return Figure(
        name, _count(status, now), _count(status, before or {}), len(now), len(before or {})
    )


def _count(status, statuses):
    counts = Counter(statuses.values())
    known = len(statuses) - counts[Status.NO_INFORMATION]
    return counts[status] if known else None
