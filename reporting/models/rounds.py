"""The calls for progress, and who may write outside of their time."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from programme.models import Programme
from programme.models.publication import Present, built_once, published
from programme.words import in_every_language
from reporting.models.people import Person

# Names of pages below /report/.
RESERVED = ["board", "link", "queue"]
LONGEST_EXCEPTION = timedelta(days=14)


class ReportingRoundQuerySet(models.QuerySet):
    @built_once
    def public(self):
        """The rounds that visitors may know of: those that have begun."""
        return self.filter(published("programme__"), opens_at__lte=Present())

    def open(self):
        """The rounds in which reports can be sent now."""
        now = timezone.now()
        in_use = Q(archived_at=None) | Q(archived_at__gt=now)
        return self.filter(in_use, opens_at__lte=now, closes_at__gt=now)

    def before(self, round):
        """The earlier rounds of the same programme, the latest first."""
        earlier = self.filter(programme=round.programme_id, ends_on__lt=round.starts_on)
        return earlier.order_by("-ends_on")


class ReportingRound(models.Model):
    """
    One call for progress over a period.

    Its state follows from the clock, so that no job can forget to open or close it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSING = "closing", _("past its due date")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="rounds", verbose_name=_("programme")
    )
    slug = models.SlugField(_("address"), unique=True)
    sequence = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("period starts on"))
    ends_on = models.DateField(_("period ends on"))
    opens_at = models.DateTimeField(_("opens at"))
    due_at = models.DateTimeField(_("due at"))
    closes_at = models.DateTimeField(_("closes at"))
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    public_note = models.TextField(
        _("public note"), blank=True, help_text=_("Shown on the page of the round once it closes.")
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = ReportingRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["-ends_on", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="round_number_once_in_a_programme",
                fields=["programme", "sequence"],
                violation_error_message=_("The programme already has a round of this number."),
            ),
            models.CheckConstraint(
                name="round_period_ends_after_start",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("The period cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="round_opens_before_it_is_due_and_closes",
                condition=Q(opens_at__lt=F("due_at"), due_at__lte=F("closes_at")),
                violation_error_message=_(
                    "A round opens before it is due, and closes when it is due or later."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reporting:round_detail", args=[self.slug])

    @cached_property
    def so_far(self):
        """It and the earlier rounds of its programme, the latest first: name, address and end of each."""
        rounds = ReportingRound.objects.filter(
            programme=self.programme_id, ends_on__lte=self.ends_on
        )
        return list(rounds.only("slug", "ends_on", *in_every_language("name")))

    @property
    def state(self):
        """Where the round is now, by the clock."""
        return self.state_at(timezone.now())

    def state_at(self, now):
        """Where the round is at an instant."""
        if self.archived_at and self.archived_at <= now:
            return self.State.ARCHIVED
        bounds = [
            (self.closes_at, self.State.CLOSED),
            (self.due_at, self.State.CLOSING),
            (self.opens_at, self.State.OPEN),
        ]
        return next((state for at, state in bounds if at <= now), self.State.PLANNED)

    @property
    def asked(self):
        """Of how many actions something is expected; known where `counted_rounds` has counted."""
        return self.reported + self.missing

    def is_open_at(self, now):
        """Whether reports can be sent, be it late."""
        return self.state_at(now) in (self.State.OPEN, self.State.CLOSING)

    def clean(self):
        """What needs other rows or local time; the database refuses overlaps as well."""
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("This address is used by a page. Choose another.")})
        if not all((self.starts_on, self.ends_on, self.closes_at, self.programme_id)):
            return
        if self.ends_on > timezone.localdate(self.closes_at):
            raise ValidationError({"ends_on": _("The period must end before the round closes.")})
        others = ReportingRound.objects.filter(programme=self.programme_id).exclude(pk=self.pk)
        same_time = others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)
        if other := same_time.first():
            message = _("The period overlaps with that of %(round)s.")
            raise ValidationError({"starts_on": ValidationError(message, params={"round": other})})
        if not self.is_example and ReportingRound.objects.filter(is_example=True).exists():
            raise ValidationError(
                _("There are example rounds here. Real reports are never mixed with examples.")
            )


class LockExceptionQuerySet(models.QuerySet):
    def active_at(self, now):
        return self.filter(
            Q(revoked_at=None) | Q(revoked_at__gt=now), starts_at__lte=now, until__gt=now
        )

    def covering(self, report):
        """Those for a report itself or for its round."""
        return self.filter(Q(report=report) | Q(round=report.round_id))


class LockException(models.Model):
    """A leave for one person to write outside of the time of a round, with its reason."""

    report = models.ForeignKey(
        "reporting.ActionReport",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exceptions",
        verbose_name=_("progress report"),
    )
    round = models.ForeignKey(
        ReportingRound,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exceptions",
        verbose_name=_("reporting round"),
    )
    # Empty once the person has been forgotten: a move may name the exception.
    granted_to = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        related_name="exceptions",
        verbose_name=_("granted to"),
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("granted by"),
    )
    starts_at = models.DateTimeField(_("from when"), default=timezone.now)
    until = models.DateTimeField(_("until when"))
    reason = models.TextField(_("reason"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = LockExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception from the lock")
        verbose_name_plural = _("exceptions from the lock")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="exception_is_for_a_report_or_a_round",
                condition=Q(report=None, round__isnull=False) | Q(report__isnull=False, round=None),
                violation_error_message=_("Choose a report or a round, not both."),
            ),
            models.CheckConstraint(
                name="exception_ends_after_start",
                condition=Q(until__gt=F("starts_at")),
                violation_error_message=_("An exception ends after it begins."),
            ),
            models.CheckConstraint(name="exception_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.granted_to or '–'} – {self.report or self.round}"

    def clean(self):
        """No exception is longer than fourteen days, and it is for somebody who can use it."""
        if self.starts_at and self.until and self.until - self.starts_at > LONGEST_EXCEPTION:
            raise ValidationError({"until": _("An exception lasts 14 days at most.")})
        if self.granted_to and (self.report or self.round) and not self._is_of_use():
            message = _("This person does not report on what you have chosen.")
            raise ValidationError({"granted_to": message})

    def _is_of_use(self):
        user = self.granted_to.user
        if user and user.has_perm("reporting.coordinate_reporting"):
            return True
        reports = (self.round or self.report.round).reports.of_person(self.granted_to)
        return reports.filter(pk=self.report_id).exists() if self.report else reports.exists()
