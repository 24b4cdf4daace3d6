"""Programmes, baskets, phases and cities."""

from django.conf import settings

from icc_site.loading import Record
from icc_site.rows import Cell
from icc_site.starting_data.cells import programme_of, published_with_source
from programme.models import BasketMembership, City, Participation, Phase, Programme, ThematicBasket


def programmes(row):
    yield Record(
        Programme,
        {"slug": row.words("slug")},
        {
            "short_name": row.text("short_name"),
            **row.texts("name"),
            "predecessor": row.one(Programme, "predecessor", slug=row.words("predecessor")),
            "website": row.text("website"),
            "starts_on": row.date("starts"),
            "ends_on": row.date("ends"),
            "cities_stated": row.integer("cities_stated"),
            "joint_events_planned": row.integer("joint_events_planned"),
            **published_with_source(row),
        },
    )


def baskets(row):
    programme = programme_of(row)
    yield Record(
        ThematicBasket,
        {"slug": row.words("slug")},
        {
            "programme": programme,
            "number": row.integer("number"),
            **row.texts("name"),
            "official_name": row.text("official_name_en"),
            "source_url": row.text("source_url"),
        },
    )


def phases(row):
    programme = programme_of(row)
    yield Record(
        Phase,
        {"programme": programme.value, "number": row.integer("number").value},
        {
            "slug": row.text("slug"),
            **row.texts("name"),
            **row.texts("deliverables"),
            "starts_on": row.date("starts"),
            "ends_on": row.date("ends"),
            "source_url": row.text("source_url"),
        },
    )


def cities(row):
    """A city and, as far as named, its part in ICC and in the programme before it."""
    slug = row.words("slug")
    yield Record(
        City,
        {"slug": slug},
        {
            **row.texts("name"),
            "native_name": row.text("native_name"),
            "country": row.text("country"),
            "latitude": row.decimal("latitude"),
            "longitude": row.decimal("longitude"),
            "geonames_id": row.integer("geonames_id"),
            "settlement_population": row.integer("settlement_population"),
            "website": row.text("website"),
            **_home(slug),
            "is_public": Cell("slug", True),
        },
    )
    city = row.one(City, "slug", slug=slug).value
    if row.words("icc_source_url"):
        yield _icc_participation(row, city)
    if row.words("icc_basket"):
        yield _icc_membership(row, city)
    if row.words("dcc") == "yes":
        dcc = row.one(Programme, "dcc", slug="dcc").value
        yield Record(
            Participation,
            {"city": city, "programme": dcc},
            {"source_url": row.text("dcc_source_url")},
        )


def _home(slug):
    """The home city is chosen by the first load; after that, by staff."""
    is_chosen = slug == settings.HOME_CITY and not City.objects.home().exists()
    return {"is_home": Cell("slug", True)} if is_chosen else {}


def _icc_participation(row, city):
    icc = row.one(Programme, "icc_source_url", slug="icc").value
    return Record(
        Participation,
        {"city": city, "programme": icc},
        {
            "role": row.choice("icc_role", Participation.Role),
            "role_basis": row.choice("icc_role_basis", Participation.Basis),
            "consortium": row.text("icc_consortium"),
            "source_url": row.text("icc_source_url"),
        },
    )


def _icc_membership(row, city):
    number = row.integer("icc_basket").value
    icc = row.one(Programme, "icc_basket", slug="icc").value
    basket = row.one(ThematicBasket, "icc_basket", programme=icc, number=number)
    participation = row.one(Participation, "slug", city=city, programme=icc)
    return Record(
        BasketMembership,
        {"participation": participation.value, "basket": basket.value},
        {
            "is_main": Cell("icc_basket", True),
            "source_url": row.text("basket_source_url"),
        },
    )
