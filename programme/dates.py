"""
Dates that tell what is known and no more.

`PartialDate` is the value, `PartialDateField` the column, `PartialDateFormField` the
input, `in_words` and `span_in_words` the ways to say it.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

WRITTEN = re.compile(r"([1-9][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
NOT_A_DATE = gettext_lazy(
    "“%(value)s” is not a date. Write a day as 2022-06-01, a month as 2022-06 or a "
    "year as 2022. Leave the field empty if the time is not known."
)


class PartialDate(str):
    """
    A day, a month, a year, or nothing known, in the words of ISO 8601:
    "2022-06-01", "2022-06", "2022", "".

    It is that text, so Python, SQLite and PostgreSQL sort it alike: the unknown
    first, a year before its months, a month before its days.

    Raises ValueError for any other text, for days that do not exist and for those before
    the year 1000.
    """

    __slots__ = ()

    def __new__(cls, text=""):
        if text:
            match = WRITTEN.fullmatch(text)
            if not match:
                raise ValueError(f"not a day, a month or a year: {text!r}")
            year, month, day = (int(part or 1) for part in match.groups())
            date(year, month, day)
        return super().__new__(cls, text)

    @property
    def precision(self):
        """What is known: "day", "month", "year" or "unknown"."""
        return {10: "day", 7: "month", 4: "year", 0: "unknown"}[len(self)]

    @property
    def earliest(self):
        """The first day it can mean, None if it is unknown."""
        return date.fromisoformat(self + "-01-01"[len(self) - 4 :]) if self else None

    @property
    def latest(self):
        """The last day it can mean, None if it is unknown."""
        if self.precision == "year":
            return date(int(self), 12, 31)
        if self.precision == "month":
            return self.earliest.replace(day=monthrange(*self.year_and_month)[1])
        return self.earliest

    @property
    def year_and_month(self):
        """The two numbers of a date that is known to the month or the day."""
        return int(self[:4]), int(self[5:7])


# Rows share their days, and looking at each anew takes time.
_known = lru_cache(maxsize=4096)(PartialDate)


class PartialDateFormField(forms.CharField):
    """Reads a `PartialDate` as people type it, and says how to when they cannot."""

    def __init__(self, **kwargs):
        kwargs["max_length"] = None
        super().__init__(**kwargs)
        self.widget.attrs |= {"placeholder": "2022-06-01", "inputmode": "numeric"}

    def to_python(self, value):
        return to_partial_date(super().to_python(value))


class PartialDateField(models.CharField):
    """A column of `PartialDate`; the database refuses what is not written as one."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 10, "blank": True, "default": PartialDate}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for word in ("max_length", "blank", "default"):
            del kwargs[word]
        return name, path, args, kwargs

    def db_check(self, connection):
        column = connection.ops.quote_name(self.column)
        if connection.vendor == "postgresql":
            return f"{column} ~ '^([0-9]{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$'"
        # SQLite has no regular expressions, so each shape stands for itself.
        years = ["[0-9][0-9][0-9][0-9]"]
        months = [f"{year}-{month}" for year in years for month in ("0[1-9]", "1[0-2]")]
        ends = ("0[1-9]", "[12][0-9]", "3[01]")
        days = [f"{month}-{day}" for month in months for day in ends]
        return " OR ".join(f"{column} GLOB '{shape}'" for shape in ["", *years, *months, *days])

    def from_db_value(self, value, expression, connection):
        return None if value is None else _known(value)

    def to_python(self, value):
        return to_partial_date(value)

    def get_prep_value(self, value):
        return None if value is None else str(to_partial_date(value))

    def formfield(self, **kwargs):
        # Its default is the empty date, not a moment that a form would have to remember.
        own = {"form_class": PartialDateFormField, "show_hidden_initial": False}
        return super().formfield(**own | kwargs)


# `starts_on__length=10`: known to the day.
PartialDateField.register_lookup(Length)


def to_partial_date(value):
    """
    The `PartialDate` that a text or a `date` means.

    Raises ValidationError, with a sentence for the person who typed it.
    """
    text = value.isoformat() if isinstance(value, date) else (value or "").strip()
    try:
        return PartialDate(text)
    except ValueError:
        raise ValidationError(NOT_A_DATE, "not_a_date", {"value": text}) from None


class Bound(models.Transform):
    """The first or last day that a partial date can mean, as text that compares."""

    output_field = models.CharField()

    def as_sql(self, compiler, connection):
        sql, params = compiler.compile(self.lhs)
        return (
            f"(CASE WHEN {sql} = '' THEN '{self.unknown}' "
            f"ELSE {sql} || substr('{self.completion}', length({sql}) - 3) END)",
            (*params, *params, *params),
        )


@PartialDateField.register_lookup
class Earliest(Bound):
    """`starts_on__earliest`: before everything when unknown."""

    lookup_name = "earliest"
    completion = "-01-01"
    unknown = "0000-00-00"


@PartialDateField.register_lookup
class Latest(Bound):
    """
    `ends_on__latest`: after everything when unknown.

    A month ends on its 31st here: no day lies between its real end and that.
    """

    lookup_name = "latest"
    completion = "-12-31"
    unknown = "9999-99-99"


def in_words(when):
    """A partial date as the reader's language writes it: "kesäkuu 2022"."""
    return _in_words(when, get_language())


# Lists tell the same days again and again, and to format one takes Django long.
@lru_cache(maxsize=10_000)
def _in_words(when, _language):
    if when.precision == "day":
        return date_format(when.earliest, "DATE_FORMAT")
    if when.precision == "month":
        return date_format(when.earliest, "YEAR_MONTH_FORMAT")
    return str(when) or _("time not known")


def span_in_words(start, end):
    """
    Two partial dates as one span: "28.9.–2.10.2020".

    A day without a known end says so; a month or a year speaks for itself.
    """
    return _span_in_words(start, end, get_language())


@lru_cache(maxsize=10_000)
def _span_in_words(start, end, _language):
    if start == end or not (start or end):
        return in_words(start)
    if not start:
        return _("end: %(end)s") % {"end": in_words(end)}
    if not end:
        return _open_span(start)
    first = _first_of_span(start, end)
    is_number = first.replace(".", "").isdigit()
    # The dash stands close between numbers and with spaces between words.
    dash = "–" if is_number and start.precision == end.precision else " – "
    return f"{first}{dash}{in_words(end)}"


def _open_span(start):
    if start.precision != "day":
        return in_words(start)
    return _("start: %(start)s, end not known") % {"start": in_words(start)}


def _first_of_span(start, end):
    """The start, without the month and year that it has in common with the end."""
    if not start.precision == end.precision == "day" or start[:4] != end[:4]:
        return in_words(start)
    same_month = start[:7] == end[:7]
    return date_format(start.earliest, "DAY_FORMAT" if same_month else "DAY_MONTH_FORMAT")
