"""Joint events, meetings and milestones of a programme, and how they have changed."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events import times
from events.models.querysets import INDEXES, EventQuerySet
from programme.addresses import address
from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models import Benefit, Programme, ThematicBasket
from programme.models.integrity import CopiedDateTimeField, ends_after_start

# What visitors rely on, by the kind of change that they are told of.
TELLING = {
    "time": ["starts_on", "starts_time", "ends_on", "ends_time", "time_zone"],
    "place": ["place_fi", "place_sv", "place_en", "address", "mode"],
    "status": ["status"],
}
TOLD = [name for names in TELLING.values() for name in names]


class Event(models.Model):
    """Something that happens in a programme at a time."""

    # What is still written when it is over, and whether visitors may read it.
    OPEN_WHEN_SETTLED = ("city_role", "people_count", "closed_on", "is_public", "publish_at")

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

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        POSTPONED = "postponed", _("postponed")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", pgettext_lazy("of an event", "cancelled")

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

    class Audience(models.TextChoices):
        """Who may see the link by which one joins."""

        PUBLIC = "public", _("everybody")
        PARTICIPANTS = "participants", _("participants only")
        NOBODY = "nobody", _("nobody")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="events", verbose_name=_("programme")
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The larger event that this one belongs to."),
    )
    baskets = models.ManyToManyField(
        ThematicBasket,
        through="EventBasket",
        related_name="events",
        verbose_name=_("thematic baskets"),
    )
    benefits = models.ManyToManyField(Benefit, "events", blank=True, verbose_name=_("benefits"))
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    joint_event_number = models.PositiveSmallIntegerField(
        _("joint event number"),
        null=True,
        blank=True,
        help_text=_("Only for the numbered joint events of the programme."),
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(
        _("text"), blank=True, help_text=_("In Markdown: # heading, - list, [link](address).")
    )
    starts_on = PartialDateField(_("starts on"))
    starts_time = models.TimeField(_("start time"), null=True, blank=True)
    ends_on = PartialDateField(_("ends on"))
    ends_time = models.TimeField(_("end time"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="Europe/Helsinki",
        validators=[times.validate_zone],
        help_text=_("Such as Europe/Helsinki or Europe/Brussels."),
    )
    over_at = CopiedDateTimeField(_("over at"), source="last_moment", null=True, db_index=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("street address"), max_length=200, blank=True)
    join_url = LinkField(_("link for joining"))
    join_audience = models.CharField(
        _("who may see the link for joining"),
        max_length=12,
        choices=Audience,
        default=Audience.NOBODY,
    )
    registration_url = LinkField(_("registration"))
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    city_role = models.CharField(
        _("part of the home city"), max_length=30, choices=CityRole, blank=True
    )
    people_count = models.PositiveSmallIntegerField(
        _("people from the home city"), null=True, blank=True
    )
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("When it was recorded what was brought home, or that there was nothing."),
    )
    website = LinkField(_("website"))
    note = models.TextField(_("note on the source"), blank=True)
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "slug"]
        indexes = INDEXES
        constraints = [
            ends_after_start("event_ends_after_start", _("An event cannot end before it starts.")),
            models.CheckConstraint(
                name="event_ends_after_start_on_the_clock",
                condition=Q(ends_time=None)
                | Q(ends_on__gt=F("starts_on"))
                | Q(ends_time__gte=F("starts_time")),
                violation_error_message=_("An event cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="event_has_a_time_only_on_a_known_day",
                condition=(Q(starts_time=None) | Q(starts_on__length=10))
                & (Q(ends_time=None) | Q(ends_on__length=10, starts_time__isnull=False)),
                violation_error_message=_(
                    "A time of day needs its whole date, and an end time needs a start time."
                ),
            ),
            models.CheckConstraint(
                name="event_is_not_part_of_itself",
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
                violation_error_message=_("An event cannot be part of itself."),
            ),
            models.CheckConstraint(
                name="registration_closes_after_it_opens",
                condition=Q(registration_opens_at=None)
                | Q(registration_closes_at=None)
                | Q(registration_closes_at__gte=F("registration_opens_at")),
                violation_error_message=_("Registration cannot close before it opens."),
            ),
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
            models.UniqueConstraint(
                name="event_can_be_referred_to_with_its_programme",
                fields=["id", "programme"],
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, update_fields=None, **kwargs):
        """
        Saves, and records what visitors had been told otherwise.

        Here and nowhere else, since staff, the loader and imports all pass through it
        (docs/decisions/0012).
        """
        with transaction.atomic():
            before = self._as_told(update_fields)
            super().save(*args, update_fields=update_fields, **kwargs)
            if before:
                self.changes.record(self, before, update_fields or TOLD)

    def get_absolute_url(self):
        return address("events:event_detail", self.slug)

    @property
    def starts_at(self):
        """The instant of the start, None unless day and time are known."""
        return times.instant(self.starts_on, self.starts_time, self.time_zone)

    @property
    def ends_at(self):
        """The instant of the end, None unless day and time are known."""
        return times.instant(self.ends_on, self.ends_time, self.time_zone)

    @property
    def last_moment(self):
        """When the event is over at the latest; None when nothing is known of its time."""
        return self.ends_at or times.end_of(self.ends_on or self.starts_on, self.time_zone)

    @property
    def is_over(self):
        """Whether visitors see it among the past events; the same rule as `over`."""
        has_passed = self.over_at is not None and self.over_at <= timezone.now()
        return has_passed and self.status != self.Status.POSTPONED

    @property
    def is_settled(self):
        """Whether visitors have been told of it as past: such facts are replaced with a reason only."""
        return self.is_public and self.is_over

    @property
    def is_in_calendar(self):
        """Whether its day is known, so that a calendar has a place for it."""
        return self.starts_on.precision == "day"

    @property
    def public_join_url(self):
        """The link for joining, empty unless everybody may see it."""
        return self.join_url if self.join_audience == self.Audience.PUBLIC else ""

    @property
    def awaits_closing(self):
        """Whether staff have yet to say what was brought home from it."""
        return self.is_over and self.closed_on is None and bool(self.city_role)

    @transaction.atomic
    def copy(self):
        """A new event like this one, unpublished, without what only happens once."""
        parts = [*self.agenda.all(), *self.event_baskets.all()]
        event = Event.objects.get(pk=self.pk)
        event.pk, event.is_public, event.closed_on = None, False, None
        event.joint_event_number = event.people_count = event.publish_at = None
        event.slug = f"{self.slug[:80]}-{get_random_string(8).lower()}"
        event.save(force_insert=True)
        for part in parts:
            part.pk, part.event = None, event
            part.save(force_insert=True)
        return event

    def clean(self):
        """Parts have no parts; an end with a time has a day; no time is one that is skipped."""
        if self.part_of and self.part_of.part_of_id:
            raise ValidationError({"part_of": _("Choose a whole event: this is itself a part.")})
        if self.ends_time and not self.ends_on:
            self.ends_on = self.starts_on
        for on, time in [("starts_on", "starts_time"), ("ends_on", "ends_time")]:
            if times.is_skipped(getattr(self, on), getattr(self, time), self.time_zone):
                raise ValidationError({time: _("The clocks skip this time on that day.")})

    def _as_told(self, update_fields):
        """What visitors rely on, as the database has it; None where a save leaves it alone."""
        is_about_it = update_fields is None or not set(update_fields).isdisjoint(TOLD)
        if self.pk is None or not is_about_it:
            return None
        # Columns by their own names: no need of the manager that looks for languages.
        told = EventQuerySet(Event).public().filter(pk=self.pk).order_by().values(*TOLD)
        return next(iter(told), None)
