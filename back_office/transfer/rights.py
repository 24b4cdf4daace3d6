"""Who may import and export what: the one place that knows."""

from django.contrib.auth import get_permission_codename

from back_office.transfer.catalogue import TABLES, table_of


def may_import(user, model):
    """Whether a user may add and change rows of a model by a file."""
    return model in TABLES and _may(user, model, "add") and _may(user, model, "change")


def may_export(user, model):
    """Whether a user may take the rows of a model out as a file."""
    is_shown = _may(user, model, "view") or _may(user, model, "change")
    return table_of(model) is not None and is_shown


def changeable_columns(user, model):
    """The names of the columns that a user may change, those of each language one by one."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    names = {field.name for field in fields if field.editable}
    return names if _may(user, model, "change") else set()


def _may(user, model, what):
    codename = get_permission_codename(what, model._meta)
    return user.has_perm(f"{model._meta.app_label}.{codename}")
