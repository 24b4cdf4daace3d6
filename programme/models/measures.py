"""What is counted: indicators, and their baselines, targets and actual values."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programme.addresses import address
from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.integrity import CopiedBooleanField, References
from programme.models.publication import PUBLICITY, built_once, published

OUTSIDE_SHARE = _("A percentage is from 0 to 100.")


class IndicatorQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published())

    def with_values(self):
        """Fetch the values along, the latest first."""
        values = models.Prefetch("values", IndicatorValue.objects.latest_first())
        return self.prefetch_related(values)


class Indicator(models.Model):
    """Something that is counted, in one unit and for one area."""

    class RollUp(models.TextChoices):
        """How the values that actions report become one value of the indicator."""

        NONE = "none", _("not added up")
        SUM = "sum", _("sum of all periods")
        LATEST = "latest", _("sum of each action’s latest value")
        AVERAGE = "average", _("average of the actions")

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=50, blank=True)
    scope = models.CharField(
        _("area"),
        max_length=100,
        blank=True,
        help_text=_("The area that the values are about."),
    )
    is_share = models.BooleanField(
        _("share of a whole"),
        default=False,
        help_text=_("A percentage of something: its values are from 0 to 100."),
    )
    roll_up = models.CharField(
        _("how reported values are added up"),
        max_length=10,
        choices=RollUp,
        default=RollUp.NONE,
        help_text=_(
            "A share of a whole is always added up through its numerators and denominators, "
            "as a ratio."
        ),
    )
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["slug"]
        indexes = [models.Index(fields=PUBLICITY, name="public_indicators")]
        constraints = [
            models.UniqueConstraint(
                name="indicator_can_be_referred_to_as_a_share",
                fields=["id", "is_share"],
            ),
            models.CheckConstraint(
                name="indicator_roll_up_is_known",
                condition=Q(roll_up__in=["none", "sum", "latest", "average"]),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("programme:indicator_detail", self.slug)

    @property
    def latest(self):
        """The latest actual value, else the latest baseline, else None."""
        known = [value for value in self.values.all() if value.kind != "target"]
        return next((value for value in known if value.kind == "actual"), (known or [None])[0])

    @property
    def target(self):
        """The target that lies furthest ahead, else None."""
        targets = (value for value in self.values.all() if value.kind == "target")
        return next(targets, None)

    def clean(self):
        """A share cannot have the values of something else."""
        outside = self.pk and self.values.exclude(value=None).exclude(value__range=(0, 100))
        if self.is_share and outside and outside.exists():
            raise ValidationError(
                {"is_share": _("Not a share: it has values below 0 or over 100.")}
            )


class IndicatorValueQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published("indicator__"))

    def latest_first(self):
        return self.order_by("-starts_on", "-ends_on", "kind")


class IndicatorValue(models.Model):
    """One value of an indicator: where it began, where it is, or where it should be."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("baseline")
        ACTUAL = "actual", _("actual")
        TARGET = "target", _("target")

    class YearBasis(models.TextChoices):
        """How the period of a value is known."""

        STATED = "stated", _("stated in the source")
        PUBLICATION_DATE = "publication_date", _("from the publication date")
        PUBLICATION_YEAR = "publication_year", _("from the publication year")
        DERIVED = "derived", _("derived")
        NOT_STATED = "not_stated", _("not stated")

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="values", verbose_name=_("indicator")
    )
    is_share = CopiedBooleanField(source="indicator.is_share")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    starts_on = PartialDateField(_("period starts on"))
    ends_on = PartialDateField(_("period ends on"))
    period_as_printed = models.CharField(
        _("period as printed"),
        max_length=100,
        blank=True,
        help_text=_("When the source says it in words, such as spring 2019."),
    )
    year_basis = models.CharField(
        _("how the period is known"),
        max_length=20,
        choices=YearBasis,
        default=YearBasis.STATED,
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    value_as_printed = models.CharField(
        _("value as printed"),
        max_length=100,
        blank=True,
        help_text=_("With the words of the source, such as about 3,000."),
    )
    note = models.TextField(_("note on the source"), blank=True)
    source_url = LinkField(_("source"))

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of an indicator")
        ordering = ["indicator", "starts_on", "ends_on", "kind"]
        constraints = [
            models.CheckConstraint(
                name="value_period_ends_after_start",
                condition=Q(ends_on__latest__gte=F("starts_on__earliest")),
                violation_error_message=_("A period cannot end before it starts."),
            ),
            models.UniqueConstraint(
                name="one_value_of_a_kind_for_a_period",
                fields=["indicator", "kind", "starts_on", "ends_on"],
                violation_error_message=_("The indicator has such a value for this period."),
            ),
            models.CheckConstraint(
                name="share_is_from_0_to_100",
                condition=Q(is_share=False) | Q(value=None) | Q(value__range=(0, 100)),
                violation_error_message=OUTSIDE_SHARE,
            ),
            models.CheckConstraint(
                name="value_says_something",
                condition=Q(value__isnull=False)
                | (Q(value_as_printed_fi__isnull=False) & ~Q(value_as_printed_fi="")),
                violation_error_message=_("Give the value as a number, in Finnish words, or both."),
            ),
            References(
                name="value_is_a_share_if_its_indicator_is",
                fields=["indicator", "is_share"],
                to_fields=["id", "is_share"],
                cascade=True,
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.get_kind_display()} {self.starts_on}"

    @property
    def is_period_inferred(self):
        """Whether the period is not in the words of the source."""
        return self.year_basis != self.YearBasis.STATED

    def clean(self):
        """The constraint on shares in a form, which does not know the copied column."""
        is_outside = self.value is not None and not 0 <= self.value <= 100
        if is_outside and self.indicator.is_share:
            raise ValidationError({"value": OUTSIDE_SHARE})
