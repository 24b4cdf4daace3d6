"""Events on pages of other rooms."""

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events import chains, feeds, queries, structured, timelines, times
from events.models import Event
from programme.charts.scales import percent
from programme.cutting import Beginning, beginning
from programme.languages import shown
from programme.models import Programme
from programme.prepared import first, prepared

register = template.Library()


@register.inclusion_tag("events/_event_rows.html", takes_context=True)
def programme_events(context, programme):
    """The events of a programme, the first one first; asked for once with its timeline."""
    events = Beginning(programme.first_events, lambda: queries.events_in(programme.pk).count())
    return rows(context, events, f"?programme={programme.slug}")


@register.inclusion_tag("events/_event_rows.html", takes_context=True)
def basket_events(context, basket):
    """The events of a thematic basket, the latest one first."""
    return rows(context, _events_of(basket.pk), f"?basket={basket.slug}")


@beginning
def _events_of(basket):
    return Event.objects.public().filter(baskets=basket).in_rows()


def rows(context, events, query):
    """As many as a page of something else shows, and where all of them are."""
    return {
        "events": events,
        "all_of_them": reverse("events:event_list") + query,
        "home_city": context["home_city"],
    }


@register.inclusion_tag("events/_next_or_latest_event.html")
def next_or_latest_event(numbers):
    """The next event; the latest one where nothing is to come; of how many, by the numbers that were counted."""
    is_upcoming = numbers["upcoming_events"] > 0
    return {
        "event": first(_next_event() if is_upcoming else _latest_event()),
        "is_upcoming": is_upcoming,
        "count": numbers["joint_events"] + numbers["other_events"],
        "joint": numbers["joint_events"],
    }


@prepared
def _next_event():
    return Event.objects.public().select_related("programme").upcoming()[:1]


@prepared
def _latest_event():
    return Event.objects.public().select_related("programme").past()[:1]


@register.filter
def when(event):
    """When an event is, as far as known."""
    return times.in_words(event)


@register.filter
def change_in_words(change):
    """What visitors had been told and what holds now."""
    return feeds.change_in_words(change)


@register.inclusion_tag("events/_event_head.html", takes_context=True)
def event_head(context, event):
    """What machines read of an event: schema.org and the card of a shared link."""
    base_url = context["request"].build_absolute_uri("/").rstrip("/")
    script = structured.as_script(structured.event_data(event, base_url))
    return {
        "title": shown(event, "title").text,
        "description": shown(event, "summary").text or times.in_words(event),
        "data": SafeString(script),  # nosec B703 # JSON, escaped above.
    }


@register.inclusion_tag("events/_neighbouring_events.html")
def neighbouring_events(event):
    """The events before and after it, and its series if it is a joint event."""
    series_of = event.programme_id if event.joint_event_number else None
    others = _around(event.starts_on, event.slug, event.programme_id, series_of)
    series = [each for each in others if each.joint_event_number]
    return {
        "event": event,
        "previous": next((each for each in others if each.is_previous), None),
        "next": next((each for each in others if each.is_next), None),
        "series": series if event.joint_event_number else [],
    }


@prepared
def _around(starts_on, slug, programme, series_of):
    return Event.objects.public().around(starts_on, slug, programme, series_of)


@register.inclusion_tag("events/_event_chain.html")
def event_chain(event):
    """What came of an event: of the benefits and takeaways that were fetched with it."""
    onward = chains.from_event(event)
    is_awaited = event.is_over and event.city_role
    return {"here": chains.Node.of_event(event), "onward": onward, "is_awaited": is_awaited}


@register.inclusion_tag("events/_benefit_chain.html")
def benefit_chain(benefit):
    """Which events a benefit came from, and which of the actions fetched with it it serves."""
    return {
        "before": chains.to_benefit(benefit),
        "here": chains.Node.of_benefit(benefit),
        "onward": chains.actions_of(benefit),
    }


@register.inclusion_tag("events/_action_chain.html")
def action_chain(action):
    """Which events, takeaways and benefits an action came from."""
    return {"before": chains.to_action(action), "here": chains.Node.of_action(action)}


@register.filter
def grid(ticks, height):
    """The lines of the years in a row of that height, those on a wide page from one row to the next."""
    lines = (
        '<line class="timeline__year" x1="{0}" x2="{0}" y1="0" y2="100%"/>'
        '<line class="timeline__year is-roomy" x1="{0}" x2="{0}" y1="-14" y2="{1}"/>'
    )
    return format_html_join("", lines, ((tick.x, height + 14) for tick in ticks if tick.is_year))


@register.inclusion_tag("events/_timeline.html")
def programme_timeline(programmes):
    """One programme or several with their phases, events and milestones on one scale of time."""
    programmes = [programmes] if isinstance(programmes, Programme) else list(programmes)
    story = timelines.story_of(programmes)
    if not story.drawn.rows:
        return {"story": story}
    axis = story.drawn.axis
    at, today, anchor = timelines.today_in_words(axis)
    return {
        "story": story,
        "ticks": axis.ticks,
        "today": today,
        "today_x": percent(at) if at is not None else "",
        "words_x": percent(at) if at is not None else {"start": "0", "end": "100%"}[anchor],
        "anchor": anchor,
    }
