"""What happens, and what came of it."""

from events.models.changes import EventChange
from events.models.event import Event
from events.models.parts import AgendaItem, EventBasket, Material, Takeaway

__all__ = ["AgendaItem", "Event", "EventBasket", "EventChange", "Material", "Takeaway"]
