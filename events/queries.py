"""What the pages on events and programmes ask of the database."""

from events.models import Event
from events.models.querysets import IN_ROWS
from programme.cutting import beginning
from programme.feeds import LONGEST, told_at
from programme.models import Benefit, Milestone, StrategyAction
from programme.prepared import prepared
from programme.words import in_every_language

# What a feed tells of a benefit.
BENEFIT = (
    *("slug", "kind", "standing", "starts_on", "ends_on", "measure_unit", "measure_amount"),
    *in_every_language("title", "description"),
)
# More lie upon each other in the chart of a timeline.
MOST_EVENTS = 100


@prepared
def public(event):
    """The event with that key, if visitors may know of it."""
    return Event.objects.public().filter(pk=event)


def events_in(programme):
    """The public events of a programme, the first one first."""
    return Event.objects.public().filter(programme=programme).order_by("starts_on", "slug")


@prepared
def first_events_in(programme):
    """As many of them as a timeline shows."""
    return events_in(programme).in_rows()[:MOST_EVENTS]


@prepared
def first_events():
    """The same of all programmes."""
    # An event is public only where its programme is.
    return Event.objects.public().in_rows().order_by("starts_on", "slug")[:MOST_EVENTS]


@prepared
def steps_in(programme):
    """The milestones of the actions within a programme."""
    return steps_of(StrategyAction.objects.public().filter(strategy__programme=programme))


@prepared
def all_steps():
    """The milestones of all actions."""
    return steps_of(StrategyAction.objects.public())


def steps_of(actions):
    """The milestones of actions, the first one due first."""
    steps = Milestone.objects.filter(action__in=actions).select_related("action")
    return steps.order_by("due_on", "pk")


@prepared
def latest_events():
    """Those of which visitors learned last, for a feed."""
    events = Event.objects.public().annotate(told_at=told_at("", "programme__"))
    told = events.only(*IN_ROWS, *in_every_language("summary"))
    return told.order_by("-told_at", "-pk")[:LONGEST]


@prepared
def latest_benefits():
    """Those of which visitors learned last, for a feed."""
    benefits = Benefit.objects.public().annotate(told_at=told_at("", "programme__"))
    return benefits.only(*BENEFIT).order_by("-told_at", "-pk")[:LONGEST]


@beginning
def upcoming_events():
    """Those that are not over, the next one first."""
    return Event.objects.public().in_rows().upcoming()
