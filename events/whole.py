"""An event with all that its page shows: with few questions, none for what is not there."""

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from events.models import AgendaItem, Event, EventBasket, EventChange, Material, Takeaway
from programme.models import Benefit, StrategyAction, ThematicBasket

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


def events():
    """The public events; each says of every kind of part whether it has any."""
    there_is = {
        f"has_{name}": Exists(model._base_manager.filter(**{column: OuterRef("pk")}))
        for name, (model, column) in PARTS.items()
    }
    return Event.objects.public().select_related("programme").annotate(**there_is)


def fetch_parts(event):
    """Fetch the parts of one of `events`; of other things only what is public."""
    asked = {
        "agenda": AgendaItem.objects.all(),
        "baskets": ThematicBasket.objects.public(),
        "benefits": Benefit.objects.public().by_standing(),
        "changes": EventChange.objects.all(),
        "materials": Material.objects.all(),
        "parts": Event.objects.public().order_by("starts_on", "slug"),
        "takeaways": Takeaway.objects.all(),
    }
    parts = [
        Prefetch(name, rows if getattr(event, f"has_{name}") else rows.none())
        for name, rows in asked.items()
    ]
    actions = StrategyAction.objects.public()
    prefetch_related_objects(
        [event],
        *parts,
        Prefetch("part_of", Event.objects.public()),
        Prefetch("agenda__action", actions),
        Prefetch("takeaways__action", actions),
        Prefetch("takeaways__benefit", Benefit.objects.public()),
    )
    benefits = [*event.benefits.all(), *(each.benefit for each in event.takeaways.all())]
    prefetch_related_objects([each for each in benefits if each], Prefetch("actions", actions))
