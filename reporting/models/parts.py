"""What belongs to a report: its measured values, and the words between those who work on it."""

from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programme.models import Indicator
from reporting.models.people import Person
from reporting.models.reports import ActionReport


class ReportValueQuerySet(models.QuerySet):
    def in_order(self):
        return self.select_related("indicator").order_by("indicator__slug")


class ReportValue(models.Model):
    """A measured value in a report: a number, or the reason why there is none."""

    class NoValueReason(models.TextChoices):
        NOT_YET = "not_yet", _("not available yet")
        NOT_APPLICABLE = "not_applicable", _("does not apply")
        NOT_COLLECTED = "not_collected", _("not collected")
        CONFIDENTIAL = "confidential", _("confidential")

    report = models.ForeignKey(
        ActionReport, models.CASCADE, related_name="values", verbose_name=_("progress report")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="report_values", verbose_name=_("indicator")
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(
        _("part"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("whole"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    no_value_reason = models.CharField(
        _("why there is no value"), max_length=20, choices=NoValueReason, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)

    objects = ReportValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("measured value")
        verbose_name_plural = _("measured values")
        ordering = ["report", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="one_value_of_an_indicator_in_a_report", fields=["report", "indicator"]
            ),
            models.CheckConstraint(
                name="value_is_a_number_or_a_reason",
                condition=Q(value=None) & ~Q(no_value_reason="")
                | Q(value__isnull=False, no_value_reason=""),
                violation_error_message=_("Give a number, or say why there is none."),
            ),
            models.CheckConstraint(
                name="share_has_both_part_and_whole",
                condition=Q(numerator=None, denominator=None)
                | Q(
                    numerator__isnull=False,
                    # Said too: a comparison with nothing is not false to a constraint.
                    denominator__isnull=False,
                    denominator__gt=0,
                    value__isnull=False,
                ),
                violation_error_message=_("A share needs its part and its whole, above zero."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.value if self.value is not None else self.no_value_reason}"


def stored_name(attachment, name):
    """A name that nobody can guess, with the ending of what the file is."""
    return f"reports/{token_urlsafe(16)}.{name.rpartition('.')[2]}"


class ReportAttachment(models.Model):
    """A file that belongs to one report; public when the report is."""

    class Licence(models.TextChoices):
        """How others may use it, by the terms of Creative Commons or not at all."""

        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC0 = "cc0-1.0", "CC0 1.0"
        RESERVED = "reserved", _("all rights reserved")

    report = models.ForeignKey(
        ActionReport, models.CASCADE, related_name="attachments", verbose_name=_("progress report")
    )
    title = models.CharField(_("title"), max_length=200)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, default=Licence.CC_BY)
    file = models.FileField(_("file"), upload_to=stored_name, unique=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["report", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("attachment", args=[self.file.name.removeprefix("reports/")])


class ReportComment(models.Model):
    """A word between reporter, coordinator and approver; never public."""

    report = models.ForeignKey(
        ActionReport, models.CASCADE, related_name="comments", verbose_name=_("progress report")
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    label = models.CharField(_("who wrote it"), max_length=200, blank=True)
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    must_fix = models.BooleanField(_("must be mended before approval"), default=False)
    resolved_at = models.DateTimeField(_("mended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="comment_is_mended_after_it_was_written",
                condition=Q(resolved_at=None) | Q(resolved_at__gte=F("written_at")),
            ),
        ]

    def __str__(self):
        return self.text[:60]
