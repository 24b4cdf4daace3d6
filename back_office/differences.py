"""An entry of the log in words: by whom, and each field before and after."""

from dataclasses import dataclass
from datetime import UTC, datetime

from auditlog.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import get_language_info, gettext, pgettext_lazy

from programme.dates import PartialDateField, in_words

ACTIONS = {
    LogEntry.Action.CREATE: pgettext_lazy("of an entry of the log", "added"),
    LogEntry.Action.UPDATE: pgettext_lazy("of an entry of the log", "changed"),
    LogEntry.Action.DELETE: pgettext_lazy("of an entry of the log", "deleted"),
}


@dataclass
class Difference:
    """One field of a row: what it is called, its language if any, and both values in words."""

    name: str
    language: str
    before: str
    after: str


def who(entry):
    """By whom: a name, or what is left of one who has been forgotten, or the system itself."""
    if entry.actor:
        return entry.actor.get_full_name() or entry.actor.get_username()
    if entry.additional_data:
        return gettext("a former user")
    return gettext("the system")


def differences(entry):
    """Each field that an entry is about, in the order of the form."""
    model = entry.content_type.model_class()
    if model is None or not entry.changes:
        return []
    order = {field.name: place for place, field in enumerate(model._meta.get_fields())}
    names = sorted(entry.changes, key=lambda name: order.get(name, len(order)))
    return [_difference(model, name, entry.changes[name]) for name in names]


def label_of(model, name):
    """What a column is called, and the language that it is in, or ""."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name, ""
    original = getattr(field, "translated_field", None)
    if original is None:
        return str(getattr(field, "verbose_name", name)), ""
    language = get_language_info(field.language)["name_translated"]
    return str(original.verbose_name), str(language)


def _difference(model, name, change):
    label, language = label_of(model, name)
    if isinstance(change, dict):
        named = ", ".join(change["objects"])
        is_added = change["operation"] == "add"
        return Difference(label, language, *(("", named) if is_added else (named, "")))
    before, after = (in_words_of(model, name, value) for value in change)
    return Difference(label, language, before, after)


def in_words_of(model, name, value):
    """A stored value as people read it; "" when there is none."""
    if value in (None, "", "None"):
        return ""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return str(value)
    if isinstance(field, models.BooleanField):
        return gettext("yes") if value else gettext("no")
    if field.is_relation:
        return _named(field.related_model, value)
    if choices := dict(field.flatchoices):
        return str(choices.get(value, value))
    if isinstance(field, PartialDateField):
        return in_words(field.to_python(value))
    return str(localize(_moment(field, value)))


def _named(model, pk):
    """The row that was referred to, by its name of today or the last one that the log knows."""
    row = model._base_manager.filter(pk=pk).first()
    if row:
        return str(row)
    last = LogEntry.objects.get_for_model(model).filter(object_pk=str(pk)).first()
    return last.object_repr if last else f"#{pk}"


def _moment(field, value):
    """An instant of the log, which writes them in UTC and without a zone, as a clock here says it."""
    if not isinstance(field, models.DateTimeField):
        return value
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return value
    return timezone.localtime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
