"""A table: the rows of one model as a file has them, on the engine of django-import-export."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.resources import ModelResource, modelresource_factory
from modeltranslation.manager import get_translatable_fields_for_model
from modeltranslation.utils import get_translation_fields

from back_office.transfer.columns import Column
from programme.models.integrity import References


class Table(ModelResource):
    """
    Reads and writes the rows of a model, found by key, never by number.

    One table object is one pass through a file, since it remembers which keys it has seen. `may_change` are
    the columns that the person may change; `locks` keeps others from the rows until the
    transaction ends. The key of some parts is not unique, such as the title of a
    milestone in an action: there the second row of a file is the second row in the database.
    """

    def __init__(self, *, may_change=(), locks=False):
        super().__init__()
        self.may_change, self.locks = may_change, locks
        self.seen = defaultdict(list)

    @cached_property
    def columns(self):
        return {column.column_name: column for column in self.fields.values()}

    def texts(self, instance):
        """What a row says, column by column."""
        return {name: column.text(instance) for name, column in self.columns.items()}

    def key_of(self, row):
        """The key of a row of a file as one text, to name it by."""
        return " / ".join(row.get(name, "") for name in self.get_import_id_fields())

    def get_or_init_instance(self, instance_loader, row):
        """The row of the database that a row of the file is about, or a new one with its key."""
        draft = self._meta.model()
        errors = self._read(draft, row, self.get_import_id_fields())
        if errors:
            raise ValidationError(errors)
        key = {column.attribute: getattr(draft, column.attribute) for column in self._key}
        numbers = self.seen[tuple(key.values())]
        if numbers and self._meta.is_unique:
            raise ValidationError(
                _("This row stands in the file already, as row %(number)s.")
                % {"number": numbers[0]}
            )
        rows = self._meta.model._base_manager.filter(**key).order_by("pk")
        if self.locks:
            rows = rows.select_for_update()
        found = list(rows[len(numbers) : len(numbers) + 1])
        numbers.append(self.number)
        return (found[0], False) if found else (draft, True)

    def before_import_row(self, row, row_number=None, **kwargs):
        self.number, self.others, self.result = row_number, {}, {}

    def after_init_instance(self, instance, new, row, **kwargs):
        self.is_new = new
        self.before = dict.fromkeys(self.columns) if new else self.texts(instance)

    def import_instance(self, instance, row, **kwargs):
        """Let the row of the database say what the file says. Raises ValidationError with all that is wrong."""
        errors = self._read(instance, row, [name for name in self.columns if name in row])
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not (self.is_new or import_validation_errors or self._changes(instance))

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        for name in self._changes(instance).keys() - set(self.may_change):
            errors.setdefault(name, ValidationError(_("You may not change this column.")))
        try:
            instance.full_clean(exclude=errors.keys(), validate_constraints=False)
            for constraint in self._meta.model._meta.constraints:
                # What the database refuses at the end only; the rest it refuses on saving.
                if isinstance(constraint, References) and not errors:
                    constraint.validate(self._meta.model, instance)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance, is_create):
        """Save, and where the database refuses say why in the words of the constraint."""
        try:
            with transaction.atomic():
                super().do_instance_save(instance, is_create)
        except IntegrityError:
            instance.validate_constraints()
            raise

    def save_m2m(self, instance, row, **kwargs):
        for name, numbers in self.others.items():
            getattr(instance, name).set(numbers)

    def after_import_row(self, row, row_result, **kwargs):
        row_result.changes = self.result

    def after_save_instance(self, instance, row, **kwargs):
        self.result = self._changes(instance)

    @property
    def _key(self):
        return [self.fields[name] for name in self.get_import_id_fields()]

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

    def _changes(self, instance):
        """What differs from before: {column: [old text, new text]}, None where nothing is known."""
        after = self.texts(instance)
        for name, numbers in self.others.items():
            keys = self.columns[name].widget.one.keys
            after[name] = ", ".join(sorted(keys.text(number) for number in numbers))
        return {
            name: [self.before[name], after[name]]
            for name in self.columns
            if (self.before[name] or "") != (after[name] or "")
        }


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
