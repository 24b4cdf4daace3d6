"""An event with all that its page shows: with few questions, none for what is not there."""

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from events import queries
from events.models import AgendaItem, Event, EventBasket, EventChange, Material, Takeaway
from programme.models import Benefit, StrategyAction, ThematicBasket
from programme.prepared import first, first_or_404, hold, prepared

# What may hang on an event: where it stands that it does, and by which column.
PARTS = {
    "agenda": (AgendaItem, "event"),
    "baskets": (EventBasket, "event"),
    "benefits": (Event.benefits.through, "event"),
    "changes": (EventChange, "event"),
    "materials": (Material, "event"),
    "parts": (Event, "part_of"),
    "takeaways": (Takeaway, "event"),
}


def public_event(slug):
    """The public event at an address; it says of every kind of part whether it has any. Raises Http404."""
    return first_or_404(_called(slug))


@prepared
def _called(slug):
    there_is = {
        f"has_{name}": Exists(model._base_manager.filter(**{column: OuterRef("pk")}))
        for name, (model, column) in PARTS.items()
    }
    events = Event.objects.public().select_related("programme").annotate(**there_is)
    return events.filter(slug=slug)


# The parts of each kind that visitors may know of.
SHOWN = {
    "agenda": lambda event: AgendaItem.objects.filter(event=event),
    "baskets": lambda event: ThematicBasket.objects.public().filter(events=event),
    "benefits": lambda event: Benefit.objects.public().by_standing().filter(events=event),
    "changes": lambda event: EventChange.objects.filter(event=event),
    "materials": lambda event: Material.objects.filter(event=event),
    "parts": lambda event: (
        Event.objects.public().filter(part_of=event).order_by("starts_on", "slug")
    ),
    "takeaways": lambda event: Takeaway.objects.filter(event=event),
}
FETCH = {name: prepared(rows) for name, rows in SHOWN.items()}


def fetch_parts(event):
    """Fetch the parts of a `public_event`; of other things only what is public."""
    for name, fetch in FETCH.items():
        hold(event, name, fetch(event.pk) if getattr(event, f"has_{name}") else [])
    event.part_of = first(queries.public(event.part_of_id)) if event.part_of_id else None
    agenda, takeaways = event.agenda.all(), event.takeaways.all()
    actions = StrategyAction.objects.public()
    prefetch_related_objects(agenda, Prefetch("action", actions))
    prefetch_related_objects(
        takeaways, Prefetch("action", actions), Prefetch("benefit", Benefit.objects.public())
    )
    benefits = [*event.benefits.all(), *(each.benefit for each in takeaways if each.benefit)]
    prefetch_related_objects(benefits, Prefetch("actions", actions))
