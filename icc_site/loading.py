"""
How the starting data gets in without running over the work of staff.

A `Record` is one database row that a line of a file asks for; a `Loader` puts records
in. Which file asks for what is in `icc_site.starting_data`.
"""

from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from icc_site.rows import BadCell, Cell, key_name, plain
from programme.models import LoadedRow


@dataclass
class Record:
    """A database row that the data asks for: found by `key`, filled from `cells`."""

    model: type[models.Model]
    key: dict
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def name(self):
        """The key as one text, to remember the row by."""
        return key_name(self.key)


class Loader:
    """Puts records in and counts what became of them."""

    def __init__(self):
        self.counts = {"new": 0, "changed": 0, "as before": 0, "left alone": 0}
        self.left_alone = []
        self.seen = set()

    def load(self, record):
        """
        Make the database row say what the record does, but for the work of staff.

        A field belongs to staff when it differs from what was last loaded; so does a
        row that they made or removed. Raises BadCell for a value that is refused.
        """
        place = {"model": record.model._meta.label_lower, "key": record.name}
        if tuple(place.values()) in self.seen:
            return
        self.seen.add(tuple(place.values()))
        loaded = LoadedRow.objects.filter(**place).first()
        thing = record.model.objects.filter(**record.key).first()
        values = {name: plain(cell.value) for name, cell in record.cells.items()}
        if thing is None and loaded:
            self._say(record, "removed")
            self.counts["left alone"] += 1
            return
        if thing is None:
            self._save(record, record.model(**record.key), record.cells)
            outcome = "new"
        else:
            outcome = self._update(record, thing, values, loaded.values if loaded else {})
        if loaded is None or loaded.values != values:
            LoadedRow.objects.update_or_create(**place, defaults={"values": values})
        self.counts[outcome] += 1

    def _update(self, record, thing, values, before):
        current = {name: plain(getattr(thing, name)) for name in values}
        differing = {name for name in values if values[name] != current[name]}
        untouched = {name for name in differing if name in before and before[name] == current[name]}
        if untouched:
            self._save(record, thing, {name: record.cells[name] for name in untouched})
        if differing - untouched:
            self._say(record, ", ".join(sorted(differing - untouched)))
            return "left alone"
        return "changed" if untouched else "as before"

    def _save(self, record, thing, cells):
        for name, cell in cells.items():
            setattr(thing, name, cell.value)
        try:
            thing.full_clean()
        except ValidationError as error:
            raise _bad_cell(record, error) from None
        thing.save()

    def _say(self, record, what):
        self.left_alone.append(f"{record.model._meta.verbose_name} {record.name}: {what}")


def _bad_cell(record, error):
    """The first refusal of a validation, at the column that it is about."""
    name, messages = next(iter(error.message_dict.items()))
    if name == NON_FIELD_ERRORS:
        name = next(iter(record.cells or record.key))
    column = record.cells[name].column if name in record.cells else name
    return BadCell(column, " ".join(messages))
