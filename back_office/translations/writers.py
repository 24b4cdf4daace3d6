"""Who may see which texts on the board, and how they are written."""

from django.contrib.admin.models import CHANGE, LogEntry

from back_office.rights import changeable_columns, may_change
from back_office.translations.texts import model_of, translated_models


def visible_models(user):
    """The translated models that the user may look at."""
    return [model for model in translated_models() if _sees(user, model)]


def may_write(user, thing, column):
    """
    Whether the user may write that column of a row, which stands as the database has it.

    An editor writes all of them, a translator those in other languages than the source.
    """
    return column in changeable_columns(user, type(thing), thing)


def find(user, label):
    """The model of that label if the user may look at it. Raises LookupError."""
    model = model_of(label)
    if not _sees(user, model):
        raise LookupError(label)
    return model


def write(thing, texts, *, by):
    """Write texts, as {column: text}, into one row and touch no other column; the log says by whom."""
    if not texts:
        return
    for name, text in texts.items():
        setattr(thing, name, text)
    own = {field.name for field in type(thing)._meta.fields}
    thing.save(update_fields=[*texts, *({"updated_at"} & own)])
    labels = [str(type(thing)._meta.get_field(name).verbose_name) for name in texts]
    told = [{"changed": {"fields": labels}}]
    LogEntry.objects.log_actions(by.pk, [thing], CHANGE, told, single_object=True)


def _sees(user, model):
    right = f"{model._meta.app_label}.view_{model._meta.model_name}"
    return user.has_perm(right) or may_change(user, model)
