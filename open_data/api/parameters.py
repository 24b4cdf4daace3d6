"""What may be asked of the list of a dataset, and what is made of it."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal

from django import forms
from ninja import Schema
from pydantic import AfterValidator, Field, create_model

from open_data.columns import LANGUAGES, Kind
from open_data.datasets import DATASETS
from programme.models import Participation

MOST, USUAL = 200, 50
LARGEST = 2**63 - 1
# RFC 3339, 5.6.
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
FIRST, LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
# Choices of the forms of the pages that are no columns of the dataset.
CHOICES = {"role": Participation.Role.values, "took_part": ["yes"]}
WORDS = {
    "theme": "strategy and code, such as “resurssiviisas-1”",
    "basket": "its slug",
    "organisation": "its slug",
    "programme": "its slug",
    "country": "two letters of ISO 3166-1",
    "year": "such as 2026",
    "city": "its slug",
    "event": "its slug",
    "action": "its code",
}
# What a row may lack, which is asked for by this word.
NONE = "~none"
MAY_LACK = {"actions": ["theme", "basket", "organisation"], "benefits": ["year", "effort"]}


def instant(text):
    """A text as an instant. Raises ValueError when it is none of RFC 3339."""
    # A plus that was not escaped arrives as a space.
    text = text.replace(" ", "+")
    if not INSTANT.fullmatch(text):
        raise ValueError("an instant looks like 2026-11-23T08:15:00Z")
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError as error:
        raise ValueError("there is no such instant") from error
    # So far away that a calendar ends: nothing was recorded there.
    if moment.year < FIRST.year:
        return FIRST
    # In UTC, since PostgreSQL knows no zone as odd as -21:20.
    return moment.astimezone(UTC) if moment.year < LAST.year else LAST


def _optional(description, format=None, **more):
    """A parameter that may be left out; the schema then says nothing of null."""

    def described(schema):
        schema.pop("default", None)
        schema |= {"format": format} if format else {}

    return Field(None, description=description, json_schema_extra=described, **more)


class Language(Schema):
    """In which language texts are told."""

    lang: Literal[*LANGUAGES] = _optional(
        "Texts in this language, or in that which a reader of it is shown on the pages, with "
        "`…_language` beside each. Without it there is a member for each language."
    )


class Paging(Language):
    """Which rows of a list."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="Rows on a page.")
    after: int = Field(0, ge=0, le=LARGEST, description="Rows with a greater number than this.")
    modified_since: Annotated[str, AfterValidator(instant)] = _optional(
        "Only what was changed, or has gone, after this instant (RFC 3339). Begin with "
        "1971-01-01T00:00:00Z, then give the `as_of` of the first page of the answer before.",
        format="date-time",
    )


def query_of(dataset):
    """The parameters of the list of a dataset."""
    asked = {name: _of_form(dataset, name, field) for name, field in _fields(dataset).items()}
    asked |= {column.name: _of_reference(column) for column in dataset.references}
    return create_model(f"{dataset.name}-query", __base__=Paging, **asked)


def _fields(dataset):
    return dataset.form.base_fields if dataset.form else {}


def _of_form(dataset, name, field):
    choices = CHOICES.get(name) or _choices_of_column(dataset, name)
    label, may_lack = str(field.label), name in MAY_LACK.get(dataset.name, ())
    if choices:
        return Literal[*choices, *([NONE] if may_lack else [])], _optional(f"{label}.")
    if isinstance(field, forms.ChoiceField):
        lacking = f" “{NONE}”: those without." if may_lack else ""
        return str, _optional(f"{label}: {WORDS[name]}.{lacking}")
    return str, _optional(f"{label}: found in any case and language.", max_length=field.max_length)


def _choices_of_column(dataset, name):
    columns = {column.name: column for column in dataset.columns}
    return columns[name].choices.values if name in columns and columns[name].choices else None


def _of_reference(column):
    target = DATASETS[column.refers]
    said = f"{column.meaning} Known by the `{target.key}` of “{target.name}”."
    if column.kind is Kind.INTEGER:
        return int, _optional(said, ge=0, le=LARGEST)
    return str, _optional(said)
