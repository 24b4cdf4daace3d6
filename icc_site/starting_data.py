"""
What each file of the starting data asks for, in the order in which they are loaded.

A function per file takes a `Row` and yields the `Record`s that it stands for. The columns
are explained in `icc_site/public_data/README.md`.
"""

import re

from django.conf import settings
from django.utils.text import slugify

from events.models import Event
from icc_site.loading import Cell, LeftAlone, Record
from programme.dates import PartialDate
from programme.models import (
    ActionOrganisation,
    BasketMembership,
    Benefit,
    City,
    Indicator,
    IndicatorValue,
    NewsItem,
    Objective,
    Organisation,
    Participation,
    Phase,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)


def programmes(row):
    yield Record(
        Programme,
        {"slug": row.raw("slug")},
        {
            "short_name": row.text("short_name"),
            **row.texts("name"),
            "predecessor": row.one(
                Programme, "predecessor", slug=row.raw("predecessor")
            ),
            "website": row.text("website"),
            "starts_on": row.date("starts"),
            "ends_on": row.date("ends"),
            "cities_stated": row.integer("cities_stated"),
            "joint_events_planned": row.integer("joint_events_planned"),
            **_published_with_source(row),
        },
    )


def baskets(row):
    programme = _programme(row)
    yield Record(
        ThematicBasket,
        {"slug": row.raw("slug")},
        {
            "programme": programme,
            "number": row.integer("number"),
            **row.texts("name"),
            "official_name": row.text("official_name_en"),
            "source_url": row.text("source_url"),
        },
    )


def phases(row):
    programme = _programme(row)
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
    slug = row.raw("slug")
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
    if row.raw("icc_source_url"):
        yield _icc_participation(row, city)
    if row.raw("icc_basket"):
        yield _icc_membership(row, city)
    if row.raw("dcc") == "yes":
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


def strategies(row):
    cells = {
        "programme": _programme(row),
        **row.texts("name"),
        "adopted_on": row.date("approved_on"),
        "adopted_by_fi": row.text("approved_by_fi"),
        "decision_url": row.text("decision_url"),
        "website": row.text("website"),
        **_published_with_source(row),
    }
    for field, column in [
        ("adopted_by_sv", "approved_by_sv"),
        ("adopted_by_en", "approved_by_en"),
    ]:
        if column in row:
            cells[field] = row.text(column)
    if "actions_stated" in row:
        cells["actions_stated"] = row.integer("actions_stated")
    yield Record(Strategy, {"slug": row.raw("slug")}, cells)


def objectives(row):
    strategy = _strategy(row)
    parent = row.one(
        Objective, "parent", strategy=strategy.value, code=row.raw("parent")
    )
    yield Record(
        Objective,
        {"strategy": strategy.value, "code": row.raw("code")},
        {"parent": parent, **row.texts("name"), "source_url": row.text("source_url")},
    )


def actions(row):
    """An action and the organisations that answer for it."""
    strategy = _strategy(row)
    objective = row.one(
        Objective, "objective", strategy=strategy.value, code=row.raw("objective")
    )
    status = row.choice("status", StrategyAction.Status)
    yield Record(
        StrategyAction,
        {"code": row.raw("code")},
        {
            "strategy": strategy,
            "objective": objective,
            **row.texts("title"),
            **row.texts("aim"),
            "starts_on": row.date("starts"),
            "ends_on": row.date("ends"),
            "status": Cell(
                "status", status.value or StrategyAction.Status.NO_INFORMATION.value
            ),
            **_published_with_source(row),
        },
    )
    yield from _responsibilities(row)


def _responsibilities(row):
    names = {
        f"name_{language}": [
            name.strip() for name in row.raw(column).split(";") if name.strip()
        ]
        for language, column in [
            ("fi", "responsible"),
            ("sv", "responsible_sv"),
            ("en", "responsible_en"),
        ]
        if column in row
    }
    action = row.one(StrategyAction, "code", code=row.raw("code")).value
    # Of several the source does not say which one leads.
    role = ActionOrganisation.Role.PRIMARY.value if len(names["name_fi"]) == 1 else ""
    for number, name in enumerate(names["name_fi"]):
        cells = {
            field: Cell("responsible", values[number])
            for field, values in names.items()
            if number < len(values)
        }
        yield Record(Organisation, {"slug": slugify(name)}, cells)
        organisation = row.one(Organisation, "responsible", slug=slugify(name)).value
        yield Record(
            ActionOrganisation,
            {"action": action, "organisation": organisation},
            {"role": Cell("responsible", role)},
        )


def indicator_values(row):
    """An indicator, one value of it, and the action whose page gives the value."""
    slug = row.raw("indicator")
    yield Record(
        Indicator,
        {"slug": slug},
        {
            **row.texts("name"),
            **row.texts("unit"),
            "unit_fi": row.text("unit"),
            **row.texts("scope"),
            "scope_fi": row.text("scope"),
            "is_share": Cell("unit", row.raw("unit") == "%"),
            "is_public": Cell("indicator", True),
        },
    )
    indicator = row.one(Indicator, "indicator", slug=slug).value
    yield _indicator_value(row, indicator)
    source = row.raw("source_url")
    for action in StrategyAction.objects.exclude(source_url="").filter(
        source_url=source
    ):
        through = StrategyAction.indicators.through
        yield Record(through, {"strategyaction": action, "indicator": indicator})


def _indicator_value(row, indicator):
    words = row.raw("period")
    # “kevät 2019” is kept as printed; the year in it is what the database sorts by.
    year = re.fullmatch(r"[^0-9]+ ([0-9]{4})", words)
    printed = {"period_as_printed_fi": Cell("period", words if year else "")}
    for language in ("sv", "en"):
        if year and f"period_{language}" in row:
            printed[f"period_as_printed_{language}"] = row.text(f"period_{language}")
    start, end = (
        (Cell("period", PartialDate(year[1])),) * 2 if year else row.span("period")
    )
    kind = row.choice("kind", IndicatorValue.Kind).value
    return Record(
        IndicatorValue,
        {
            "indicator": indicator,
            "kind": kind,
            "starts_on": start.value,
            "ends_on": end.value,
        },
        {
            **printed,
            "year_basis": row.choice("year_basis", IndicatorValue.YearBasis),
            "value": row.decimal("value"),
            **row.texts("value_as_printed"),
            "value_as_printed_fi": row.text("value_as_printed"),
            **row.texts("note", english="note"),
            "source_url": row.text("source_url"),
        },
    )


def benefits(row):
    start, end = row.span("happened")
    title = row.raw("title_en")
    yield Record(
        Benefit,
        {"slug": slugify(f"{row.raw('programme')} {title}")[:120]},
        {
            "programme": _programme(row),
            "kind": row.choice("kind", Benefit.Kind),
            "standing": row.choice("standing", Benefit.Standing),
            **row.texts("title"),
            **row.texts("description"),
            "starts_on": start,
            "ends_on": end,
            **_published_with_source(row),
        },
    )


def news(row):
    """An item; one that only touches the programmes is “related”."""
    published_on, title = row.date("published"), row.raw("title_en")
    programme = Cell("programme", None)
    if row.raw("programme") != "related":
        programme = row.one(Programme, "programme", slug=row.raw("programme").lower())
    yield Record(
        NewsItem,
        {"slug": slugify(f"{published_on.value} {title}")[:120]},
        {
            "programme": programme,
            "published_on": published_on,
            **row.texts("title"),
            **row.texts("summary"),
            **_published_with_source(row),
        },
    )


def events(row):
    yield Record(
        Event,
        {"slug": row.raw("slug")},
        {
            "programme": _programme(row),
            "kind": row.choice("kind", Event.Kind),
            "joint_event_number": row.integer("joint_event_number"),
            **row.texts("title"),
            "starts_on": row.date("starts"),
            "ends_on": row.date("ends"),
            "mode": row.choice("mode", Event.Mode),
            **row.texts("place", english="place"),
            "city_role": row.choice("pori_role", Event.CityRole),
            "website": row.text("website"),
            **row.texts("note", english="note"),
            **_published_with_source(row),
        },
    )


def _programme(row):
    return row.one(Programme, "programme", slug=row.raw("programme"))


def _strategy(row):
    return row.one(Strategy, "strategy", slug=row.raw("strategy"))


def _published_with_source(row):
    source = row.text("source_url")
    return {"source_url": source, "is_public": Cell("source_url", True)}


def records(file, row):
    """The records of a line, as far as staff have left what they stand on."""
    try:
        yield from FILES[file](row)
    except LeftAlone:
        return


FILES = {
    "programmes.csv": programmes,
    "baskets.csv": baskets,
    "phases.csv": phases,
    "cities.csv": cities,
    "strategies.csv": strategies,
    "objectives.csv": objectives,
    "actions.csv": actions,
    "indicator_values.csv": indicator_values,
    "benefits.csv": benefits,
    "news.csv": news,
    "events.csv": events,
}
