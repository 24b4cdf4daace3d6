"""What has been said and done: rows that are added and never changed."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programme.models.publication import Present, built_once, published
from reporting.models.people import Person
from reporting.models.reports import ActionReport, State, on_public_action
from reporting.models.rounds import LockException

PROPOSAL_LASTS = timedelta(days=30)


class Unchangeable(Exception):
    """An attempt to change or remove a row of the record."""


class RecordQuerySet(models.QuerySet):
    """Rows that are added and never removed; the database refuses changes by itself."""

    def delete(self):
        raise Unchangeable

    delete.queryset_only = True


class ReportRevision(models.Model):
    """
    A report as it stood at one instant: self-contained, hashed, chained to the one before.

    The public page is drawn from `snapshot`. How the hashes are made: `reporting/hashing.py`.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        CORRECTION = "correction", _("corrected")
        TRANSLATION = "translation", _("translated")

    report = models.ForeignKey(
        ActionReport, models.PROTECT, related_name="revisions", verbose_name=_("progress report")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    snapshot = models.JSONField(_("content"))
    salts = models.JSONField(_("salts of the fields"))
    content_hash = models.CharField(_("hash"), max_length=64)
    previous_hash = models.CharField(_("hash of the one before"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a report")
        verbose_name_plural = _("revisions of reports")
        ordering = ["report", "number"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="latest_revisions")]
        constraints = [
            models.UniqueConstraint(
                name="revision_number_once_in_a_report", fields=["report", "number"]
            ),
            models.CheckConstraint(
                name="only_the_first_revision_has_none_before",
                condition=Q(number=1, previous_hash="") | (Q(number__gt=1) & ~Q(previous_hash="")),
            ),
            models.CheckConstraint(
                name="correction_has_a_reason", condition=~Q(kind="correction", reason="")
            ),
        ]

    def __str__(self):
        return f"{self.report} ({self.number})"

    def save(self, *args, **kwargs):
        """Added once; see `docs/decisions/0014-…` for why this save is our own."""
        if self.pk:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Unchangeable


class ReportTransition(models.Model):
    """One move of a report: who, when, by which door, and what was said."""

    class Via(models.TextChoices):
        FORM = "form", _("form")
        SIGNED_LINK = "signed_link", _("e-mailed link")
        ADMIN = "admin", _("back office")
        BULK = "bulk", _("several at once")
        SYSTEM = "system", _("the system")

    report = models.ForeignKey(
        ActionReport, models.PROTECT, related_name="transitions", verbose_name=_("progress report")
    )
    sequence = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("move"), max_length=20)
    from_state = models.CharField(_("state before"), max_length=12, choices=State)
    to_state = models.CharField(_("state after"), max_length=12, choices=State)
    made_at = models.DateTimeField(_("made at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    actor_label = models.CharField(_("made by"), max_length=200, blank=True)
    actor_role = models.CharField(_("role"), max_length=12)
    comment = models.TextField(_("comment"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    via = models.CharField(_("way in"), max_length=12, choices=Via)
    exception = models.ForeignKey(
        LockException,
        models.PROTECT,
        null=True,
        related_name="transitions",
        verbose_name=_("exception from the lock"),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("move of a report")
        verbose_name_plural = _("moves of reports")
        ordering = ["report", "sequence"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="latest_moves")]
        constraints = [
            models.UniqueConstraint(
                name="move_number_once_in_a_report", fields=["report", "sequence"]
            ),
            models.CheckConstraint(
                name="return_has_a_comment", condition=~Q(name="return", comment="")
            ),
        ]

    def __str__(self):
        return f"{self.report}: {self.name}"

    def delete(self, *args, **kwargs):
        raise Unchangeable


class CorrectionQuerySet(models.QuerySet):
    @built_once
    def public(self):
        """The confirmed ones of reports that visitors see, the latest first."""
        return self.filter(
            on_public_action("report__"),
            published("report__round__programme__"),
            report__round__opens_at__lte=Present(),
            revision__isnull=False,
        ).order_by("-revision__made_at", "-pk")

    def open_at(self, now):
        """Proposals that still can be confirmed."""
        return self.filter(decided_at=None, proposed_at__gt=now - PROPOSAL_LASTS)


class Correction(models.Model):
    """A proposed change of an approved report, and its revision once it is confirmed."""

    class Category(models.TextChoices):
        TYPING_ERROR = "typing_error", _("typing error")
        NEW_DATA = "new_data", _("new data")
        METHOD_CHANGE = "method_change", _("change of method")
        WRONG_CLASSIFICATION = "wrong_classification", _("wrong classification")
        OTHER = "other", _("other reason")

    report = models.ForeignKey(
        ActionReport, models.PROTECT, related_name="corrections", verbose_name=_("progress report")
    )
    # {path: [old value, new value]} with the paths of the snapshot.
    changes = models.JSONField(_("changes"))
    category = models.CharField(_("kind of reason"), max_length=20, choices=Category)
    reason = models.TextField(_("reason"), blank=True, help_text=_("Public."))
    language = models.CharField(
        _("language of the reason"), max_length=2, choices=settings.LANGUAGES
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    revision = models.OneToOneField(
        ReportRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("revision"),
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["-proposed_at", "-id"], name="latest_corrections")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_correction_of_a_report",
                fields=["report"],
                condition=Q(decided_at=None),
                violation_error_message=_("A correction of this report waits already."),
            ),
            models.CheckConstraint(
                name="other_reason_is_said_in_words",
                condition=~Q(category="other", reason=""),
                violation_error_message=_("Say in words why the report is corrected."),
            ),
            models.CheckConstraint(
                name="confirmed_correction_has_been_decided",
                condition=Q(revision=None) | Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.report}: {self.get_category_display()}"
