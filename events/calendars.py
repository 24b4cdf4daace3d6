"""Events as a calendar file (iCalendar: RFC 5545, and RFC 7986 for its name)."""

from datetime import UTC, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Alarm, Calendar
from icalendar import Event as Entry
from icalendar.prop import vText

from events.models import Event, EventChange
from programme.languages import shown

# What one may ask for: how long before an event its reader is reminded.
ALARMS = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1), "1d": timedelta(days=1)}

# Section 3.8.1.11
STATUSES = {Event.Status.POSTPONED: "TENTATIVE", Event.Status.CANCELLED: "CANCELLED"}
TITLES = {
    Event.Status.POSTPONED: gettext_lazy("Postponed: %(title)s"),
    Event.Status.CANCELLED: gettext_lazy("Cancelled: %(title)s"),
}

# Section 3.1 has no place for them, but for tab and line break.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class Text(vText):
    r"""
    A TEXT (section 3.3.11) that reads back as it was written.

    The library alone takes a `\N` in the text for a line break and lets control
    characters through.
    """

    def to_ical(self):
        lines = self.replace("\r\n", "\n").replace("\r", "\n")
        parts = lines.translate(CONTROLS).split("\\")
        return rb"\\".join(vText(part).to_ical() for part in parts)


def calendar_file(events, base_url, alarm=None, with_deadlines=False, name=""):
    """
    The events whose day is known, in the active language; the same data, the same bytes.

    Asks the database nothing if `changes` are prefetched. `alarm` is a word of `ALARMS`,
    any other means none; `base_url` has no slash at its end.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//icc-site//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for word in ("name", "x-wr-calname"):
        calendar.add(word, Text(name or _("Events")))
    for event in events:
        if event.starts_on.precision == "day":
            calendar.add_component(_entry(event, base_url, ALARMS.get(alarm)))
        if with_deadlines and event.registration_closes_at and not _is_cancelled(event):
            calendar.add_component(_deadline(event, base_url, ALARMS.get(alarm)))
    return calendar.to_ical()


def _entry(event, base_url, alarm):
    """The event itself; a cancelled one is kept, so that subscribers see it (3.8.1.11)."""
    title = shown(event, "title")
    name = TITLES.get(event.status, "%(title)s") % {"title": title}
    entry = _bare_entry(event, f"event-{event.pk}", name, title.language)
    starts, ends = _span(event)
    entry.add("dtstart", starts)
    if ends:
        entry.add("dtend", ends)
    entry.add("categories", [event.get_kind_display()])
    place = shown(event, "place")
    if where := ", ".join(filter(None, [place.text, event.address])) or event.public_join_url:
        entry.add("location", Text(where), {"language": place.language} if place.text else None)
    summary = shown(event, "summary")
    _add_links(entry, event, base_url, summary, event.public_join_url)
    # A reminder of what does not take place would be a lie.
    if alarm and event.status not in TITLES:
        entry.add_component(_alarm(name, alarm))
    return entry


def _deadline(event, base_url, alarm):
    """The end of the registration, an instant without duration (section 3.6.1)."""
    title = shown(event, "title")
    name = _("Registration closes: %(title)s") % {"title": title}
    entry = _bare_entry(event, f"registration-{event.pk}", name, title.language)
    entry.add("dtstart", event.registration_closes_at.astimezone(UTC))
    _add_links(entry, event, base_url, "", event.registration_url)
    if alarm:
        entry.add_component(_alarm(name, alarm))
    return entry


def _bare_entry(event, uid, name, language):
    """
    What tells a calendar program which entry it is and whether it is news: UID (3.8.4.7)
    survives a change of address and host, SEQUENCE (3.8.7.4) grows with what visitors
    were told otherwise, DTSTAMP (3.8.7.2) and LAST-MODIFIED (3.8.7.3) are in UTC.
    """
    telling = {EventChange.Kind.TIME, EventChange.Kind.STATUS}
    entry = Entry()
    entry.add("uid", f"{uid}@icc-site")
    entry.add("sequence", sum(change.kind in telling for change in event.changes.all()))
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("status", STATUSES.get(event.status, "CONFIRMED"))
    entry.add("summary", Text(name), {"language": language})
    return entry


def _span(event):
    """
    The start, and the end if it is known: days with the day after the last (3.6.1), or
    instants in UTC (3.3.5). An end that is not later than the start is no DTEND (3.8.2.2).
    """
    ends_on_a_known_day = event.ends_on.precision == "day"
    if event.starts_at is None:
        last = event.ends_on if ends_on_a_known_day else event.starts_on
        return event.starts_on.earliest, last.earliest + timedelta(days=1)
    # In UTC before they are compared: Python compares times of one zone by the clock.
    starts = event.starts_at.astimezone(UTC)
    ends = event.last_moment.astimezone(UTC) if ends_on_a_known_day else None
    return starts, ends if ends and ends > starts else None


def _add_links(entry, event, base_url, summary, link):
    """URL (3.8.4.6) is the page; many programs show only DESCRIPTION (3.8.1.5)."""
    page = base_url + event.get_absolute_url()
    paragraphs = filter(None, [str(summary), page, link])
    entry.add("url", page)
    language = {"language": summary.language} if str(summary) else None
    entry.add("description", Text("\n\n".join(paragraphs)), language)


def _alarm(name, before):
    """A reminder on the screen (section 3.6.6)."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", Text(name))
    alarm.add("trigger", -before)
    return alarm


def _is_cancelled(event):
    return event.status == Event.Status.CANCELLED
