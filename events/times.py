"""Times of day: when a known day has one, in which zone, and what instant that is."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_time
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme.dates import PartialDate, span_in_words

# Reading the names of all zones takes longer than a page.
zone_names = cache(available_timezones)


def validate_zone(name):
    """Refuses what is not the name of a zone in the IANA time zone database."""
    if name not in zone_names():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write one such as Europe/Helsinki."),
            params={"name": name},
        )


def instant(on, clock, zone):
    """
    The instant of a time of day in a zone, None unless the day and the time are known.

    Of a time that the clocks show twice, the first.
    """
    day, clock = PartialDate(on), _clock(clock)
    if clock is None or day.precision != "day":
        return None
    return datetime.combine(day.earliest, clock, _zone(zone))


def end_of(on, zone):
    """The midnight after the last day that a partial date can mean, None if unknown."""
    day = PartialDate(on).latest
    if day == date.max:
        return None
    return datetime.combine(day + timedelta(days=1), time(), _zone(zone)) if day else None


def _clock(told):
    """A time of day that was just assigned may still be text."""
    return parse_time(told) if isinstance(told, str) else told


def _zone(name):
    """The zone of a name; UTC while a form has yet to refuse an unknown one."""
    return ZoneInfo(name if name in zone_names() else "UTC")


def is_skipped(on, clock, zone):
    """Whether the clocks leave the time out on that day, going over to summer time."""
    try:
        told = instant(on, clock, zone)
    except ValueError:
        return False
    return told is not None and told.astimezone(UTC).astimezone(told.tzinfo).time() != clock


def in_words(event):
    """When an event is, as far as known: "28.4.2022 klo 10.00–12.00, Suomen aikaa"."""
    if not event.starts_at:
        return span_in_words(event.starts_on, event.ends_on)
    words = date_format(event.starts_at, "DATETIME_FORMAT", use_l10n=True)
    if event.ends_at and event.ends_on == event.starts_on:
        words += f"–{time_format(event.ends_time, 'TIME_FORMAT')}"
    elif event.ends_at:
        words += f" – {date_format(event.ends_at, 'DATETIME_FORMAT')}"
    elif event.ends_on and event.ends_on != event.starts_on:
        words += f" – {span_in_words(event.ends_on, event.ends_on)}"
    return f"{words}, {zone_in_words(event.time_zone, event.starts_at)}"


def zone_in_words(zone, moment):
    """Whose time it is: Finland's by name, another one's with its distance from UTC."""
    if zone == "Europe/Helsinki":
        return gettext("Finnish time")
    offset = moment.strftime("%z")
    return f"{zone} (UTC{offset[:3]}:{offset[3:]})"
