"""The programmes of the network, their phases and their thematic baskets."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programme.addresses import address
from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.integrity import ends_after_start
from programme.models.publication import built_once, number_of, published

# Where a programme stands by its state: sentences without a verdict.
WHERE_IT_STANDS = {
    "coming": _("The programme has not begun."),
    "running": _("The programme is running."),
    "over": _("The programme has ended."),
}


def state_on(thing, day):
    """
    Whether the span of a thing is "coming", "running" or "over" on a day.

    A month or a year that the day is in counts as running.
    """
    if thing.starts_on and day < thing.starts_on.earliest:
        return "coming"
    return "over" if thing.ends_on and thing.ends_on.latest < day else "running"


def state_today(thing):
    """Whether the span of a thing is "coming", "running" or "over" today."""
    return state_on(thing, timezone.localdate())


class ProgrammeQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published())

    def with_counts(self):
        """Add `cities_known`, the public cities that are named as members."""
        participations = apps.get_model("programme", "Participation").objects.of_public_cities()
        return self.annotate(cities_known=number_of(participations, "programme"))


class Programme(models.Model):
    """A programme of the network with its time and its numbers, such as ICC."""

    slug = models.SlugField(_("address"), unique=True)
    short_name = models.CharField(_("short name"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    predecessor = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("predecessor"),
    )
    summary = models.TextField(_("summary"), blank=True)
    website = LinkField(_("website"))
    starts_on = PartialDateField(_("starts on"))
    ends_on = PartialDateField(_("ends on"))
    cities_stated = models.PositiveIntegerField(
        _("number of cities as stated by the programme"), null=True, blank=True
    )
    joint_events_planned = models.PositiveSmallIntegerField(
        _("joint events planned"), null=True, blank=True
    )
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["starts_on", "slug"]
        constraints = [
            ends_after_start(
                "programme_ends_after_start",
                _("A programme cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="programme_is_not_its_own_predecessor",
                condition=Q(predecessor=None) | ~Q(predecessor=F("id")),
                violation_error_message=_("A programme cannot be its own predecessor."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("programme:programme_detail", self.slug)

    @property
    def where_now(self):
        """Where the programme stands today, as a sentence."""
        return WHERE_IT_STANDS[state_today(self)]


class Phase(models.Model):
    """A step that a core city goes through, and what it has to deliver in it."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="phases", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    slug = models.SlugField(_("identifier"))
    name = models.CharField(_("name"), max_length=200)
    deliverables = models.TextField(_("deliverables"), blank=True)
    starts_on = PartialDateField(_("starts on"))
    ends_on = PartialDateField(_("ends on"))
    source_url = LinkField(_("source"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["programme", "number"]
        constraints = [
            ends_after_start("phase_ends_after_start", _("A phase cannot end before it starts.")),
            models.UniqueConstraint(
                name="phase_number_once_in_a_programme",
                fields=["programme", "number"],
                violation_error_message=_("The programme already has a phase of this number."),
            ),
            models.UniqueConstraint(
                name="phase_identifier_once_in_a_programme",
                fields=["programme", "slug"],
                violation_error_message=_("The programme already has a phase of this identifier."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def state(self):
        """Today: "coming", "running" or "over"."""
        return state_today(self)


class ThematicBasketQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published("programme__"), removed_at=None)

    def with_counts(self):
        """Add `cities_known` and `is_of_home`: the public cities in it, ours among them."""
        memberships = apps.get_model("programme", "BasketMembership").objects.all()
        at_home = memberships.filter(
            published("participation__city__"), participation__city__is_home=True
        )
        return self.annotate(
            cities_known=number_of(memberships.of_public_cities(), "basket"),
            is_of_home=Exists(at_home.filter(basket=OuterRef("pk")).order_by()),
        )


class ThematicBasket(models.Model):
    """A theme under which the cities of a programme work in a group."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="baskets", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    official_name = models.CharField(_("official English name"), max_length=200, blank=True)
    source_url = LinkField(_("source"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ThematicBasketQuerySet.as_manager()

    class Meta:
        verbose_name = _("thematic basket")
        verbose_name_plural = _("thematic baskets")
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(
                name="basket_number_once_in_a_programme",
                fields=["programme", "number"],
                violation_error_message=_("The programme already has a basket of this number."),
            ),
            models.UniqueConstraint(
                name="basket_can_be_referred_to_with_its_programme",
                fields=["id", "programme"],
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("programme:basket_detail", self.slug)

    def clean(self):
        """A basket in use stays in its programme."""
        if self.pk and self.memberships.exclude(programme=self.programme_id).exists():
            raise ValidationError(
                {
                    "programme": _(
                        "Cities are in this basket through another programme: remove them first."
                    )
                }
            )
