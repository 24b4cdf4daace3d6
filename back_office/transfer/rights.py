"""Who may import and export what: the rights of the back office, for what goes by files."""

from back_office.rights import may_add, may_change
from back_office.transfer.catalogue import TABLES, table_of


def may_import(user, model):
    """Whether a user may add and change rows of a model by a file."""
    return model in TABLES and may_add(user, model) and may_change(user, model)


def may_export(user, model):
    """Whether a user may take the rows of a model out as a file."""
    right = f"{model._meta.app_label}.view_{model._meta.model_name}"
    return table_of(model) is not None and (user.has_perm(right) or may_change(user, model))
