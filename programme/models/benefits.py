"""What taking part has brought."""

from decimal import Decimal
from typing import NamedTuple

from django.db import models
from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from programme.addresses import address
from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.actions import StrategyAction
from programme.models.cities import OTHER_PROGRAMME, City
from programme.models.integrity import References, ends_after_start
from programme.models.network import Programme, ThematicBasket
from programme.models.publication import PUBLICITY, built_once, published

# The values of `Benefit.Unit`, for a constraint.
UNITS = ["hours", "people", "contacts", "euros"]


def in_some_language(field):
    """The condition that a translated text is written, in whichever language."""
    columns = [f"{field}_{language}" for language in ("fi", "sv", "en")]
    written = [Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""}) for column in columns]
    return Q(*written, _connector=Q.OR)


# The values of `Benefit.Standing`, the surest first.
STANDINGS = ["received", "stated", "expected"]
BY_STANDING = Case(*(When(standing=each, then=at) for at, each in enumerate(STANDINGS)))
# By what the ledger counts, sums and can be narrowed.
TOLD_APART = ["programme", "standing", "kind", "effort", "starts_on"]
TOLD_APART += ["measure_unit", "measure_amount", "city"]


class Tally(NamedTuple):
    """How many benefits have all this in common, and what they measure together."""

    kind: str
    effort: str
    year: str
    unit: str
    number: int
    amount: Decimal | None


class BenefitQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published(), published("programme__"))

    def received(self):
        return self.filter(standing=Benefit.Standing.RECEIVED)

    def count_by_standing(self):
        """How many there are of each standing, as (standing, number), none left out."""
        counted = self.order_by().values_list("standing").annotate(Count("pk"))
        numbers = dict(counted)
        return [(standing, numbers.get(standing, 0)) for standing in Benefit.Standing]

    def tally(self):
        """How many there are, as (standing, [Tally]), for counting and summing in groups."""
        columns = ("standing", "kind", "effort", Left("starts_on", 4), "measure_unit")
        rows = self.order_by().values_list(*columns)
        counted = list(rows.annotate(Count("pk"), Sum("measure_amount")))
        return [
            (standing, [Tally(*row[1:]) for row in counted if row[0] == standing])
            for standing in Benefit.Standing
        ]

    def by_standing(self):
        """What is surest first: received, stated, expected."""
        return self.order_by(BY_STANDING, "-starts_on", "slug")


class Benefit(models.Model):
    """
    Something that taking part in a programme has brought, or should bring.

    The events it came from are told by `events`, which knows benefits and not the other way round.
    """

    class Kind(models.TextChoices):
        TOOL = "tool", _("tool")
        NETWORK = "network", _("network")
        CONSULTANCY = "consultancy", _("consultancy")
        PEER_DISCUSSION = "peer_discussion", _("peer discussion")
        VISIBILITY = "visibility", _("visibility")
        FUNDING_CHANNEL = "funding_channel", _("funding channel")
        TRAINING = "training", _("training")
        EVENT_ROLE = "event_role", _("event role")
        PARTNERSHIP = "partnership", _("partnership")

    class Standing(models.TextChoices):
        """How sure a benefit is: these are never mixed."""

        RECEIVED = "received", _("received")
        STATED = "stated", _("stated by the city")
        EXPECTED = "expected", _("expected")

    class Unit(models.TextChoices):
        """What a benefit is measured in; amounts of different units are never added up."""

        HOURS = "hours", _("hours")
        PEOPLE = "people", _("people")
        CONTACTS = "contacts", _("contacts")
        EUROS = "euros", _("euros")

    class Effort(models.TextChoices):
        """How much work of the city a benefit took, in working days of all together."""

        UNDER_1 = "under_1", _("under 1 working day")
        FROM_1_TO_5 = "1_to_5", _("1–5 working days")
        FROM_6_TO_20 = "6_to_20", _("6–20 working days")
        OVER_20 = "over_20", _("over 20 working days")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="benefits", verbose_name=_("programme")
    )
    basket = models.ForeignKey(
        ThematicBasket,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="benefits",
        verbose_name=_("thematic basket"),
    )
    city = models.ForeignKey(
        City,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="benefits",
        verbose_name=_("from the city"),
    )
    actions = models.ManyToManyField(
        StrategyAction, blank=True, related_name="benefits", verbose_name=_("serves the actions")
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    starts_on = PartialDateField(_("time, or its start"))
    ends_on = PartialDateField(_("end of the time"))
    evidence = models.TextField(_("evidence"), blank=True)
    evidence_on = PartialDateField(_("date of the evidence"))
    measure_amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    measure_unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    decision_url = LinkField(_("decision"))
    effort = models.CharField(_("effort of the city"), max_length=10, choices=Effort, blank=True)
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["-starts_on", "slug"]
        indexes = [
            models.Index(fields=["-starts_on", "slug"], name="benefit_order"),
            models.Index(BY_STANDING, F("starts_on").desc(), "slug", name="benefits_by_standing"),
            models.Index(fields=[*PUBLICITY, *TOLD_APART, "id"], name="public_benefits"),
        ]
        constraints = [
            ends_after_start(
                "benefit_ends_after_start", _("A benefit cannot end before it starts.")
            ),
            models.CheckConstraint(
                name="benefit_is_received_only_with_evidence",
                condition=(
                    ~Q(standing="received")
                    | ~Q(source_url="")
                    | (in_some_language("evidence") & ~Q(evidence_on=""))
                ),
                violation_error_message=_(
                    "A benefit counts as received only with evidence: a source that shows it, "
                    "or a description of the evidence with its date."
                ),
            ),
            models.CheckConstraint(
                name="benefit_is_measured_with_amount_and_unit",
                condition=(
                    Q(measure_amount=None, measure_unit="")
                    | Q(
                        measure_amount__isnull=False,
                        measure_amount__gt=0,
                        measure_unit__in=UNITS,
                    )
                ),
                violation_error_message=_(
                    "A measure has an amount above zero and a unit, or neither."
                ),
            ),
            models.CheckConstraint(
                name="benefit_in_euros_only_with_a_decision",
                condition=~Q(measure_unit="euros") | ~Q(decision_url=""),
                violation_error_message=_("Euros are told only with a link to the decision."),
            ),
            References(
                name="benefit_is_of_the_programme_of_its_basket",
                fields=["basket", "programme"],
                to_fields=["id", "programme"],
                violation_error_message=OTHER_PROGRAMME,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page that `events` makes of it, with the events that it came from."""
        return address("events:benefit_detail", self.slug)
