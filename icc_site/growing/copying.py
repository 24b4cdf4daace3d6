"""Copies of rows, made in the database by one statement for each table."""

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from events.models import AgendaItem, Event, EventBasket, Takeaway
from programme.models import (
    ActionGoal,
    ActionOrganisation,
    BasketMembership,
    Benefit,
    City,
    Indicator,
    IndicatorValue,
    Milestone,
    NewsItem,
    Participation,
    StrategyAction,
)
from programme.models.integrity import SortKeyField
from reporting.models import ActionReport, ReportRevision, ReportTransition

# In the order in which one needs another. Revisions are sealed one by one, in `reports`.
THINGS = [City, Indicator, StrategyAction, Benefit, Event, NewsItem]
GROWN = [
    *(City, Participation, BasketMembership),
    *(Indicator, IndicatorValue),
    *(StrategyAction, StrategyAction.indicators.through),
    *(ActionOrganisation, ActionGoal, Milestone),
    *(Benefit, Benefit.actions.through),
    *(Event, EventBasket, Event.benefits.through, AgendaItem, Takeaway),
    NewsItem,
    *(ActionReport, ReportTransition),
]
# What a copy cannot share with its original.
ONLY_ONCE = {"is_home": "false", "joint_event_number": "NULL"}
NUMBER = "CAST(copies.number AS text)"
# With leading zeros, as a sort key has it.
PADDED = "substr(CAST(1000000 + copies.number AS text), 2)"


def stride():
    """How far the primary key of a copy lies from that of the copy before it."""
    keys = [model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in GROWN]
    return 10 ** len(str(max(keys)))


def copy_all(factor, step):
    """Make each row `factor` rows; the primary key of a copy is `number * step` more."""
    with connection.cursor() as cursor:
        for model in GROWN if factor > 1 else []:
            cursor.execute(copy_sql(model, step), [factor - 1])
        for statement in connection.ops.sequence_reset_sql(no_style(), [*GROWN, ReportRevision]):
            cursor.execute(statement)


def copy_sql(model, step):
    """The statement that copies the rows of a model; its parameter is how many times."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(_value(model, field, quote(field.column), step) for field in fields)
    return " ".join(
        [
            *("INSERT INTO", table, f"({columns})"),
            "WITH RECURSIVE copies(number) AS",
            "(SELECT 1 UNION ALL SELECT number + 1 FROM copies WHERE number < %s)",
            *("SELECT", values, "FROM copies CROSS JOIN", table, "AS old"),
            f"WHERE old.id < {step} ORDER BY copies.number, old.id",
        ]
    )


def _value(model, field, column, step):
    """What stands in a column of a copy, in the words of both databases."""
    old = f"old.{column}"
    if field.primary_key or (field.is_relation and field.related_model in [*GROWN, ReportRevision]):
        return f"{old} + copies.number * {step}"
    if field.name in ONLY_ONCE:
        return ONLY_ONCE[field.name]
    if isinstance(field, SortKeyField):
        return f"{old} || '-' || {PADDED}"
    if field.unique:
        return f"{old} || '-' || {NUMBER}"
    if model in THINGS and field.name.partition("_")[0] in ("name", "title"):
        shortened = f"substr({old}, 1, {field.max_length - 7})"
        return f"CASE WHEN {old} > '' THEN {shortened} || ' ' || {NUMBER} ELSE {old} END"
    return old
