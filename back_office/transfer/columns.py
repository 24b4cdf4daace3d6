"""One column of a file: how its cells are written, and read as a person may have typed them."""

import json
import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget, Widget

from back_office.transfer.keys import Keys

YES, NO = ("1", "true", "yes", "kyllä", "ja"), ("0", "false", "no", "ei", "nej")
NO_SUCH = _("There is no %(thing)s “%(key)s”.")
SEVERAL = ", "


class Text(Widget):
    """Words: kept as they are, without spaces around them, as forms do."""

    is_number = False

    def __init__(self, field):
        super().__init__()
        self.field = field

    def render(self, value, **kwargs):
        return None if value is None else str(value)

    def clean(self, value, row=None, **kwargs):
        """The value that the text of a cell means. Raises ValidationError, in words."""
        return self.field.to_python(value.strip())


class Optional(Text):
    """What is not a text: an empty cell says that there is none."""

    def clean(self, value, row=None, **kwargs):
        text = value.strip()
        return self.read(text) if text else None

    def read(self, text):
        return self.field.to_python(text)


class YesOrNo(Optional):
    """1 or 0, or the word of a language."""

    def render(self, value, **kwargs):
        return None if value is None else str(int(value))

    def read(self, text):
        if text.lower() not in YES + NO:
            raise ValidationError(_("“%(text)s” is neither 1 nor 0."), params={"text": text})
        return text.lower() in YES


class WholeNumber(Optional):
    """Digits, perhaps with a sign."""

    is_number = True

    def read(self, text):
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text, re.ASCII):
            raise ValidationError(_("“%(text)s” is not a whole number."), params={"text": text})
        return int(text)


class Number(Optional):
    """A number with a point, or the comma of Finland and Sweden."""

    is_number = True

    def render(self, value, **kwargs):
        return None if value is None else format(value.normalize(), "f")

    def read(self, text):
        try:
            number = Decimal(text.replace(",", ".").replace("−", "-"))
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            raise ValidationError(_("“%(text)s” is not a number."), params={"text": text})
        return number


class Time(Optional):
    """A day or a time of day, as ISO 8601 has it."""

    def render(self, value, **kwargs):
        return None if value is None else value.isoformat().removesuffix(":00")


class Day(Optional):
    """A whole day; a spreadsheet may have put midnight behind it."""

    def render(self, value, **kwargs):
        return None if value is None else value.isoformat()

    def read(self, text):
        return self.field.to_python(re.sub(r"[T ]00:00(:00)?$", "", text))


class Instant(Optional):
    """An instant; without a zone the time of the site is meant."""

    def render(self, value, **kwargs):
        return None if value is None else timezone.localtime(value).isoformat()

    def read(self, text):
        try:
            when = parse_datetime(text)
        except ValueError:
            when = None
        if when is None:
            when = datetime.combine(self._day(text), datetime.min.time())
        return when if timezone.is_aware(when) else timezone.make_aware(when)

    def _day(self, text):
        return models.DateField().to_python(text)


class Data(Text):
    """What a program reads."""

    def render(self, value, **kwargs):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)


class Other(Optional):
    """Another row, by its key."""

    def __init__(self, field):
        super().__init__(field)
        self.keys = Keys(field.related_model)

    def render(self, value, **kwargs):
        return self.keys.text(value)

    def read(self, text):
        number = self.keys.number(text)
        if number is None:
            words = {"thing": self.field.related_model._meta.verbose_name, "key": text}
            raise ValidationError(NO_SUCH, params=words)
        return number


class Others(ManyToManyWidget):
    """Several other rows, by their keys, with commas between."""

    is_number = False

    def __init__(self, field):
        super().__init__(field.related_model)
        self.one = Other(field)

    def render(self, value, **kwargs):
        if value is None:
            return None
        return self.named(other.pk for other in value.all())

    def named(self, numbers):
        """The text of a cell that names the rows with these primary keys."""
        return SEVERAL.join(sorted(map(self.one.render, numbers)))

    def clean(self, value, row=None, **kwargs):
        """The primary keys that a cell names."""
        return [self.one.read(key.strip()) for key in value.split(",") if key.strip()]


# The first that fits.
WIDGETS = [
    (models.ManyToManyField, Others),
    (models.ForeignKey, Other),
    (models.BooleanField, YesOrNo),
    (models.IntegerField, WholeNumber),
    (models.DecimalField, Number),
    (models.DateTimeField, Instant),
    (models.DateField, Day),
    (models.TimeField, Time),
    (models.JSONField, Data),
    (models.Field, Text),
]


class Column(Field):
    """A column of a file: a field of a model, under the name that it has in the code."""

    def __init__(self, field):
        widget = next(widget for kind, widget in WIDGETS if isinstance(field, kind))
        attribute = field.name if field.many_to_many else field.attname
        super().__init__(attribute, field.name, widget(field))
        self.is_several = field.many_to_many

    def text(self, instance):
        """What the cell of a row says; None where the database knows nothing."""
        if self.is_several and instance.pk is None:
            return None
        return self.widget.render(getattr(instance, self.attribute))

    def read(self, instance, text):
        """
        Let the row say what a cell says, and give it; what says the same is left as it is.

        None and "" say the same, and so do the line endings of different machines.
        Raises ValidationError.
        """
        value = self.widget.clean(text)
        if not self.is_several and not self._is_same(getattr(instance, self.attribute), value):
            setattr(instance, self.attribute, value)
        return value

    def _is_same(self, old, new):
        if isinstance(new, str) or isinstance(old, str):
            return _plain(old) == _plain(new)
        return old == new


def _plain(text):
    return re.sub(r"\r\n?", "\n", str(text or "")).strip()
