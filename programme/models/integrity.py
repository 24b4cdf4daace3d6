"""
Rules between rows that the database itself keeps.

A check constraint sees one row. Where a rule needs two ("the basket belongs to the same
programme"), both rows carry the common fact and `References` ties them together: a
foreign key over several columns. `Copied…` columns repeat such a fact of another row.
"""

import re
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


def ends_after_start(name, message):
    """
    The constraint that `ends_on` is not before `starts_on`.

    Both are known only so far: June 2022 can end what began on 15 June 2022.
    """
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on__latest__gte=F("starts_on__earliest")),
        violation_error_message=message,
    )


class References(models.BaseConstraint):
    """
    `fields` of this row occur together as `to_fields` of a row of the other model.

    The first of `fields` is a foreign key; the other model is the one it refers to.

    As SQL has it (MATCH SIMPLE), a row with an empty one among them is let through.
    `cascade` carries later changes of the other row over.
    """

    def __init__(self, *, fields, to_fields, cascade=False, **kwargs):
        super().__init__(**kwargs)
        self.fields, self.to_fields = tuple(fields), tuple(to_fields)
        self.cascade = cascade

    def constraint_sql(self, model, schema_editor):
        to = model._meta.get_field(self.fields[0]).remote_field.model
        sql = (
            f"CONSTRAINT {schema_editor.quote_name(self.name)} "
            f"FOREIGN KEY ({_columns(model, self.fields, schema_editor)}) "
            f"REFERENCES {schema_editor.quote_name(to._meta.db_table)} "
            f"({_columns(to, self.to_fields, schema_editor)})"
        )
        if self.cascade:
            sql += " ON UPDATE CASCADE"
        return f"{sql} DEFERRABLE INITIALLY DEFERRED"

    def create_sql(self, model, schema_editor):
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model, schema_editor):
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(self, model, instance, exclude=None, using="default"):
        if set(self.fields) & set(exclude or ()):
            return
        # A generated column has its value only once the row is saved.
        known = [
            (other, getattr(instance, model._meta.get_field(field).attname))
            for field, other in zip(self.fields, self.to_fields, strict=True)
            if not model._meta.get_field(field).generated
        ]
        if any(value is None for _, value in known):
            return
        to = model._meta.get_field(self.fields[0]).remote_field.model
        if not to._base_manager.using(using).filter(**dict(known)).exists():
            raise ValidationError(self.get_violation_error_message(), self.name)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs |= {"fields": self.fields, "to_fields": self.to_fields}
        if self.cascade:
            kwargs["cascade"] = True
        return path, args, kwargs

    def __eq__(self, other):
        if isinstance(other, References):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    __hash__ = models.BaseConstraint.__hash__


def _columns(model, fields, schema_editor):
    return ", ".join(
        schema_editor.quote_name(model._meta.get_field(field).column) for field in fields
    )


class Copied:
    """A column filled on every save from `source`, a dotted path from the row."""

    def __init__(self, *args, source="", **kwargs):
        self.source = source
        super().__init__(*args, **kwargs | {"editable": False})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs | {"source": self.source}

    def clean(self, value, instance):
        return self.derive(attrgetter(self.source)(instance))

    def pre_save(self, instance, add):
        value = self.clean(None, instance)
        setattr(instance, self.attname, value)
        return value

    def derive(self, value):
        return value


class CopiedBooleanField(Copied, models.BooleanField):
    """A yes or no of another row."""


class CopiedDateTimeField(Copied, models.DateTimeField):
    """An instant that follows from other columns of the row."""


class CopiedForeignKey(Copied, models.ForeignKey):
    """What another row refers to; `source` names its `…_id`."""


class SortKeyField(Copied, models.CharField):
    """The text at `source` with its numbers padded: 1.B.9 comes before 1.B.10."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 100, "db_index": True} | kwargs)

    def derive(self, value):
        return re.sub(r"[0-9]+", lambda number: number[0].zfill(6), value)
