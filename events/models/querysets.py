"""The sets of events: what visitors may see, what is to come, what lies beside what."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from programme.models.publication import PUBLICITY, built_once, published

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

    def awaiting_closing(self):
        """Over, the home city took part, and nobody has said what was brought home."""
        return self.past().filter(closed_on=None).exclude(city_role="")

    def joint(self):
        """The numbered joint events of a programme."""
        return self.exclude(joint_event_number=None).order_by("joint_event_number")

    def before(self, event):
        """The earlier ones of its programme, the nearest first."""
        return self._beside(event, "lt").order_by("-starts_on", "-slug")

    def after(self, event):
        """The later ones of its programme, the nearest first."""
        return self._beside(event, "gt").order_by("starts_on", "slug")

    def _beside(self, event, side):
        same_time = Q(starts_on=event.starts_on, **{f"slug__{side}": event.slug})
        other_time = Q(**{f"starts_on__{side}": event.starts_on})
        known = self.filter(programme=event.programme_id).exclude(starts_on="")
        # It follows from the rest, and an index can begin there.
        known = known.filter(**{f"starts_on__{side}e": event.starts_on})
        return known.filter(other_time | same_time)

    def around(self, event):
        """The one before it (`is_previous`), the one after it (`is_next`) and, if it is one, all joint ones."""
        previous, following = (
            side.values("pk")[:1] for side in (self.before(event), self.after(event))
        )
        marked = self.annotate(is_previous=Q(pk=previous), is_next=Q(pk=following))
        known = Q(is_previous=True) | Q(is_next=True)
        if event.joint_event_number:
            known |= Q(programme=event.programme_id, joint_event_number__isnull=False)
        return marked.filter(known).order_by("joint_event_number", "pk")


def over():
    """
    The condition of being over now: the one meaning of "upcoming" and "past".

    A postponed event is not over, whenever it should have been: it is still to come.
    """
    return Q(over_at__lte=timezone.now()) & ~Q(status="postponed")
