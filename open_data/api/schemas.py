"""The shapes of what the API answers, made from the definitions of the columns."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from open_data.columns import LANGUAGES, Kind

SHAPES = {
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.YES_NO: bool,
    Kind.CHANGES: dict[str, tuple[Any, Any]],
}
FORMATS = {Kind.INSTANT: "date-time", Kind.DAY: "date"}


class Exact(Schema):
    """An object with these members and no others."""

    model_config = ConfigDict(extra="forbid")


class Gone(Exact):
    """A row that was public and no longer is."""

    id: int = Field(description="Number of the row.")
    key: str = Field(description="Its key when it was last public, as in its address.")
    gone_at: datetime = Field(description="When it was seen to have gone.")


class Problem(Schema):
    """What is wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = Field([], description="Parameter and message of each error.")


class Described(Exact):
    """A dataset and where to read it."""

    name: str
    title: str
    description: str
    url: str
    documentation: str


class Index(Exact):
    """What there is to read."""

    datasets: list[Described]
    openapi: str
    documentation: str
    manifest: str
    licence: str


def item(dataset):
    """A row with a member for each language of a text."""
    members = {
        name: _member(dataset, column) for column in dataset.columns for name in column.names()
    }
    return create_model(_title(dataset), __base__=Exact, __doc__=str(dataset.about), **members)


def item_in_language(dataset):
    """A row as a reader of one language sees it: each text with the language that it is in."""
    members = {}
    for column in dataset.columns:
        members[column.name] = _member(dataset, column)
        if column.is_translated:
            about = f"Language of `{column.name}`: fi, sv or en."
            members[f"{column.name}_language"] = (
                Literal[*LANGUAGES] | None,
                Field(description=about),
            )
    name = f"{_title(dataset)}InLanguage"
    return create_model(name, __base__=Exact, __doc__=str(dataset.about), **members)


def page(dataset):
    """Some rows of a dataset, and where the next ones are."""
    rows = list[item(dataset) | item_in_language(dataset)]
    members = {
        "items": (rows, Field(description="The rows, by their numbers.")),
        "next": (str | None, Field(description="Address of the next page; null on the last.")),
        "as_of": (
            datetime,
            _optional(
                "With `modified_since` only: give this the next time. See the documentation."
            ),
        ),
        "gone": (
            list[Gone],
            _optional("With `modified_since` only: rows that are no longer public."),
        ),
    }
    return create_model(f"{_title(dataset)}Page", __base__=Exact, **members)


def _optional(description):
    return Field(None, description=description, json_schema_extra=lambda s: s.pop("default", None))


def _member(dataset, column):
    """The type and the description of a column."""
    if column.several:
        plain = int if column.name == "goals" else str
        return list[plain], Field(description=str(column.meaning))
    shape = Literal[*column.choices.values] if column.choices else SHAPES.get(column.kind, str)
    more = {"format": FORMATS[column.kind]} if column.kind in FORMATS else {}
    unit = f" Unit: {column.unit}." if column.unit else ""
    field = Field(description=f"{column.meaning}{unit}", json_schema_extra=more)
    is_known = column.is_required and not column.is_translated
    return (shape if is_known else shape | None), field


def _title(dataset):
    return "".join(part.capitalize() for part in dataset.name.split("-"))
