"""Every list has an index for its order, so that its first page costs the same however long it is."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import Index, UniqueConstraint
from django.db.models.expressions import F, OrderBy
from django.db.models.functions import Coalesce

from events.models import Event
from programme.models import City
from programme.models.cities import BY_POPULATION

FRAME = "the frame of the network: a few rows each, whatever else grows"
PART = "read as a part of one thing, by the index of its foreign key"
JOINED = "ordered by rows beside it: read for one round, one city or one report at a time"
WITHOUT_INDEX = {
    "accounts.Session": "of one person at a time",
    "back_office.Import": "a few each week",
    "operations.JobRun": "removed after a while",
    "programme.Objective": FRAME,
    "programme.Programme": FRAME,
    "programme.Strategy": FRAME,
    "programme.GrownData": "one row",
    "programme.BasketMembership": PART,
    "programme.ActionOrganisation": PART,
    "programme.Milestone": PART,
    "programme.IndicatorValue": PART,
    "events.AgendaItem": PART,
    "events.Material": PART,
    "events.Takeaway": PART,
    "events.EventChange": PART,
    "reporting.ReportingRound": "a few each year",
    "reporting.ActionReport": JOINED,
    "back office: reporting.ActionReport": "sorted within a round, which an index finds",
    "reporting.ReportAttachment": PART,
    "reporting.ReportComment": PART,
    "reporting.LockException": "a few each round",
    "reporting.ActionContact": PART,
    "reporting.DeliveryAttempt": PART,
    "reporting.Reminder": PART,
    "readers.AccessibilityStatement": "one or two each year",
    "readers.Shortcoming": PART,
}


def models():
    """Ours, of every app of this repository."""
    ours = [config for config in apps.get_app_configs() if is_ours(config)]
    return [model for config in ours for model in config.get_models()]


def is_ours(config):
    return Path(config.path).parent == settings.BASE_DIR


def orders():
    """Each order in which a list is read, as (name, model, order): of models, changelists and pages."""
    for model in models():
        if model._meta.ordering:
            yield model._meta.label, model, model._meta.ordering
        care = admin.site._registry.get(model)
        if care and care.ordering:
            yield f"back office: {model._meta.label}", model, care.ordering
    yield "coming events", Event, Event.objects.upcoming().query.order_by
    yield "past events", Event, Event.objects.past().query.order_by
    yield "cities on a map", City, BY_POPULATION


def told(order):
    """One part of an order as (column, descending)."""
    if isinstance(order, OrderBy):
        column = order.expression
        if isinstance(column, Coalesce):
            column = column.source_expressions[0]
        return column.name, order.descending
    if isinstance(order, F):
        return order.name, False
    return order.lstrip("-"), order.startswith("-")


def columns(model, order):
    """The order in columns, as far as it goes before it is certain."""
    for name, descending in map(told, order):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name.partition("__")[0])
        yield field.name, descending
        if field.unique:
            return


def indexes(model):
    """What the database keeps in order, each as [(column, descending)]."""
    for field in model._meta.concrete_fields:
        if field.unique or field.db_index:
            yield [(field.name, False)]
    for each in [*model._meta.indexes, *model._meta.constraints]:
        if isinstance(each, Index | UniqueConstraint) and not each.condition:
            fields = each.fields_orders if isinstance(each, Index) and each.fields else each.fields
            parts = each.expressions or [
                f"{(direction and '-') or ''}{name}"
                for name, direction in (
                    fields if isinstance(each, Index) else [(f, "") for f in fields]
                )
            ]
            yield [told(part) for part in parts]


def has_index(model, order):
    wanted = list(columns(model, order))
    turned = [(name, not descending) for name, descending in wanted]
    return any(index[: len(way)] == way for index in indexes(model) for way in (wanted, turned))


@pytest.mark.parametrize(
    ("name", "model", "order"), [pytest.param(*each, id=each[0]) for each in orders()]
)
def test_list_has_an_index_for_its_order_or_a_reason(name, model, order):
    assert has_index(model, order) is not (name in WITHOUT_INDEX), list(columns(model, order))


def test_no_reason_is_left_of_a_list_that_is_gone():
    assert WITHOUT_INDEX.keys() <= {name for name, _model, _order in orders()}
