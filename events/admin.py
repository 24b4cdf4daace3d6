"""The back office of events."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from events.forms import MaterialForm
from events.models import AgendaItem, Event, EventBasket, EventChange, Material, Takeaway
from programme.admin.choosing import Choosing
from programme.admin.filters import MissingLanguageFilter, SourceFilter


class TimeFilter(admin.SimpleListFilter):
    """Events to come and events that are over, as visitors see them."""

    title = _("time")
    parameter_name = "time"

    def lookups(self, request, model_admin):
        return [
            ("upcoming", _("upcoming")),
            ("past", _("past")),
            ("awaiting", _("past, not closed")),
        ]

    def queryset(self, request, events):
        if self.value() == "upcoming":
            return events.upcoming()
        if self.value() == "awaiting":
            return events.awaiting_closing()
        return events.past() if self.value() == "past" else events


class EventBasketInline(admin.TabularInline):
    model = EventBasket
    extra = 0
    fields = ["basket"]


class AgendaItemInline(Choosing, TranslationStackedInline):
    model = AgendaItem
    extra = 0
    fields = ["starts_on", "starts_time", "title", "speaker_role", "action"]
    autocomplete_fields = ["action"]


class MaterialInline(TranslationStackedInline):
    model = Material
    form = MaterialForm
    extra = 0
    fields = ["title", "url", "file", "language", "is_accessible"]


class TakeawayInline(Choosing, TranslationStackedInline):
    model = Takeaway
    extra = 0
    fields = ["title", "owner_role", "due_on", "action", "benefit", "closed_reason"]
    autocomplete_fields = ["action", "benefit"]


class EventChangeInline(admin.TabularInline):
    model = EventChange
    extra = 0
    fields = readonly_fields = ["changed_at", "kind", "before", "after"]
    can_delete = False

    def has_add_permission(self, request, event=None):
        return False


@admin.register(Event)
class EventAdmin(Choosing, TranslationAdmin):
    list_display = [
        "title",
        "starts_on",
        "ends_on",
        "status",
        "is_public",
        "kind",
        "city_role",
        "programme",
    ]
    list_filter = [
        TimeFilter,
        "status",
        "programme",
        "kind",
        "city_role",
        "mode",
        "is_public",
        SourceFilter,
        MissingLanguageFilter,
    ]
    list_select_related = ["programme"]
    search_fields = ["slug", "title_fi", "title_sv", "title_en", "place_fi", "place_sv", "place_en"]
    prepopulated_fields = {"slug": ["title_fi"]}
    autocomplete_fields = ["part_of", "benefits"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "programme", "kind", "joint_event_number", "part_of"]}),
        (
            _("Time"),
            {"fields": ["status", "starts_on", "starts_time", "ends_on", "ends_time", "time_zone"]},
        ),
        (_("Place"), {"fields": ["mode", "place", "address", "join_url", "join_audience"]}),
        (_("Texts"), {"fields": ["summary", "body"]}),
        (
            _("Registration"),
            {"fields": ["registration_url", "registration_opens_at", "registration_closes_at"]},
        ),
        (
            _("Part of the home city"),
            {"fields": ["city_role", "people_count", "benefits", "closed_on"]},
        ),
        (_("Links and source"), {"fields": ["website", "source_url", "note"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]
    inlines = [
        EventBasketInline,
        AgendaItemInline,
        MaterialInline,
        TakeawayInline,
        EventChangeInline,
    ]
    actions = ["copy"]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and request.method == "GET" and obj.awaits_closing:
            question = _("This event is over. What did we bring home? Add it below, then close it.")
            messages.info(request, question)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.action(description=_("Copy the selected events"), permissions=["add"])
    def copy(self, request, events):
        """Unpublished copies with agenda and baskets; of one event, straight to its form."""
        copies = [event.copy() for event in events]
        messages.success(request, _("The copies are not public yet."))
        if len(copies) == 1:
            address = reverse("admin:events_event_change", args=[copies[0].pk])
            return HttpResponseRedirect(address)
        return None
