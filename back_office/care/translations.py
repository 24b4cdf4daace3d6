"""What the forms and lists of translated models know of their translations."""

from django.conf import settings
from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from back_office.models import Translation
from back_office.models.translations import State
from back_office.translations.gaps import gaps
from back_office.translations.texts import column, translated_models


class OutdatedLanguageFilter(admin.SimpleListFilter):
    """Rows with a text whose source has changed since it was translated."""

    title = _("outdated translation")
    parameter_name = "outdated"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, things):
        if self.value() not in dict(settings.LANGUAGES):
            return things
        outdated = Translation.objects.filter(
            model=things.model._meta.label_lower, language=self.value(), state=State.OUTDATED
        )
        return things.filter(pk__in=outdated.values("object_id"))


class TranslationCare:
    """An admin class that tells its form which texts are outdated, and what a language lacks."""

    def get_list_filter(self, request):
        """Lists of translated rows can be narrowed to what is outdated."""
        filters = list(super().get_list_filter(request))
        return filters + [OutdatedLanguageFilter] * (self.model in translated_models())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Mark the fields of texts that are outdated, on the form and on its parts."""
        forms = [context["adminform"].form]
        for inline in context["inline_admin_formsets"]:
            forms += inline.formset.initial_forms
        mark(forms)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        """When all is saved, say what a language of it lacks."""
        super().save_related(request, form, formsets, change)
        if self.model in translated_models():
            rows = Translation.objects.about(form.instance).values_list(
                "field", "language", "state"
            )
            states = {(field, language): state for field, language, state in rows}
            for sentence in gaps(form.instance, states):
                messages.warning(request, sentence)


def mark(forms):
    """Tell the fields of rows that their texts are outdated; as many queries as models."""
    models = translated_models()
    by_model = {}
    for form in forms:
        if form.instance.pk and type(form.instance) in models:
            by_model.setdefault(type(form.instance), {})[form.instance.pk] = form
    for model, its_forms in by_model.items():
        outdated = Translation.objects.filter(
            model=model._meta.label_lower, object_id__in=its_forms, state=State.OUTDATED
        )
        for row in outdated:
            field = its_forms[row.object_id].fields.get(column(row.field, row.language))
            if field:
                _mark(field, row)


def _mark(field, row):
    address = reverse("admin:translate", args=[row.model, row.object_id, row.language])
    field.widget.attrs["data-outdated"] = State.OUTDATED.label
    field.help_text = format_html(
        '{} <a href="{}">{}</a> {}',
        _("Outdated: the source has changed since this was translated."),
        address,
        _("Compare, or say that it is still right"),
        field.help_text,
    )
