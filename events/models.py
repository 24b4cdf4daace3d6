"""What happens: joint events, meetings and milestones of a programme."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models import Programme
from programme.models.integrity import ends_after_start
from programme.models.publication import published


def over(today):
    """
    The condition that the last day an event can have lies before `today`.

    An event whose end is not known ends, for this purpose, when it starts.
    """
    return Q(ends_on__latest__lt=today) | (Q(ends_on="") & Q(starts_on__latest__lt=today))


class EventQuerySet(models.QuerySet):
    def public(self):
        return self.filter(published(), published("programme__"))

    def upcoming(self):
        """Not over, the next one first."""
        return self.exclude(over(timezone.localdate().isoformat())).order_by("starts_on", "slug")

    def past(self):
        """Over, the latest one first."""
        return self.filter(over(timezone.localdate().isoformat()))

    def joint(self):
        """The numbered joint events of a programme."""
        return self.exclude(joint_event_number=None).order_by("joint_event_number")


class Event(models.Model):
    """Something that happens in a programme at a time."""

    class Kind(models.TextChoices):
        CITY_LAB = "city_lab", _("City Lab")
        CHAPTER_MEETING = "chapter_meeting", _("chapter meeting")
        MAYORS_SUMMIT = "mayors_summit", _("mayors’ summit")
        CONFERENCE = "conference", _("conference")
        SEMINAR = "seminar", _("seminar")
        ACADEMY_SEMINAR = "academy_seminar", _("academy seminar")
        NETWORKING = "networking", _("networking event")
        DIALOGUE = "dialogue", _("dialogue")
        LAUNCH = "launch", _("launch")
        KICKOFF = "kickoff", _("kick-off")
        LOCAL_EVENT = "local_event", _("local event")
        MILESTONE = "milestone", _("milestone")

    class Mode(models.TextChoices):
        ONLINE = "online", _("online")
        ONSITE = "onsite", _("on site")
        HYBRID = "hybrid", _("hybrid")

    class CityRole(models.TextChoices):
        """What the home city did at the event."""

        HOST = "host", _("host")
        SPEAKER = "speaker", _("speaker")
        PRESENTER = "presenter", _("presenter")
        PARTICIPANT = "participant", _("participant")
        APPLICANT = "applicant", _("applicant")
        AMBASSADOR = "communications_ambassador", _("communications ambassador")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="events", verbose_name=_("programme")
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    joint_event_number = models.PositiveSmallIntegerField(
        _("joint event number"),
        null=True,
        blank=True,
        help_text=_("Only for the numbered joint events of the programme."),
    )
    title = models.CharField(_("title"), max_length=300)
    starts_on = PartialDateField(_("starts on"))
    ends_on = PartialDateField(_("ends on"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    city_role = models.CharField(
        _("part of the home city"), max_length=30, choices=CityRole, blank=True
    )
    website = LinkField(_("website"))
    note = models.TextField(_("note on the source"), blank=True)
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "slug"]
        constraints = [
            ends_after_start("event_ends_after_start", _("An event cannot end before it starts.")),
            models.UniqueConstraint(
                name="joint_event_number_once_in_a_programme",
                fields=["programme", "joint_event_number"],
                violation_error_message=_(
                    "The programme already has a joint event of this number."
                ),
            ),
            models.CheckConstraint(
                name="joint_events_are_numbered_from_1",
                condition=Q(joint_event_number=None) | Q(joint_event_number__gte=1),
                violation_error_message=_("Joint events are numbered from 1."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event_detail", args=[self.slug])
