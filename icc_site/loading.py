"""
How the starting data gets in: reading a cell, keeping what staff have changed.

`Row` reads cells, `Record` is one database row that a line of a file asks for, and
`Loader` puts records in. Which file asks for what is in `icc_site.starting_data`.
"""

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from programme.dates import PartialDate, to_partial_date
from programme.models import LoadedRow

MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})/([0-9]{4})")


class BadCell(Exception):
    """A cell that cannot be loaded: its column and the reason, as a sentence."""

    def __init__(self, column, reason):
        super().__init__(f"column {column}: {reason}")


class LeftAlone(Exception):
    """A row that is not loaded because staff have removed what it needs."""


class Cell(NamedTuple):
    """A value and the column that it was read from."""

    column: str
    value: object


@dataclass
class Record:
    """A database row that the data asks for: found by `key`, filled from `cells`."""

    model: type[models.Model]
    key: dict
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def name(self):
        """The key as one text, to remember the row by."""
        return ":".join(str(plain(value)) for value in self.key.values())


def plain(value):
    """A value as JSON keeps it; nothing is None, however a column says nothing."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bool | int):
        return value
    return str(value) if value else None


class Row:
    """One line of a file. Its methods read a cell, or say what is wrong with it."""

    def __init__(self, cells, line):
        self.cells, self.line, self.read = cells, line, set()

    def __contains__(self, column):
        return column in self.cells

    @property
    def unread(self):
        """The columns that nothing has asked for."""
        return set(self.cells) - self.read

    def raw(self, column):
        """The text of a cell; raises BadCell where the file has no such column."""
        if column not in self.cells:
            raise BadCell(column, "the file has no such column")
        self.read.add(column)
        return (self.cells[column] or "").strip()

    def text(self, column):
        return Cell(column, self.raw(column))

    def texts(self, field, english=None):
        """The language columns of a translated field, as far as the file has them."""
        columns = {
            f"{field}_{language}": f"{field}_{language}"
            for language in ("fi", "sv", "en")
        }
        if english:
            columns[f"{field}_en"] = english
        return {
            name: self.text(column)
            for name, column in columns.items()
            if column in self
        }

    def integer(self, column):
        text = self.raw(column)
        if text and not re.fullmatch("[0-9]+", text):
            raise BadCell(column, f"“{text}” is not a whole number")
        return Cell(column, int(text) if text else None)

    def decimal(self, column):
        text = self.raw(column)
        try:
            return Cell(column, Decimal(text) if text else None)
        except InvalidOperation:
            raise BadCell(column, f"“{text}” is not a number") from None

    def date(self, column):
        try:
            return Cell(column, to_partial_date(self.raw(column)))
        except ValidationError as error:
            raise BadCell(column, " ".join(error.messages)) from None

    def span(self, column):
        """The two ends of “2022-06”, “2018/2019”, “2015–2016” or “4/2017–12/2020”."""
        text = self.raw(column)
        try:
            ends = [_span_end(end) for end in _split_span(text)]
        except ValueError:
            raise BadCell(column, f"“{text}” is not a date or a span") from None
        return Cell(column, ends[0]), Cell(column, ends[-1])

    def choice(self, column, choices):
        """A word of the data as the value of a `TextChoices`; empty stays empty."""
        word = self.raw(column).replace(" ", "_")
        if word and word not in choices.values:
            known = ", ".join(choices.values)
            raise BadCell(column, f"“{word}” is not one of {known}")
        return Cell(column, word)

    def one(self, model, column, **key):
        """
        The database row that a cell refers to, None for an empty cell.

        `key` is how it is found. Raises BadCell if there is none, LeftAlone if it was
        loaded once and staff have removed it since.
        """
        text = self.raw(column)
        if not text:
            return Cell(column, None)
        found = model.objects.filter(**key).first()
        if found is None and _was_loaded(model, Record(model, key).name):
            raise LeftAlone
        if found is None:
            raise BadCell(column, f"there is no {model._meta.verbose_name} “{text}”")
        return Cell(column, found)


def _split_span(text):
    if re.fullmatch(r"[0-9]{4}/[0-9]{4}", text):
        return text.split("/")
    return text.split("–")


def _span_end(text):
    match = MONTH_AND_YEAR.fullmatch(text)
    return PartialDate(f"{match[2]}-{match[1].zfill(2)}" if match else text)


def _was_loaded(model, name):
    return LoadedRow.objects.filter(model=model._meta.label_lower, key=name).exists()


def rows(path):
    """The lines of a CSV file. Raises BadCell where it is not one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadCell("?", "the file is not in UTF-8") from None
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    for cells in reader:
        yield Row(cells, reader.line_num)


def refuse_uneven(row):
    """A line with more or fewer cells than the heading has lost its meaning."""
    if None in row.cells or None in row.cells.values():
        raise BadCell("?", "the line has not as many cells as the heading")


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
            outcome = self._update(
                record, thing, values, loaded.values if loaded else {}
            )
        if loaded is None or loaded.values != values:
            LoadedRow.objects.update_or_create(**place, defaults={"values": values})
        self.counts[outcome] += 1

    def _update(self, record, thing, values, before):
        current = {name: plain(getattr(thing, name)) for name in values}
        differing = {name for name in values if values[name] != current[name]}
        untouched = {
            name
            for name in differing
            if name in before and before[name] == current[name]
        }
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
        self.left_alone.append(
            f"{record.model._meta.verbose_name} {record.name}: {what}"
        )


def _bad_cell(record, error):
    """The first refusal of a validation, at the column that it is about."""
    name, messages = next(iter(error.message_dict.items()))
    if name == NON_FIELD_ERRORS:
        name = next(iter(record.cells or record.key))
    column = record.cells[name].column if name in record.cells else name
    return BadCell(column, " ".join(messages))
