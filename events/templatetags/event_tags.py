"""Events on pages of other rooms."""

from django import template
from django.db.models import Count

from events.models import Event

register = template.Library()


@register.inclusion_tag("events/_event_rows.html", takes_context=True)
def programme_events(context, programme):
    """Every event of a programme, the first one first."""
    events = Event.objects.public().filter(programme=programme).order_by("starts_on", "slug")
    return {"events": events, "home_city": context["home_city"]}


@register.inclusion_tag("events/_next_or_latest_event.html")
def next_or_latest_event():
    """The next event; the latest one where nothing is to come."""
    events = Event.objects.public().select_related("programme")
    upcoming = events.upcoming().first()
    return {
        "event": upcoming or events.past().first(),
        "is_upcoming": upcoming is not None,
    }


@register.inclusion_tag("events/_event_figures.html")
def event_figures():
    """How many events there are, and how many of them are joint events."""
    return Event.objects.public().aggregate(count=Count("pk"), joint=Count("joint_event_number"))
