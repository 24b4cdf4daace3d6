"""A month of events: the weeks of a calendar page and what has no day of its own in it."""

from calendar import Calendar
from datetime import timedelta

from django.db.models import Case, F, When

from programme.dates import PartialDate

# Nobody looks for an event farther away, and the calendar of Python has an end.
YEARS = range(1900, 2200)


class Month:
    """
    A month such as "2022-06", by its text.

    Raises ValueError for what is not a month of the `YEARS`.
    """

    def __init__(self, text):
        self.text = PartialDate(text)
        if self.text.precision != "month" or self.first.year not in YEARS:
            raise ValueError(text)

    @property
    def year(self):
        """Its year, as text."""
        return self.text[:4]

    @property
    def first(self):
        return self.text.earliest

    @property
    def last(self):
        return self.text.latest

    @property
    def previous(self):
        """The month before, as text; None before the first."""
        return _month_of(self.first - timedelta(days=1))

    @property
    def next(self):
        """The month after, as text; None after the last."""
        return _month_of(self.last + timedelta(days=1))

    def narrow(self, events):
        """The events that touch the month and are known at least to the month."""
        last_day = Case(When(ends_on="", then=F("starts_on__latest")), default=F("ends_on__latest"))
        known = events.filter(starts_on__length__gte=7).annotate(last_day=last_day)
        return known.filter(
            starts_on__earliest__lte=self.last.isoformat(), last_day__gte=self.first.isoformat()
        ).order_by("starts_on", "starts_time", "slug")

    def weeks(self, events):
        """Weeks from Monday on, of (day, whether it is in the month, its events)."""
        days = [event for event in events if event.starts_on.precision == "day"]
        return [
            [(day, day.month == self.first.month, _on(day, days)) for day in week]
            for week in Calendar().monthdatescalendar(self.first.year, self.first.month)
        ]

    def without_day(self, events):
        """The events of which only the month is known."""
        return [event for event in events if event.starts_on.precision == "month"]


def _on(day, events):
    return [
        event
        for event in events
        if event.starts_on.earliest <= day <= (event.ends_on or event.starts_on).latest
    ]


def _month_of(day):
    return PartialDate(day.isoformat()[:7]) if day.year in YEARS else None
