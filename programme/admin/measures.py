"""Indicators and their values."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from programme.admin.filters import MissingLanguageFilter
from programme.models import Indicator, IndicatorValue
from programme.models.publication import number_of
from programme.numbers import NumberField


class IndicatorValueInline(TranslationStackedInline):
    model = IndicatorValue
    extra = 0
    formfield_overrides = {models.DecimalField: {"form_class": NumberField}}
    fieldsets = [
        (None, {"fields": ["kind", "value", "value_as_printed"]}),
        (
            _("Period"),
            {"fields": ["starts_on", "ends_on", "period_as_printed", "year_basis"]},
        ),
        (_("Source"), {"fields": ["source_url", "note"]}),
    ]


class TargetFilter(admin.SimpleListFilter):
    """Indicators that have a target, and those that have none."""

    title = _("target")
    parameter_name = "target"

    def lookups(self, request, model_admin):
        return [("yes", _("has a target")), ("no", _("has no target"))]

    def queryset(self, request, indicators):
        with_target = IndicatorValue.objects.filter(kind=IndicatorValue.Kind.TARGET)
        if self.value() == "yes":
            return indicators.filter(pk__in=with_target.values("indicator"))
        if self.value() == "no":
            return indicators.exclude(pk__in=with_target.values("indicator"))
        return indicators


@admin.register(Indicator)
class IndicatorAdmin(TranslationAdmin):
    list_display = ["name", "unit", "scope", "is_share", "value_count", "is_public"]
    list_filter = [
        "is_public",
        TargetFilter,
        "is_share",
        "scope_fi",
        MissingLanguageFilter,
    ]
    search_fields = ["slug", "name_fi", "name_sv", "name_en"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "unit", "is_share", "roll_up", "scope"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]
    inlines = [IndicatorValueInline]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(value_count=number_of(IndicatorValue.objects.all(), "indicator"))
        )

    @admin.display(description=_("values"), ordering="value_count")
    def value_count(self, indicator):
        return indicator.value_count
