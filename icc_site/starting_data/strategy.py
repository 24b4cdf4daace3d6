"""Strategies, objectives, actions and indicators."""

import re

from django.utils.text import slugify

from icc_site.loading import Record
from icc_site.rows import Cell
from icc_site.starting_data.cells import programme_of, published_with_source
from programme.dates import PartialDate
from programme.models import (
    ActionOrganisation,
    Indicator,
    IndicatorValue,
    Objective,
    Organisation,
    Strategy,
    StrategyAction,
)


def strategies(row):
    cells = {
        "programme": programme_of(row),
        **row.texts("name"),
        "adopted_on": row.date("approved_on"),
        "adopted_by_fi": row.text("approved_by_fi"),
        "decision_url": row.text("decision_url"),
        "website": row.text("website"),
        **published_with_source(row),
    }
    for field, column in [
        ("adopted_by_sv", "approved_by_sv"),
        ("adopted_by_en", "approved_by_en"),
    ]:
        if column in row:
            cells[field] = row.text(column)
    if "actions_stated" in row:
        cells["actions_stated"] = row.integer("actions_stated")
    yield Record(Strategy, {"slug": row.words("slug")}, cells)


def objectives(row):
    strategy = _strategy(row)
    parent = row.one(Objective, "parent", strategy=strategy.value, code=row.words("parent"))
    yield Record(
        Objective,
        {"strategy": strategy.value, "code": row.words("code")},
        {"parent": parent, **row.texts("name"), "source_url": row.text("source_url")},
    )


def actions(row):
    """An action and the organisations that answer for it."""
    strategy = _strategy(row)
    objective = row.one(
        Objective, "objective", strategy=strategy.value, code=row.words("objective")
    )
    status = row.choice("status", StrategyAction.Status)
    yield Record(
        StrategyAction,
        {"code": row.words("code")},
        {
            "strategy": strategy,
            "objective": objective,
            **row.texts("title"),
            **row.texts("aim"),
            "starts_on": row.date("starts"),
            "ends_on": row.date("ends"),
            "stated_status": Cell(
                "status", status.value or StrategyAction.Status.NO_INFORMATION.value
            ),
            **published_with_source(row),
        },
    )
    yield from _responsibilities(row)


def _responsibilities(row):
    names = {
        f"name_{language}": [name.strip() for name in row.words(column).split(";") if name.strip()]
        for language, column in [
            ("fi", "responsible"),
            ("sv", "responsible_sv"),
            ("en", "responsible_en"),
        ]
        if column in row
    }
    action = row.one(StrategyAction, "code", code=row.words("code")).value
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
    slug = row.words("indicator")
    yield Record(
        Indicator,
        {"slug": slug},
        {
            **row.texts("name"),
            **row.texts("unit"),
            "unit_fi": row.text("unit"),
            **row.texts("scope"),
            "scope_fi": row.text("scope"),
            "is_share": Cell("unit", row.words("unit") == "%"),
            "is_public": Cell("indicator", True),
        },
    )
    indicator = row.one(Indicator, "indicator", slug=slug).value
    yield _indicator_value(row, indicator)
    source = row.words("source_url")
    for action in StrategyAction.objects.exclude(source_url="").filter(source_url=source):
        through = StrategyAction.indicators.through
        yield Record(through, {"strategyaction": action, "indicator": indicator})


def _indicator_value(row, indicator):
    words = row.words("period")
    # “kevät 2019” is kept as printed; the year in it is what the database sorts by.
    year = re.fullmatch(r"[^0-9]+ ([0-9]{4})", words)
    printed = {"period_as_printed_fi": Cell("period", words if year else "")}
    for language in ("sv", "en"):
        if year and f"period_{language}" in row:
            printed[f"period_as_printed_{language}"] = row.text(f"period_{language}")
    start, end = (Cell("period", PartialDate(year[1])),) * 2 if year else row.span("period")
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


def _strategy(row):
    return row.one(Strategy, "strategy", slug=row.words("strategy"))
