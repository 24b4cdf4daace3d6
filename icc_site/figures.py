"""The numbers of the home page."""

from collections import Counter

from django.db.models import Case, Count, F, Value, When

from events.models import Event
from programme.models import Benefit, Participation, StrategyAction
from programme.prepared import prepared


def counted(programme):
    """
    How many there are of what, asked at once.

    Actions by status, benefits by standing, "joint_events" and "other_events", how many of both are
    "upcoming_events", and "cities" in the programme with that key.
    """
    return Counter(dict(_numbers(programme)))


@prepared
def _numbers(programme):
    events = Event.objects.public()
    sort = Case(
        When(joint_event_number=None, then=Value("other_events")), default=Value("joint_events")
    )
    cities = Participation.objects.filter(programme=programme).of_public_cities()
    return _by(F("status"), StrategyAction.objects.public()).union(
        _by(F("standing"), Benefit.objects.public()),
        _by(sort, events),
        _by(Value("upcoming_events"), events.upcoming()),
        _by(Value("cities"), cities),
        all=True,
    )


def _by(key, rows):
    """How many rows there are of each key, as (key, number)."""
    return rows.order_by().annotate(key=key).values_list("key").annotate(number=Count("*"))
