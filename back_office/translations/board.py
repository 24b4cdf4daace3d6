"""What the translation board shows: rows of any model, their languages, and how far each model is."""

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst

from back_office.models import Translation
from back_office.models.translations import OPEN_STATES, State
from back_office.translations.gaps import gaps
from back_office.translations.places import Place, place_of
from back_office.translations.texts import LANGUAGES, columns_of, model_of
from programme.words import patterns

# What is most in need of work comes first in a cell.
URGENT_FIRST = [State.OUTDATED, State.EMPTY, State.DONE, State.NOT_NEEDED, State.SOURCE]


class Share(NamedTuple):
    """How many texts of a model are ready in one language, of all that are written in any."""

    model: str
    language: str
    ready: int
    all: int

    @property
    def is_complete(self):
        return self.ready == self.all

    @property
    def percent(self):
        """The width of the bar; whole only when all are ready."""
        return 100 * self.ready // self.all


class Progress(NamedTuple):
    """How far a model is, in each language."""

    label: str
    name: str
    shares: list[Share]


class Count(NamedTuple):
    """How many texts of a cell are in a state."""

    state: State
    number: int


@dataclass
class Cell:
    """The texts of one row in one language."""

    language: str
    address: str
    counts: list[Count]


@dataclass
class Line:
    """One row of any model on the board."""

    thing: models.Model
    place: Place
    translations: list[Translation]

    @property
    def kind(self):
        return capfirst(self.thing._meta.verbose_name)

    @property
    def whole(self):
        """What the row is a part of, if it has no form of its own."""
        return getattr(self.thing, self.place.key.name) if self.place.key else None

    @property
    def address(self):
        """The form on which the row is edited."""
        first = self.translations[0]
        return self.place.address(self.thing, first.field, first.source_language)

    @property
    def cells(self):
        return [self._cell(code) for code in LANGUAGES]

    @property
    def gaps(self):
        states = {(row.field, row.language): row.state for row in self.translations}
        return gaps(self.thing, states)

    def _cell(self, code):
        states = [row.state for row in self.translations if row.language == code]
        counts = [Count(state, states.count(state)) for state in URGENT_FIRST if state in states]
        address = reverse(
            "admin:translate", args=[self.thing._meta.label_lower, self.thing.pk, code]
        )
        return Cell(code, address, counts)


def progress(visible):
    """How far each of the models is, those without a text left out; one query."""
    # Counted whole, straight from the index; picking some models would be slower.
    counted = Translation.objects.counted()
    told = []
    for model in visible:
        label = model._meta.label_lower
        shares = [_share(label, code, counted.get((label, code), {})) for code in LANGUAGES]
        if shares[0].all:
            told.append(Progress(label, capfirst(model._meta.verbose_name_plural), shares))
    return sorted(told, key=lambda progress: progress.name)


def _share(label, code, states):
    number = sum(states.values())
    unready = sum(states.get(state, 0) for state in OPEN_STATES)
    return Share(label, code, number - unready, number)


def found(words, visible):
    """The condition that a row of one of the models has the words in some of its texts."""
    condition = Q(pk=None)
    for model in visible:
        things = model._default_manager.order_by().alias(written=_all_texts(model))
        for pattern in patterns(words):
            things = things.filter(written__iregex=pattern)
        condition |= Q(model=model._meta.label_lower, object_id__in=things.values("pk"))
    return condition


def _all_texts(model):
    """All texts of a row as one, since SQLite calls Python for each that it looks into."""
    parts = []
    for name in columns_of(model):
        parts += [Coalesce(name, Value("")), Value("\n")]
    # Not Concat, which nests so deep that SQLite gives up.
    flat = {"template": "(%(expressions)s)", "arg_joiner": " || "}
    return Func(*parts, output_field=models.TextField(), **flat)


def keys(translations):
    """The rows that the translations are of, as (model, key), each once."""
    return translations.order_by("model", "object_id").values_list("model", "object_id").distinct()


def lines(some_keys):
    """The rows of these keys, in order; two queries, and one for each model among them."""
    wanted = {
        label: [key for _label, key in group]
        for label, group in groupby(some_keys, lambda key: key[0])
    }
    condition = Q(pk=None)
    for label, ids in wanted.items():
        condition |= Q(model=label, object_id__in=ids)
    rows = Translation.objects.filter(condition).order_by("model", "object_id", "pk")
    by_key = groupby(rows, lambda row: (row.model, row.object_id))
    translations = {key: list(group) for key, group in by_key}
    told = []
    for label, ids in wanted.items():
        things, place = _things(label, ids)
        told += [
            Line(things[key], place, translations[label, key])
            for key in ids
            if key in things and (label, key) in translations
        ]
    return told


def _things(label, ids):
    model = model_of(label)
    place = place_of(model)
    things = model._default_manager.all()
    if place.key:
        things = things.select_related(place.key.name)
    return things.in_bulk(ids), place
