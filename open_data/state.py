"""By what one can tell, with few questions, that the public data of a dataset has not changed."""

import hashlib
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, Value
from django.utils import timezone

from changes.models import Change

# How many of the last lines are looked at one by one. A transaction that ends late adds lines
# before others that are seen already: their number changes, though their last one does not.
LOOKED_AT = 10_000
# What becomes public, or ceases to be, as time passes.
CLOCKS = ["publish_at", "opens_at", "closes_at", "archived_at"]


class State:
    """The changes that the database knows of, and which times have passed, at one instant."""

    def __init__(self):
        self.now = timezone.now()
        self._passed = {}
        self._fingerprints = {}

    def fingerprint(self, dataset):
        """A text that is another one when the data of the dataset may be."""
        if dataset.name not in self._fingerprints:
            self._fingerprints[dataset.name] = self._seen(dataset)
        return self._fingerprints[dataset.name]

    def _seen(self, dataset):
        self.look_at([dataset])
        models = {model._meta.label_lower: model for model in (dataset.model, *dataset.hangs_on)}
        seen = [
            (name, self._lines.get(name), sorted(self._passed[model].items()))
            for name, model in sorted(models.items())
        ]
        return hashlib.sha256(repr((CODE, seen)).encode()).hexdigest()

    @cached_property
    def _lines(self):
        last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
        lines = Change.objects.filter(pk__gt=last - LOOKED_AT).order_by()
        counted = lines.values_list("table").annotate(Max("pk"), Count("pk"))
        return {table: numbers for table, *numbers in counted}

    def look_at(self, datasets):
        """Ask at once, of all models that decide on some datasets, of how many rows each time has passed."""
        models = {model for each in datasets for model in (each.model, *each.hangs_on)}
        models -= self._passed.keys()
        self._passed |= {model: {} for model in models}
        by_name = {model._meta.label_lower: model for model in models}
        counts = [self._count(name, by_name[name], clock) for name, clock in _clocks(by_name)]
        if counts:
            for told, number in counts[0].union(*counts[1:], all=True):
                name, _space, clock = told.partition(" ")
                self._passed[by_name[name]][clock] = number

    def _count(self, name, model, clock):
        rows = model._base_manager.filter(**{f"{clock}__lte": self.now}).order_by()
        return (
            rows.annotate(told=Value(f"{name} {clock}")).values_list("told").annotate(Count("pk"))
        )


def _clocks(models):
    """The clocks of models by their names, as (name, clock), in an order that stays."""
    for name, model in sorted(models.items()):
        for field in model._meta.concrete_fields:
            if field.name in CLOCKS:
                yield name, field.name


def _hash_of_code():
    """What makes the files: after an update they may be written otherwise."""
    own = sorted(Path(__file__).parent.rglob("*.py"))
    shared = [settings.BASE_DIR / "programme" / name for name in ("guarding.py", "numbers.py")]
    content = b"".join(path.read_bytes() for path in [*own, *shared])
    return hashlib.sha256(content).hexdigest()


CODE = _hash_of_code()
