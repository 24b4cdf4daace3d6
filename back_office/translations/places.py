"""On which form of the back office a text is edited: its own, or that of what it is a part of."""

from typing import NamedTuple

from django.contrib import admin
from django.db import models
from django.forms.models import _get_foreign_key
from django.urls import reverse

from back_office.translations.texts import column


class Place(NamedTuple):
    """The model that has a form, and the foreign key of a part to it, if it is about a part."""

    model: type[models.Model]
    key: models.ForeignKey | None = None

    def address(self, thing, field, language):
        """The address of the form, at the text in that language where it can be named."""
        number = getattr(thing, self.key.attname) if self.key else thing.pk
        name = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_change"
        part = f"id_{column(field, language)}"
        if self.key:
            part = f"{self.key.remote_field.get_accessor_name()}-group"
        return f"{reverse(name, args=[number])}#{part}"


def place_of(model):
    """The place of a model; None when no form shows it."""
    if admin.site.is_registered(model):
        return Place(model)
    for whole, its_admin in admin.site._registry.items():
        for inline in its_admin.inlines:
            if inline.model is model:
                return Place(whole, _get_foreign_key(whole, model, inline.fk_name))
    return None
