"""Benefits and news."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from programme.admin.choosing import Choosing
from programme.admin.filters import MissingLanguageFilter, SourceFilter
from programme.models import Benefit, NewsItem


@admin.register(Benefit)
class BenefitAdmin(Choosing, TranslationAdmin):
    list_display = ["title", "standing", "kind", "starts_on", "programme", "is_public"]
    list_filter = [
        "standing",
        "kind",
        "programme",
        "basket",
        "measure_unit",
        "effort",
        "is_public",
        SourceFilter,
        MissingLanguageFilter,
    ]
    list_select_related = ["programme"]
    search_fields = [
        "title_fi",
        "title_sv",
        "title_en",
        "description_fi",
        "description_sv",
        "description_en",
    ]
    prepopulated_fields = {"slug": ["title_fi"]}
    autocomplete_fields = ["city", "actions"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "programme", "kind"]}),
        (_("Standing"), {"fields": ["standing", "source_url", "evidence", "evidence_on"]}),
        (_("Texts"), {"fields": ["description"]}),
        (_("Time"), {"fields": ["starts_on", "ends_on"]}),
        (_("Where it came from and what it serves"), {"fields": ["basket", "city", "actions"]}),
        (
            _("Measure and effort"),
            {"fields": ["measure_amount", "measure_unit", "decision_url", "effort"]},
        ),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]


@admin.register(NewsItem)
class NewsItemAdmin(TranslationAdmin):
    list_display = ["title", "published_on", "programme", "is_public", "publish_at"]
    list_filter = ["programme", "is_public", SourceFilter, MissingLanguageFilter]
    list_select_related = ["programme"]
    search_fields = [
        "title_fi",
        "title_sv",
        "title_en",
        "summary_fi",
        "summary_sv",
        "summary_en",
    ]
    prepopulated_fields = {"slug": ["title_fi"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "programme", "published_on"]}),
        (_("Texts"), {"fields": ["summary", "source_url"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]
