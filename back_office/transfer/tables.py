"""A table: the rows of one model as a file has them, on the engine of django-import-export."""

from collections import defaultdict
from copy import copy

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.resources import ModelResource, modelresource_factory
from modeltranslation.manager import get_translatable_fields_for_model
from modeltranslation.utils import get_translation_fields

from back_office.rights import changeable_columns
from back_office.transfer.columns import Column, Other
from back_office.transfer.saving import save, validate


class Table(ModelResource):
    """
    Reads and writes the rows of a model, found by key, never by number.

    One table object is one pass through a file, since it remembers which keys it has seen. `user` is the person
    whose file it is; `locks` keeps others from the rows until the
    transaction ends. The key of some parts is not unique, such as the title of a
    milestone in an action: there the second row of a file is the second row in the database.
    """

    def __init__(self, *, user=None, locks=False):
        super().__init__()
        self.user, self.locks = user, locks
        self.seen = defaultdict(list)
        # The keys of the file are read into it, one after the other.
        self._draft = self._meta.model()
        # What has been saved and not told yet, as (before, now).
        self.saved = []

    @cached_property
    def columns(self):
        return {column.column_name: column for column in self.fields.values()}

    @cached_property
    def several(self):
        """The names of the columns that hold several other rows."""
        return [name for name, column in self.columns.items() if column.is_several]

    def texts(self, instance):
        """What a row says, column by column."""
        return {name: column.text(instance) for name, column in self.columns.items()}

    def key_of(self, row):
        """The key of a row of a file as one text, to name it by."""
        return " / ".join(row.get(name, "") for name in self.get_import_id_fields())

    def things(self):
        """All rows of the database, with what `texts` asks of them."""
        things = self._meta.model._base_manager.prefetch_related(*self.several)
        return things.select_for_update() if self.locks else things

    def look_up(self, rows):
        """Fetch all at once what the database has of the next rows of the file, as {number: row}."""
        self.keys = {number: self._key_of_row(row) for number, row in rows.items()}
        keys = [key for key, errors in self.keys.values() if not errors]
        self.found = defaultdict(list)
        for thing in self._things_among(keys) if keys else []:
            self.found[self._key_in(thing)].append(thing)

    def get_or_init_instance(self, instance_loader, row):
        """The row of the database that a row of the file is about, or a new one with its key."""
        key, errors = self.keys[self.number]
        if errors:
            raise ValidationError(errors)
        numbers = self.seen[key]
        if numbers and self._meta.is_unique:
            raise ValidationError(
                _("This row stands in the file already, as row %(number)s.")
                % {"number": numbers[0]}
            )
        found = self.found[key][len(numbers) : len(numbers) + 1]
        numbers.append(self.number)
        return (found[0], False) if found else (self._new(key), True)

    def before_import_row(self, row, row_number=None, **kwargs):
        self.number, self.others, self.changes = row_number, {}, {}
        self.instance = None

    def after_init_instance(self, instance, new, row, **kwargs):
        self.instance, self.is_new = instance, new
        self.old = None if new else copy(instance)
        self.before = dict.fromkeys(self.columns) if new else self.texts(instance)

    def import_instance(self, instance, row, **kwargs):
        """Let the row of the database say what the file says. Raises ValidationError with all that is wrong."""
        errors = self._read(instance, row, [name for name in self.columns if name in row])
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        self.changes = self._changes(instance)
        return not (self.is_new or import_validation_errors or self.changes)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        is_wrong = bool(errors)
        for name in self.changes.keys() - changeable_columns(self.user, type(instance), self.old):
            errors.setdefault(name, ValidationError(_("You may not change this column.")))
        changed = None if self.is_new else self.changes
        known = [*errors, *self._existing(instance)]
        try:
            validate(instance, changed, known=known, and_unique=is_wrong)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance, is_create):
        # Looking at it may have changed it further, as when an end without a day gets one.
        self.changes = self._changes(instance)
        save(instance, None if is_create else self.changes)
        self.saved.append((self.old, instance))

    def save_m2m(self, instance, row, **kwargs):
        for name in self.others.keys() & self.changes.keys():
            getattr(instance, name).set(self.others[name])

    def after_import_row(self, row, row_result, **kwargs):
        row_result.changes = self.changes

    @property
    def _key(self):
        return [self.fields[name] for name in self.get_import_id_fields()]

    def _key_in(self, thing):
        return tuple(getattr(thing, column.attribute) for column in self._key)

    def _new(self, key):
        return self._meta.model(
            **dict(zip([column.attribute for column in self._key], key, strict=True))
        )

    def _key_of_row(self, row):
        """The key of a row of the file, and what is wrong with it."""
        errors = self._read(self._draft, row, self.get_import_id_fields())
        return self._key_in(self._draft), errors

    def _things_among(self, keys):
        """The rows that may have one of these keys: each part of theirs is a part of one of them."""
        things = self.things().order_by("pk")
        for column, values in zip(self._key, map(set, zip(*keys, strict=True)), strict=True):
            is_one = Q(**{f"{column.attribute}__in": values - {None}})
            if None in values:
                is_one |= Q(**{column.attribute: None})
            things = things.filter(is_one)
        return things

    def _read(self, instance, row, names):
        errors = {}
        for name in names:
            column = self.columns[name]
            text = row.get(name, "")
            try:
                if name in self.get_import_id_fields() and not text.strip() and self.needs(name):
                    raise ValidationError(_("The key of the row is missing."))
                value = column.read(instance, text)
            except ValidationError as error:
                errors[name] = error
            else:
                if column.is_several:
                    self.others[name] = value
        return errors

    def needs(self, name):
        """Whether a part of the key may not be empty."""
        return not self._meta.model._meta.get_field(name).blank

    def _existing(self, instance):
        """The references to other rows that were found by their keys."""
        return [
            column.column_name
            for column in self.columns.values()
            if isinstance(column.widget, Other) and getattr(instance, column.attribute) is not None
        ]

    def _changes(self, instance):
        """What differs from before: {column: [old text, new text]}, None where nothing is known."""
        changes = {}
        for name, column in self.columns.items():
            before, after = self.before[name], self._after(instance, name, column)
            if (before or "") != (after or ""):
                changes[name] = [before, after]
        return changes

    def _after(self, instance, name, column):
        if not column.is_several:
            return column.text(instance)
        return column.widget.named(self.others[name]) if name in self.others else self.before[name]


def table(model, key, fields, *, is_unique=True):
    """
    The table class of a model; `key` and `fields` are words, with a blank between them.

    A translated field stands for its three columns.
    """
    names = [name for field in f"{key} {fields}".split() for name in _columns_of(model, field)]
    return modelresource_factory(
        model,
        Table,
        {
            "fields": names,
            "import_id_fields": key.split(),
            "clean_model_instances": True,
            "skip_diff": True,
            "skip_unchanged": True,
            "is_unique": is_unique,
        },
        {name: Column(model._meta.get_field(name)) for name in names},
    )


def _columns_of(model, field):
    if field in (get_translatable_fields_for_model(model) or []):
        return get_translation_fields(field)
    return [field]
