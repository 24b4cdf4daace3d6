"""Reading the lines of a CSV file, cell by cell, and saying what is wrong with one."""

import csv
import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.core.exceptions import ValidationError
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


def plain(value):
    """A value as JSON keeps it; nothing is None, however a column says nothing."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bool | int):
        return value
    return str(value) if value else None


def key_name(key):
    """What a database row is found by, as one text to remember it by."""
    return ":".join(str(plain(value)) for value in key.values())


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

    def words(self, column):
        """The text of a cell; raises BadCell where the file has no such column."""
        if column not in self.cells:
            raise BadCell(column, "the file has no such column")
        self.read.add(column)
        return (self.cells[column] or "").strip()

    def text(self, column):
        return Cell(column, self.words(column))

    def texts(self, field, english=None):
        """The language columns of a translated field, as far as the file has them."""
        columns = {f"{field}_{language}": f"{field}_{language}" for language in ("fi", "sv", "en")}
        if english:
            columns[f"{field}_en"] = english
        return {name: self.text(column) for name, column in columns.items() if column in self}

    def integer(self, column):
        text = self.words(column)
        if text and not re.fullmatch("[0-9]+", text):
            raise BadCell(column, f"“{text}” is not a whole number")
        return Cell(column, int(text) if text else None)

    def decimal(self, column):
        text = self.words(column)
        try:
            return Cell(column, Decimal(text) if text else None)
        except InvalidOperation:
            raise BadCell(column, f"“{text}” is not a number") from None

    def date(self, column):
        try:
            return Cell(column, to_partial_date(self.words(column)))
        except ValidationError as error:
            raise BadCell(column, " ".join(error.messages)) from None

    def span(self, column):
        """The two ends of “2022-06”, “2018/2019”, “2015–2016” or “4/2017–12/2020”."""
        text = self.words(column)
        try:
            ends = [_span_end(end) for end in _split_span(text)]
        except ValueError:
            raise BadCell(column, f"“{text}” is not a date or a span") from None
        return Cell(column, ends[0]), Cell(column, ends[-1])

    def choice(self, column, choices):
        """A word of the data as the value of a `TextChoices`; empty stays empty."""
        word = self.words(column).replace(" ", "_")
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
        text = self.words(column)
        if not text:
            return Cell(column, None)
        found = model.objects.filter(**key).first()
        if found is None and _was_loaded(model, key):
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


def _was_loaded(model, key):
    place = {"model": model._meta.label_lower, "key": key_name(key)}
    return LoadedRow.objects.filter(**place).exists()


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
