"""
What came of what: event → takeaway → action or benefit → action, drawn from each of its ends.

A chain is a list of paths, a path a list of `Node`s from the cause to what came of it. What visitors
may not see is in none of them.
"""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import times
from events.models import Event, Takeaway
from programme.forms import coded
from programme.languages import Shown, label, shown
from programme.models import Benefit
from programme.prepared import hold, prepared


@dataclass(frozen=True)
class Node:
    """One thing on a path: its kind for the drawing, the words above it, its name, its page."""

    kind: str
    label: str
    told: Shown
    url: str = ""

    @classmethod
    def of_event(cls, event):
        """An event, with its time."""
        above = _beside(_("Event"), times.in_words(event))
        return cls("event", above, shown(event, "title"), event.get_absolute_url())

    @classmethod
    def of_takeaway(cls, takeaway):
        """What was brought home from an event."""
        return cls("takeaway", _("Brought home"), shown(takeaway, "title"))

    @classmethod
    def of_benefit(cls, benefit):
        """A benefit, with its standing: what is expected never looks received."""
        above = _beside(_("Benefit"), label(benefit, "standing"))
        return cls("benefit", above, shown(benefit, "title"), benefit.get_absolute_url())

    @classmethod
    def of_action(cls, action):
        """An action, with its status."""
        above = _beside(_("Action"), label(action, "status"))
        return cls("action", above, coded(action, "title"), action.get_absolute_url())

    @classmethod
    def of_end(cls, takeaway):
        """Why a takeaway leads nowhere: it was closed for a reason, or is still open."""
        if takeaway.closed_reason:
            return cls("end", _("Closed"), shown(takeaway, "closed_reason"))
        return cls("end", _("Open"), Shown(_("Nothing has come of it yet."), get_language()))


def from_event(event):
    """What came of an event whose parts were fetched (`whole`): the benefits, then the takeaways."""
    grown = [each.benefit_id for each in event.takeaways.all() if each.benefit]
    direct = [each for each in event.benefits.all() if each.pk not in grown]
    paths = [path for benefit in direct for path in _from_benefit(benefit)]
    for takeaway in event.takeaways.all():
        ends = [[Node.of_end(takeaway)]]
        if takeaway.action:
            ends = [[Node.of_action(takeaway.action)]]
        elif takeaway.benefit:
            ends = _from_benefit(takeaway.benefit)
        paths += [[Node.of_takeaway(takeaway), *end] for end in ends]
    return paths


def to_benefit(benefit):
    """The events that a benefit came from, with what was brought home between; [] without any."""
    hold(benefit, "events", _events_of_benefit(benefit.pk))
    return [path for path in _before(benefit, _grown_to_benefit(benefit.pk)) if path]


def to_action(action):
    """Where an action came from: takeaways that became it, benefits that serve it, their events."""
    benefits = _benefits_of_action(action.pk)
    grown = _grown_to_action(action.pk)
    became = [each for each in grown if each.action_id == action.pk]
    paths = [[Node.of_event(each.event), Node.of_takeaway(each)] for each in became]
    for benefit in benefits:
        takeaways = [each for each in grown if each.benefit_id == benefit.pk]
        paths += [[*path, Node.of_benefit(benefit)] for path in _before(benefit, takeaways)]
    return paths


def actions_of(benefit):
    """The actions that a benefit serves, of those that were fetched with it."""
    return [[Node.of_action(action)] for action in benefit.actions.all()]


def _from_benefit(benefit):
    """One path for each action that a benefit serves; one that ends with it where it serves none."""
    actions = [[Node.of_action(action)] for action in benefit.actions.all()]
    return [[Node.of_benefit(benefit), *action] for action in actions or [[]]]


def _earliest_first():
    """The events that benefits came from."""
    return Event.objects.public().order_by("starts_on", "slug")


@prepared
def _events_of_benefit(benefit):
    return _earliest_first().filter(benefits=benefit)


@prepared
def _benefits_of_action(action):
    benefits = Benefit.objects.public().filter(actions=action).by_standing()
    return benefits.prefetch_related(Prefetch("events", _earliest_first()))


@prepared
def _grown_to_benefit(benefit):
    return _grown(Q(benefit=benefit))


@prepared
def _grown_to_action(action):
    benefits = Benefit.objects.public().filter(actions=action)
    return _grown(Q(action=action) | Q(benefit__in=benefits.values("pk")))


def _grown(condition):
    """The takeaways of public events of which something grew, with their events, the earliest first."""
    takeaways = Takeaway.objects.filter(condition, event__in=Event.objects.public())
    return takeaways.select_related("event").order_by("event__starts_on", "pk")


def _before(benefit, takeaways):
    """The paths that lead to a benefit, through takeaways or not; an empty one without any."""
    through = {each.event_id for each in takeaways}
    direct = [event for event in benefit.events.all() if event.pk not in through]
    paths = [[Node.of_event(event)] for event in direct]
    paths += [[Node.of_event(each.event), Node.of_takeaway(each)] for each in takeaways]
    return paths or [[]]


def _beside(kind, state):
    return f"{kind} · {state}"
