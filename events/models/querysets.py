"""The sets of events: what visitors may see, what is to come, what lies beside what."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from programme.models import Benefit, StrategyAction, ThematicBasket
from programme.models.publication import published


class EventQuerySet(models.QuerySet):
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
        return known.filter(other_time | same_time)

    def with_everything(self):
        """Fetch along what the page of one event shows; of others only what is public."""
        public = self.model.objects.public().order_by("starts_on", "slug")
        return self.select_related("programme").prefetch_related(
            "changes",
            "materials",
            models.Prefetch("part_of", public),
            models.Prefetch("parts", public),
            models.Prefetch("baskets", ThematicBasket.objects.public()),
            models.Prefetch("agenda__action", StrategyAction.objects.public()),
            models.Prefetch("takeaways__action", StrategyAction.objects.public()),
            models.Prefetch("takeaways__benefit", with_actions()),
            models.Prefetch("benefits", with_actions().by_standing()),
        )


def with_actions():
    """The public benefits, and the public actions that each serves, to be fetched along."""
    actions = models.Prefetch("actions", StrategyAction.objects.public())
    return Benefit.objects.public().prefetch_related(actions)


def over():
    """
    The condition of being over now: the one meaning of "upcoming" and "past".

    A postponed event is not over, whenever it should have been: it is still to come.
    """
    return Q(over_at__lte=timezone.now()) & ~Q(status="postponed")
