"""Programmes, their phases and baskets, and the cities that take part."""

from django.utils.translation import gettext_lazy as _

from open_data.columns import Column, Kind
from open_data.dataset import Dataset
from open_data.datasets.common import (
    ENDS,
    ID,
    SLUG,
    SOURCE,
    STARTS,
    UPDATED,
    WEBSITE,
    name,
    programme,
    text,
)
from programme.forms import CityFilterForm
from programme.models import (
    BasketMembership,
    City,
    Participation,
    Phase,
    Programme,
    ThematicBasket,
)
from programme.models.publication import published

PROGRAMMES = Dataset(
    "programmes",
    _("Programmes"),
    _("The programmes of the network, such as the Intelligent Cities Challenge."),
    Programme,
    lambda: Programme.objects.public(),
    (
        ID,
        SLUG,
        Column("short_name", Kind.TEXT, _("Short name or abbreviation."), "ICC"),
        name(_("Name of the programme."), "Intelligent Cities Challenge"),
        text(
            "summary", _("What the programme is, in short."), "Euroopan komission kaupunkiverkosto."
        ),
        Column(
            "predecessor",
            Kind.IDENTIFIER,
            _("The programme that it followed."),
            "dcc",
            path="predecessor__slug",
            refers="programmes",
            public=Programme.objects.public,
        ),
        WEBSITE,
        STARTS,
        ENDS,
        Column(
            "cities_stated",
            Kind.INTEGER,
            _("Number of cities as the programme itself states it."),
            "136",
            unit=_("cities"),
        ),
        Column(
            "joint_events_planned",
            Kind.INTEGER,
            _("Number of joint events that were planned."),
            "5",
            unit=_("events"),
        ),
        SOURCE,
        UPDATED,
    ),
    key="slug",
)
PHASES = Dataset(
    "phases",
    _("Phases"),
    _("The steps that a core city goes through in a programme, and what it delivers in them."),
    Phase,
    lambda: Phase.objects.filter(published("programme__")),
    (
        ID,
        programme(),
        Column("number", Kind.INTEGER, _("Its place among the phases, from 1."), "1"),
        Column(
            "slug", Kind.IDENTIFIER, _("Identifier of the phase within its programme."), "vision"
        ),
        name(_("Name of the phase."), "Visio ja tavoitteet"),
        text(
            "deliverables",
            _("What a city delivers in the phase."),
            "Strategia ja toimenpidesuunnitelma",
        ),
        STARTS,
        ENDS,
        SOURCE,
    ),
    hangs_on=(Programme,),
)
BASKETS = Dataset(
    "baskets",
    _("Thematic baskets"),
    _("The themes under which the cities of a programme work in groups."),
    ThematicBasket,
    lambda: ThematicBasket.objects.public(),
    (
        ID,
        SLUG,
        programme(),
        Column("number", Kind.INTEGER, _("Its place among the baskets, from 1."), "2"),
        name(_("Name of the basket."), "Vihreä talous"),
        Column("official_name", Kind.TEXT, _("Official name in English."), "Green economy"),
        SOURCE,
        UPDATED,
    ),
    key="slug",
    hangs_on=(Programme,),
)
CITIES = Dataset(
    "cities",
    _("Cities"),
    _("The cities of the network that are known by name."),
    City,
    lambda: City.objects.public(),
    (
        ID,
        SLUG,
        name(_("Name of the city; in Finnish and Swedish only where it differs."), "Antwerpen"),
        Column("native_name", Kind.TEXT, _("Name in the city’s own language."), "Antwerpen"),
        Column("country", Kind.IDENTIFIER, _("Country, by its two letters of ISO 3166-1."), "BE"),
        Column(
            "latitude",
            Kind.NUMBER,
            _("Latitude of the centre, by GeoNames (WGS 84)."),
            "51.2199",
            unit=_("degrees north"),
        ),
        Column(
            "longitude",
            Kind.NUMBER,
            _("Longitude of the centre, by GeoNames (WGS 84)."),
            "4.4003",
            unit=_("degrees east"),
        ),
        Column("geonames_id", Kind.INTEGER, _("Number of the place at GeoNames."), "2803138"),
        Column(
            "settlement_population",
            Kind.INTEGER,
            _("Population of the built-up place by GeoNames, not of the municipality."),
            "529247",
            unit=_("people"),
        ),
        WEBSITE,
        Column(
            "is_home",
            Kind.YES_NO,
            _("Whether it is the city whose site this is."),
            "false",
            is_required=True,
        ),
        UPDATED,
    ),
    key="slug",
    form=CityFilterForm,
)
CITY = Column(
    "city",
    Kind.IDENTIFIER,
    _("The city that takes part."),
    "pori",
    path="city__slug",
    refers="cities",
)
PARTICIPATIONS = Dataset(
    "participations",
    _("Participations"),
    _("The part of each city in each programme: its role and its time."),
    Participation,
    lambda: Participation.objects.public(),
    (
        ID,
        CITY,
        programme(),
        Column(
            "role",
            Kind.CHOICE,
            _("Role of the city. Empty when it is not known."),
            "core",
            choices=Participation.Role,
        ),
        Column(
            "role_basis",
            Kind.CHOICE,
            _("Whether a source states the role or we derived it."),
            "stated",
            choices=Participation.Basis,
        ),
        Column("consortium", Kind.TEXT, _("Group of cities that took part together."), "Satakunta"),
        STARTS,
        ENDS,
        SOURCE,
    ),
    hangs_on=(City, Programme),
)
MEMBERSHIPS = Dataset(
    "basket-memberships",
    _("Cities in baskets"),
    _("Which city works in which thematic basket."),
    BasketMembership,
    lambda: BasketMembership.objects.public(),
    (
        ID,
        Column(
            "city",
            Kind.IDENTIFIER,
            _("The city that works in the basket."),
            "pori",
            path="participation__city__slug",
            refers="cities",
        ),
        programme(),
        Column(
            "basket",
            Kind.IDENTIFIER,
            _("The thematic basket."),
            "green-economy",
            path="basket__slug",
            refers="baskets",
        ),
        Column(
            "is_main",
            Kind.YES_NO,
            _("Whether it is the main basket of the city."),
            "true",
            is_required=True,
        ),
        SOURCE,
    ),
    hangs_on=(City, Participation, Programme, ThematicBasket),
)
DATASETS = (PROGRAMMES, PHASES, BASKETS, CITIES, PARTICIPATIONS, MEMBERSHIPS)
