"""The back office of events."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from events.models import Event
from programme.admin.filters import MissingLanguageFilter, SourceFilter


class TimeFilter(admin.SimpleListFilter):
    """Events to come and events that are over, as visitors see them."""

    title = _("time")
    parameter_name = "time"

    def lookups(self, request, model_admin):
        return [("upcoming", _("upcoming")), ("past", _("past"))]

    def queryset(self, request, events):
        if self.value() == "upcoming":
            return events.upcoming()
        return events.past() if self.value() == "past" else events


@admin.register(Event)
class EventAdmin(TranslationAdmin):
    list_display = [
        "title",
        "starts_on",
        "ends_on",
        "is_public",
        "kind",
        "city_role",
        "joint_event_number",
        "programme",
    ]
    list_filter = [
        TimeFilter,
        "programme",
        "kind",
        "city_role",
        "mode",
        "is_public",
        SourceFilter,
        MissingLanguageFilter,
    ]
    list_select_related = ["programme"]
    search_fields = [
        "slug",
        "title_fi",
        "title_sv",
        "title_en",
        "place_fi",
        "place_sv",
        "place_en",
    ]
    prepopulated_fields = {"slug": ["title_fi"]}
    fieldsets = [
        (
            None,
            {"fields": ["title", "slug", "programme", "kind", "joint_event_number"]},
        ),
        (_("Time and place"), {"fields": ["starts_on", "ends_on", "mode", "place"]}),
        (_("Part of the home city"), {"fields": ["city_role"]}),
        (_("Links and source"), {"fields": ["website", "source_url", "note"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]
