"""Events as a calendar file (iCalendar: RFC 5545, and RFC 7986 for its name)."""

from datetime import UTC, timedelta

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.content_lines import file_of, moment, text, text_in
from events.models import Event, EventChange
from programme.languages import Shown, shown

# What one may ask for: how long before an event its reader is reminded, as a DURATION (section 3.3.6).
ALARMS = {"15m": "PT15M", "1h": "PT1H", "1d": "P1D"}

# Section 3.8.1.11
STATUSES = {Event.Status.POSTPONED: "TENTATIVE", Event.Status.CANCELLED: "CANCELLED"}
TITLES = {
    Event.Status.POSTPONED: gettext_lazy("Postponed: %(title)s"),
    Event.Status.CANCELLED: gettext_lazy("Cancelled: %(title)s"),
}
NOTHING = Shown("", "")
KINDS = dict(Event.Kind.choices)
# Of what visitors were told otherwise.
TELLING = [EventChange.Kind.TIME, EventChange.Kind.STATUS]
# A long calendar is read no further than it tells.
COLUMNS = [
    *("slug", "kind", "status", "address", "join_url", "join_audience", "updated_at"),
    *("starts_on", "starts_time", "ends_on", "ends_time", "time_zone"),
    *("registration_url", "registration_closes_at"),
    *(
        f"{name}_{code}"
        for name in ("title", "summary", "place")
        for code, _name in settings.LANGUAGES
    ),
]


def calendar_file(events, base_url, alarm=None, with_deadlines=False, name=""):
    """
    The events whose day is known, in the active language; the same data, the same bytes.

    Asks the database for the events and once for their changes. `alarm` is a word of `ALARMS`,
    any other means none; `base_url` has no slash at its end.
    """
    name = text(name or _("Events"))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//icc-site//Events//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    events = list(events.only(*COLUMNS))
    changes = _numbers_of_changes(events)
    for event in events:
        sequence = changes.get(event.pk, 0)
        page = base_url + event.get_absolute_url()
        if event.starts_on.precision == "day":
            lines += _entry(event, page, sequence, ALARMS.get(alarm))
        if with_deadlines and event.registration_closes_at and not _is_cancelled(event):
            lines += _deadline(event, page, sequence, ALARMS.get(alarm))
    return file_of([*lines, "END:VCALENDAR"])


def _numbers_of_changes(events):
    """How often visitors were told otherwise of when or whether, as {key of the event: number}."""
    changes = EventChange.objects.filter(event__in=events, kind__in=TELLING).order_by()
    return dict(changes.values_list("event").annotate(Count("pk")))


def _entry(event, page, sequence, alarm):
    """The event itself; a cancelled one is kept, so that subscribers see it (3.8.1.11)."""
    title, place, summary = (shown(event, name) for name in ("title", "place", "summary"))
    name = TITLES[event.status] % {"title": title} if event.status in TITLES else title.text
    link = event.public_join_url
    where = ", ".join(filter(None, [place.text, event.address])) or link
    return _component(
        event,
        uid=f"event-{event.pk}",
        summary=text_in("SUMMARY", title.language, name),
        times=_span(event),
        kind=[f"CATEGORIES:{text(str(KINDS[event.kind]))}"],
        description=_description(page, link, summary),
        location=[text_in("LOCATION", place.text and place.language, where)] if where else [],
        page=page,
        sequence=sequence,
        # A reminder of what does not take place would be a lie.
        alarm=_alarm(name, alarm) if alarm and event.status not in TITLES else [],
    )


def _deadline(event, page, sequence, alarm):
    """The end of the registration, an instant without duration (section 3.6.1)."""
    title = shown(event, "title")
    name = _("Registration closes: %(title)s") % {"title": title}
    return _component(
        event,
        uid=f"registration-{event.pk}",
        summary=text_in("SUMMARY", title.language, name),
        times=[moment("DTSTART", event.registration_closes_at)],
        description=_description(page, event.registration_url),
        page=page,
        sequence=sequence,
        alarm=_alarm(name, alarm) if alarm else [],
    )


def _component(
    event, *, uid, sequence, summary, times, description, page, alarm, kind=(), location=()
):
    """
    A VEVENT (section 3.6.1). What tells a calendar program which entry it is and whether it is
    news: UID (3.8.4.7) survives a change of address and host, SEQUENCE (3.8.7.4) grows with what
    visitors were told otherwise, DTSTAMP (3.8.7.2) and LAST-MODIFIED (3.8.7.3) are in UTC.
    """
    updated = moment("", event.updated_at)
    return [
        "BEGIN:VEVENT",
        summary,
        *times,
        f"DTSTAMP{updated}",
        f"UID:{uid}@icc-site",
        f"SEQUENCE:{sequence}",
        *kind,
        description,
        f"LAST-MODIFIED{updated}",
        *location,
        f"STATUS:{STATUSES.get(event.status, 'CONFIRMED')}",
        f"URL:{page}",
        *alarm,
        "END:VEVENT",
    ]


def _span(event):
    """
    The start, and the end if it is known: days with the day after the last (3.6.1), or
    instants in UTC (3.3.5). An end that is not later than the start is no DTEND (3.8.2.2).
    """
    ends_on_a_known_day = event.ends_on.precision == "day"
    starts = event.starts_at
    if starts is None:
        last = event.ends_on if ends_on_a_known_day else event.starts_on
        ends = last.earliest + timedelta(days=1)
        return [moment("DTSTART", event.starts_on.earliest), moment("DTEND", ends)]
    # In UTC before they are compared: Python compares times of one zone by the clock.
    starts = starts.astimezone(UTC)
    ends = event.last_moment.astimezone(UTC) if ends_on_a_known_day else None
    ending = [moment("DTEND", ends)] if ends and ends > starts else []
    return [moment("DTSTART", starts), *ending]


def _description(page, link, summary=NOTHING):
    """Many programs show only this, and not URL: so the page stands in it too (3.8.1.5, 3.8.4.6)."""
    words = "\n\n".join(filter(None, [summary.text, page, link]))
    return text_in("DESCRIPTION", summary.text and summary.language, words)


def _alarm(name, before):
    """A reminder on the screen (section 3.6.6)."""
    action = ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{text(name)}"]
    return [*action, f"TRIGGER:-{before}", "END:VALARM"]


def _is_cancelled(event):
    return event.status == Event.Status.CANCELLED
