"""Questions that staff ask of every list: what lacks a source, what lacks a language."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator


class SourceFilter(admin.SimpleListFilter):
    """Facts that show where they were read, and those that do not."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [("yes", _("recorded")), ("no", _("missing"))]

    def queryset(self, request, things):
        if self.value() == "no":
            return things.filter(source_url="")
        return things.exclude(source_url="") if self.value() == "yes" else things


class MissingLanguageFilter(admin.SimpleListFilter):
    """Rows with a text that some language has and the chosen one lacks."""

    title = _("missing translation")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, things):
        if self.value() not in dict(settings.LANGUAGES):
            return things
        lacking = Q()
        for field in translator.get_options_for_model(things.model).all_fields:
            lacking |= _empty(f"{field}_{self.value()}") & _written(field)
        return things.filter(lacking)


class FewChoices(admin.RelatedFieldListFilter):
    """A filter by related rows that steps aside when they are too many to read."""

    longest = 50

    def field_choices(self, field, request, model_admin):
        if field.related_model._default_manager.count() > self.longest:
            return []
        return super().field_choices(field, request, model_admin)


def _empty(column):
    return Q(**{column: ""}) | Q(**{column: None})


def _written(field):
    written = Q()
    for language, _name in settings.LANGUAGES:
        written |= ~_empty(f"{field}_{language}")
    return written
