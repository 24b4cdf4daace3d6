"""The member cities, and the part of each in the programmes."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from programme.addresses import address
from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.integrity import CopiedForeignKey, References, ends_after_start
from programme.models.network import Programme, ThematicBasket
from programme.models.publication import PUBLICITY, SELDOM_SHOWN, built_once, hidden, published

# The home city before all others, and the greatest first.
BY_POPULATION = [F("is_home").desc(), Coalesce("settlement_population", 0).desc(), "slug"]
OTHER_PROGRAMME = _("The basket belongs to another programme.")


class CityQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published())

    def home(self):
        """The city whose site this is: one, or none before it is chosen."""
        return self.filter(is_home=True)


class City(models.Model):
    """A member city of the network."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    native_name = models.CharField(_("name in its own language"), max_length=200, blank=True)
    country = CountryField(_("country"))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north, WGS 84."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east, WGS 84."),
    )
    geonames_id = models.PositiveIntegerField(_("GeoNames number"), null=True, blank=True)
    settlement_population = models.PositiveIntegerField(
        _("population of the settlement"),
        null=True,
        blank=True,
        help_text=_("Of the built-up place, by GeoNames: not of the municipality."),
    )
    website = LinkField(_("website"))
    is_home = models.BooleanField(
        _("home city"), default=False, help_text=_("The city whose site this is.")
    )
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["slug"]
        indexes = [
            models.Index(*BY_POPULATION, name="cities_by_population"),
            models.Index(fields=[*PUBLICITY, "country", "id"], name="public_cities"),
            models.Index(fields=["id"], name="hidden_cities", condition=SELDOM_SHOWN),
        ]
        constraints = [
            models.UniqueConstraint(
                name="only_one_home_city",
                fields=["is_home"],
                condition=Q(is_home=True),
                violation_error_message=_("Another city is the home city already."),
            ),
            models.CheckConstraint(
                name="home_city_is_not_removed",
                condition=Q(is_home=False) | Q(removed_at=None),
                violation_error_message=_("The home city cannot be removed."),
            ),
            models.CheckConstraint(
                name="city_is_on_earth",
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_(
                    "Give both latitude (−90 to 90) and longitude (−180 to 180), or neither."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("programme:city_detail", self.slug)

    @property
    def why_it_stays(self):
        """Why nobody removes it, as a sentence; empty where one may."""
        return _("The home city cannot be removed.") if self.is_home else ""

    def clean(self):
        """Every city has the name by which it is known in the network; other languages fall back to it."""
        if not self.name_en:
            raise ValidationError({"name_en": _("Give the name of the city in English.")})


class ParticipationQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published("programme__"), published("city__"))

    def of_public_cities(self):
        """Those of cities that visitors see: all but those of the few that they do not."""
        return self.exclude(city__in=City.objects.filter(hidden()).order_by())

    def of_home(self):
        """The parts of the home city, in the latest programme first."""
        return self.filter(city__is_home=True).order_by("-programme__starts_on")


class Participation(models.Model):
    """The part of one city in one programme."""

    class Role(models.TextChoices):
        CORE = "core", _("core city")
        MENTOR = "mentor", _("mentor city")
        FELLOW = "fellow", _("fellow city")
        OBSERVER = "observer", _("observer")

    class Basis(models.TextChoices):
        """How a role is known."""

        STATED = "stated", _("stated in a source")
        DERIVED = "derived", _("derived from sources")

    city = models.ForeignKey(
        City, models.CASCADE, related_name="participations", verbose_name=_("city")
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="participations",
        verbose_name=_("programme"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, blank=True)
    role_basis = models.CharField(
        _("how the role is known"), max_length=10, choices=Basis, blank=True
    )
    consortium = models.CharField(_("consortium"), max_length=200, blank=True)
    baskets = models.ManyToManyField(
        ThematicBasket,
        through="BasketMembership",
        related_name="participations",
        verbose_name=_("thematic baskets"),
    )
    starts_on = PartialDateField(_("starts on"))
    ends_on = PartialDateField(_("ends on"))
    source_url = LinkField(_("source"))

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["programme", "city"]
        indexes = [models.Index(fields=["programme", "city"], name="cities_of_programme")]
        constraints = [
            ends_after_start(
                "participation_ends_after_start",
                _("A participation cannot end before it starts."),
            ),
            models.UniqueConstraint(
                name="city_once_in_a_programme",
                fields=["city", "programme"],
                violation_error_message=_("The city is in this programme already."),
            ),
            models.CheckConstraint(
                name="role_comes_with_how_it_is_known",
                condition=Q(role="", role_basis="") | (~Q(role="") & ~Q(role_basis="")),
                violation_error_message=_("A role and how it is known come together."),
            ),
            models.UniqueConstraint(
                name="participation_can_be_referred_to_with_its_programme",
                fields=["id", "programme"],
            ),
        ]

    def __str__(self):
        return f"{self.city} – {self.programme.short_name}"

    def clean(self):
        """A participation with baskets stays in its programme."""
        if self.pk and self.memberships.exclude(programme=self.programme_id).exists():
            raise ValidationError(
                {
                    "programme": _(
                        "The participation has baskets of another programme: remove them first."
                    )
                }
            )

    @property
    def is_role_derived(self):
        """Whether the role is our conclusion and not the words of a source."""
        return self.role_basis == self.Basis.DERIVED


class BasketMembershipQuerySet(models.QuerySet):
    @built_once
    def public(self):
        shown = self.filter(published("programme__"), published("participation__city__"))
        return shown.filter(basket__removed_at=None)

    def of_public_cities(self):
        """Those of cities that visitors see: all but those of the few that they do not."""
        of_hidden = Participation.objects.filter(city__in=City.objects.filter(hidden()).order_by())
        return self.exclude(participation__in=of_hidden.order_by())


class BasketMembership(models.Model):
    """A basket that a city works in, in one programme."""

    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("participation"),
    )
    basket = models.ForeignKey(
        ThematicBasket,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("thematic basket"),
    )
    programme = CopiedForeignKey(
        Programme, models.CASCADE, related_name="+", source="participation.programme_id"
    )
    is_main = models.BooleanField(_("main basket"), default=False)
    source_url = LinkField(_("source"))

    objects = BasketMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("basket of a participation")
        verbose_name_plural = _("baskets of a participation")
        ordering = ["participation", "-is_main", "basket"]
        constraints = [
            models.UniqueConstraint(
                name="basket_once_in_a_participation",
                fields=["participation", "basket"],
                violation_error_message=_("The city is in this basket already."),
            ),
            models.UniqueConstraint(
                name="one_main_basket_in_a_participation",
                fields=["participation"],
                condition=Q(is_main=True),
                violation_error_message=_("Only one basket can be the main one."),
            ),
            References(
                name="membership_is_of_the_programme_of_its_participation",
                fields=["participation", "programme"],
                to_fields=["id", "programme"],
            ),
            References(
                name="membership_is_of_the_programme_of_its_basket",
                fields=["basket", "programme"],
                to_fields=["id", "programme"],
                violation_error_message=OTHER_PROGRAMME,
            ),
        ]

    def __str__(self):
        return str(self.basket)

    def clean(self):
        """The rule on baskets in a form, which does not know the copied column."""
        if self.basket_id and self.basket.programme_id != self.participation.programme_id:
            raise ValidationError({"basket": OTHER_PROGRAMME})
