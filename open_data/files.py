"""The files of a dataset: their names, their kinds, and what is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from open_data.columns import LANGUAGES, Column, Kind
from open_data.dataset import Dataset
from open_data.datasets import DATASETS
from open_data.reading import read
from open_data.writing import csv_files, json_files, xlsx_files

WIDE, LONG = "wide", "long"
FORMATS = {"csv": csv_files, "xlsx": xlsx_files, "json": json_files}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# The long form: a row for each text in each language.
LONG_COLUMNS = (
    Column("id", Kind.INTEGER, _("Number of the row in the wide form."), "12"),
    Column("column", Kind.IDENTIFIER, _("Column of the text, without its language."), "title"),
    Column("language", Kind.IDENTIFIER, _("Language of the text: fi, sv or en."), "sv"),
    Column(
        "text", Kind.TEXT, _("The text. What has not been written has no row."), "Ökad återvinning"
    ),
)
# As much as is handed on at once.
PIECE = 64 * 1024


@dataclass(frozen=True)
class Table:
    """What is written: the names of the columns and the rows, which are read while writing."""

    dataset: Dataset
    form: str
    names: list
    rows: Iterable


@dataclass(frozen=True)
class File:
    """A file of a dataset in a form and a format; it is made when somebody asks for it."""

    dataset: Dataset
    form: str
    format: str

    @property
    def name(self):
        """Such as “actions.csv” and “actions.long.csv”."""
        form = f".{LONG}" if self.form == LONG else ""
        return f"{self.dataset.name}{form}.{self.format}"

    @property
    def content_type(self):
        """The media type, for the header."""
        return TYPES[self.format]

    @property
    def media_type(self):
        """The media type without what belongs to it."""
        return self.content_type.partition(";")[0]

    def get_absolute_url(self):
        """Where it is: the same in all languages."""
        return _address(self.name)

    def table(self):
        """Its content, to be read once."""
        if self.form == WIDE:
            return Table(self.dataset, WIDE, self.dataset.wide, read(self.dataset))
        names = [column.name for column in LONG_COLUMNS]
        return Table(self.dataset, LONG, names, long_rows(self.dataset))

    def pieces(self, table=None):
        """Its bytes: the same for the same rows."""
        held, size = [], 0
        for piece in FORMATS[self.format].pieces(table or self.table()):
            held.append(piece)
            size += len(piece)
            if size >= PIECE:
                yield b"".join(held)
                held, size = [], 0
        yield b"".join(held)


@cache
def _address(name):
    return reverse("data_file", args=[name])


def long_rows(dataset):
    """A row for each text in each language, as (id, column, language, text)."""
    places = [
        (dataset.wide.index(name), column.name, language)
        for column in dataset.translated
        for name, language in zip(column.names(), LANGUAGES, strict=True)
    ]
    for row in read(dataset):
        for place, column, language in places:
            if row[place] is not None:
                yield row[0], column, language, row[place]


def files_of(dataset):
    """All files of a dataset; only texts in several languages have a long form."""
    forms = [WIDE, LONG] if dataset.translated else [WIDE]
    return [File(dataset, form, format) for form in forms for format in FORMATS]


FILES = {file.name: file for dataset in DATASETS.values() for file in files_of(dataset)}
