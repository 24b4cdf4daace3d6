"""Events as schema.org/Event, in JSON-LD: the same state as on the page, for machines."""

import json
from datetime import date, datetime

from events import queries
from events.models import Event
from programme.languages import shown

STATUSES = {
    Event.Status.SCHEDULED: "EventScheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.MOVED: "EventRescheduled",
    Event.Status.CANCELLED: "EventCancelled",
}
MODES = {
    Event.Mode.ONLINE: "OnlineEventAttendanceMode",
    Event.Mode.ONSITE: "OfflineEventAttendanceMode",
    Event.Mode.HYBRID: "MixedEventAttendanceMode",
}
# What could end the element or start another, and what old JavaScript takes for a line's end.
ESCAPES = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}


def as_script(data: dict) -> str:
    """JSON that no text in it can break out of a script element."""
    return json.dumps(data, ensure_ascii=False).translate(ESCAPES)


def event_data(event: Event, base_url: str) -> dict:
    """
    An event for search engines and calendars, in the active language.

    What is not known is left out. Of a start or an end that is known by its month or year
    that much is told ("2022-06"): less exact than schema.org asks for, but a day would be
    invented.
    """
    data = {"@context": "https://schema.org"} | _facts(event, base_url)
    # Asked for anew: whoever fetched the event may have fetched a hidden one along.
    for larger in queries.public(event.part_of_id) if event.part_of_id else []:
        data["superEvent"] = _facts(larger, base_url)
    return data


def as_told(facts: dict) -> Event:
    """The event of which a record of a change keeps these facts, and nothing besides."""
    field = Event._meta.get_field
    return Event(**{name: field(name).to_python(fact or None) for name, fact in facts.items()})


def _facts(event, base_url):
    title = shown(event, "title")
    url = base_url + event.get_absolute_url()
    facts = {
        "@type": "Event",
        "name": title.text,
        "url": url,
        "inLanguage": title.language,
        "description": shown(event, "summary").text,
        "startDate": _iso(event.starts_at or event.starts_on),
        "endDate": _iso(_end(event)),
        "eventStatus": f"https://schema.org/{STATUSES[event.status]}",
        "previousStartDate": _iso(_previous_start(event)),
        "eventAttendanceMode": event.mode and f"https://schema.org/{MODES[event.mode]}",
        "location": _location(event, url),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _iso(when: datetime | date | str) -> str:
    return when.isoformat() if isinstance(when, date) else str(when)


def _end(event):
    """
    The instant, else as much as is known.

    A day that only repeats the day of a start by the clock would be read as midnight, as an
    end before the start.
    """
    if event.starts_at and not event.ends_at and event.ends_on == event.starts_on:
        return ""
    return event.ends_at or event.ends_on


def _previous_start(event):
    """Where a moved event began before the latest change of its start."""
    if event.status != Event.Status.MOVED:
        return ""
    for change in event.changes.all():
        if change.kind == "time":
            was, became = as_told(change.before), as_told(change.after)
            if _start(was) != _start(became):
                return _start(was)
    return ""


def _start(event):
    return event.starts_at or event.starts_on


def _location(event, url):
    """One place or two of them, on earth and on the web; of private links never the link."""
    places = [place for place in (_place(event), _virtual_place(event, url)) if place]
    return places[0] if len(places) == 1 else places


def _place(event):
    if event.mode == Event.Mode.ONLINE:
        return None
    told = {"name": shown(event, "place").text, "address": event.address}
    known = {name: fact for name, fact in told.items() if fact}
    return {"@type": "Place"} | known if known else None


def _virtual_place(event, url):
    if event.mode == Event.Mode.ONSITE:
        return None
    # The page of an online event says how to join it, as far as everybody may know.
    address = event.public_join_url or (url if event.mode == Event.Mode.ONLINE else "")
    return {"@type": "VirtualLocation", "url": address} if address else None
