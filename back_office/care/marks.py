"""
What a form was opened with: a mark for each of its fields, and for those of its parts.

A mark is a short hash of a value, so that the form can carry all of them and tell later which
values have changed meanwhile. Two values have the same mark when a browser would show them alike.
"""

import json
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils import timezone

NEVER = "-"


def mark(value):
    """The mark of one value, as it is in the database or as a form has cleaned it."""
    return sha256(_plain(value).encode()).hexdigest()[:10]


def mark_of_typed(bound):
    """The mark of what somebody has sent in a field; one that nothing has, if it cannot be read."""
    field = bound.field
    if isinstance(field, forms.FileField):
        return NEVER if bound.data else mark(bound.initial)
    try:
        return mark(field.clean(bound.data))
    except ValidationError:
        return NEVER


def watched(form):
    """The fields of a form in which people write into the row, as {name: bound field}."""
    names = {field.name for field in form._meta.model._meta.get_fields()}
    return {
        name: form[name]
        for name, field in form.fields.items()
        if name in names
        and not isinstance(field, InlineForeignKeyField)
        and not _is_key(form, name)
    }


def _is_key(form, name):
    return name == form._meta.model._meta.pk.name


def marks_of(form, formsets):
    """All marks: {"": {field: mark}, prefix of the parts: {primary key: {field: mark}}}."""
    marks = {"": _marks(form)}
    for formset in formsets:
        if watched(formset.empty_form):
            parts = formset.initial_forms
            marks[formset.prefix] = {str(part.instance.pk): _marks(part) for part in parts}
    return marks


def _marks(form):
    return {name: mark(form.initial.get(name)) for name in watched(form)}


def as_text(marks):
    """Marks as one line, for a hidden field."""
    return json.dumps(marks, separators=(",", ":"), sort_keys=True)


def from_text(text):
    """The marks that a form brings back; None when it brings nothing that can be read."""
    try:
        marks = json.loads(text)
    except ValueError:
        return None
    if not isinstance(marks, dict) or "" not in marks:
        return None
    rows = [row for prefix, part in marks.items() if prefix for row in _values(part)]
    return marks if all(isinstance(each, dict) for each in [*marks.values(), *rows]) else None


def _values(part):
    return part.values() if isinstance(part, dict) else [part]


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, models.QuerySet | list | tuple):
        return ",".join(sorted(_plain(each) for each in value))
    if isinstance(value, datetime):
        aware = value if timezone.is_aware(value) else timezone.make_aware(value)
        return str(int(aware.timestamp()))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value).replace("\r\n", "\n").strip()
