"""Where an address stands in the back office: the rows that hold it, as their reader may see them."""

from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.urls import reverse

from back_office.links.addresses import addresses_in

# So many are shown of an address that many rows share.
MOST = 10


class Place(NamedTuple):
    """A row that can be opened, and the column of it, or of a part of it, that holds the address."""

    url: str
    thing: models.Model
    column: str


def places_for(request, site, links):
    """
    Give each link its `shown_places`: what the last run has found, as far as it is still so.

    A query or two for each model, however many links there are.
    """
    keys = defaultdict(set)
    for link in links:
        link.shown_places = []
        for label, key, _column in link.places[:MOST]:
            keys[label].add(key)
    rows = {label: _rows(request, site, label, of) for label, of in sorted(keys.items())}
    for link in links:
        for label, key, column in link.places[:MOST]:
            if key in rows[label]:
                _show(link, *rows[label][key], column)


def _rows(request, site, label, keys):
    """By its key each row with the one that is opened for it: itself, or what it is a part of."""
    model = apps.get_model(label)
    part_of = "" if model in site._registry else _whole_of(model, site)
    if part_of is None:
        return {}
    whole = model._meta.get_field(part_of).related_model if part_of else model
    page = site._registry[whole]
    if not page.has_view_permission(request):
        return {}
    visible = page.get_queryset(request).order_by()
    if not part_of:
        return {row.pk: (row, row) for row in visible.filter(pk__in=keys)}
    parts = model._base_manager.filter(pk__in=keys, **{f"{part_of}__in": visible.values("pk")})
    return {part.pk: (part, getattr(part, part_of)) for part in parts.select_related(part_of)}


def _whole_of(model, site):
    """The name of the relation to what a part cannot exist without; None where there is none."""
    for field in model._meta.concrete_fields:
        is_owner = field.many_to_one and field.remote_field.on_delete is models.CASCADE
        if is_owner and field.related_model in site._registry:
            return field.name
    return None


def _show(link, row, opened, name):
    column = row._meta.get_field(name)
    if link.address in addresses_in(column, getattr(row, name)):
        meta = opened._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[opened.pk])
        link.shown_places.append(Place(url, opened, column.verbose_name))
