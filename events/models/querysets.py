"""The sets of events: what visitors may see, what is to come, what lies beside what."""

from django.db import models
from django.db.models import Q

from programme.models.publication import PUBLICITY, Present, built_once, published
from programme.words import in_every_language

COUNTED = ["programme", "status", "over_at", "joint_event_number", "starts_on", "city_role"]
COUNTED += ["kind"]
# For the orders below, and that of the back office.
INDEXES = [
    models.Index(fields=["-starts_on", "slug", "-id"], name="event_order"),
    models.Index(fields=["-starts_on", "-starts_time", "slug"], name="past_events"),
    models.Index(fields=["starts_on", "starts_time", "slug"], name="upcoming_events"),
    models.Index(fields=["programme", "starts_on", "slug"], name="events_of_programme"),
    # Counts of what is public read this and no row.
    models.Index(fields=[*PUBLICITY, *COUNTED, "id"], name="public_events"),
]


IN_ROWS = [
    *["slug", "kind", "joint_event_number", "status", "mode", "city_role"],
    *["starts_on", "starts_time", "ends_on", "ends_time", "time_zone"],
    *in_every_language("title", "place"),
]


class EventQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published(), published("programme__"))

    def upcoming(self):
        """Not over, the next one first."""
        return self.exclude(over()).order_by("starts_on", "starts_time", "slug")

    def past(self):
        """Over, the latest one first."""
        return self.filter(over()).order_by("-starts_on", "-starts_time", "slug")

    def in_rows(self):
        """With the columns that a row of a list tells."""
        return self.only(*IN_ROWS)

    def awaiting_closing(self):
        """Over, the home city took part, and nobody has said what was brought home."""
        return self.past().filter(closed_on=None).exclude(city_role="")

    def joint(self):
        """The numbered joint events of a programme."""
        return self.exclude(joint_event_number=None).order_by("joint_event_number")

    def before(self, starts_on, slug):
        """Those before an event that starts then and is called that, the nearest first."""
        return self._beside("lt", starts_on, slug).order_by("-starts_on", "-slug")

    def after(self, starts_on, slug):
        """Those after an event that starts then and is called that, the nearest first."""
        return self._beside("gt", starts_on, slug).order_by("starts_on", "slug")

    def _beside(self, side, starts_on, slug):
        same_time = Q(starts_on=starts_on, **{f"slug__{side}": slug})
        other_time = Q(**{f"starts_on__{side}": starts_on})
        # It follows from the rest, and an index can begin there.
        known = self.exclude(starts_on="").filter(**{f"starts_on__{side}e": starts_on})
        return known.filter(other_time | same_time)

    def around(self, starts_on, slug, programme, series_of):
        """
        Of a programme the one before an event (`is_previous`) and the one after it (`is_next`).

        With them all joint events of the programme `series_of`, if that is one.
        """
        mine = self.filter(programme=programme)
        previous, following = (
            side.values("pk")[:1]
            for side in (mine.before(starts_on, slug), mine.after(starts_on, slug))
        )
        marked = self.annotate(is_previous=Q(pk=previous), is_next=Q(pk=following))
        series = Q(programme=series_of, joint_event_number__isnull=False)
        known = Q(is_previous=True) | Q(is_next=True) | series
        return marked.filter(known).order_by("joint_event_number", "pk")


def over():
    """
    The condition of being over now: the one meaning of "upcoming" and "past".

    A postponed event is not over, whenever it should have been: it is still to come.
    """
    return Q(over_at__lte=Present()) & ~Q(status="postponed")
