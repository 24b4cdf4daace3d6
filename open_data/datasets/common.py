"""Columns that several datasets have."""

from django.utils.translation import gettext_lazy as _

from open_data.columns import Column, Kind

ID = Column(
    "id",
    Kind.INTEGER,
    _("Number of the row. It never changes and is never given to another row."),
    "12",
    is_required=True,
)
SLUG = Column(
    "slug",
    Kind.IDENTIFIER,
    _("Identifier of the row in addresses; the same in all languages. Staff can change it."),
    "green-economy",
    is_required=True,
)
SOURCE = Column(
    "source_url",
    Kind.LINK,
    _("Page on which the facts were read. Empty when it has not been recorded."),
    "https://www.intelligentcitieschallenge.eu/cities/pori",
)
UPDATED = Column(
    "updated_at", Kind.INSTANT, _("When the row was last saved."), "2026-11-23T08:15:00Z"
)
STARTS = Column("starts_on", Kind.PARTIAL_DATE, _("Start, as far as it is known."), "2020-09")
ENDS = Column("ends_on", Kind.PARTIAL_DATE, _("End, as far as it is known."), "2022-11")
WEBSITE = Column(
    "website", Kind.LINK, _("Website of its own."), "https://www.intelligentcitieschallenge.eu/"
)


def name(meaning, example, **more):
    """A name in each language."""
    return Column("name", Kind.TEXT, meaning, example, is_translated=True, **more)


def text(column, meaning, example, **more):
    """A text in each language."""
    return Column(column, Kind.TEXT, meaning, example, is_translated=True, **more)


def programme(**more):
    """The programme that a row belongs to; it is public when the row is."""
    return Column(
        "programme",
        Kind.IDENTIFIER,
        _("The programme that it belongs to."),
        "icc",
        path=more.pop("path", "programme__slug"),
        refers="programmes",
        **more,
    )


def action(**more):
    """The action that a row is about."""
    return Column(
        "action",
        Kind.IDENTIFIER,
        _("The action that it belongs to."),
        "3.I.70",
        path=more.pop("path", "action__code"),
        refers="actions",
        **more,
    )


def indicator(**more):
    """The indicator that a row is about."""
    return Column(
        "indicator",
        Kind.IDENTIFIER,
        _("The indicator that it belongs to."),
        "unemployment-pori",
        path="indicator__slug",
        refers="indicators",
        **more,
    )
