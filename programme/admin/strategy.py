"""Strategies, their objectives and actions, and who answers for them."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from programme.admin.choosing import Choosing
from programme.admin.filters import FewChoices, MissingLanguageFilter, SourceFilter
from programme.models import (
    ActionGoal,
    ActionOrganisation,
    Milestone,
    Objective,
    Organisation,
    Strategy,
    StrategyAction,
)


@admin.register(Strategy)
class StrategyAdmin(TranslationAdmin):
    list_display = [
        "name",
        "programme",
        "adopted_on",
        "known",
        "actions_stated",
        "is_public",
    ]
    list_filter = ["is_public", "programme", SourceFilter, MissingLanguageFilter]
    list_select_related = ["programme"]
    search_fields = ["name_fi", "name_sv", "name_en"]
    fieldsets = [
        (None, {"fields": ["programme", "name", "slug", "actions_stated"]}),
        (_("Adoption"), {"fields": ["adopted_on", "adopted_by", "decision_url"]}),
        (_("Links"), {"fields": ["website", "source_url"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("public actions"), ordering="actions_known")
    def known(self, strategy):
        return strategy.actions_known


class LevelFilter(admin.SimpleListFilter):
    """Themes, or the target states under them."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request, model_admin):
        return [("1", _("themes")), ("2", _("target states"))]

    def queryset(self, request, objectives):
        is_known = self.value() in ("1", "2")
        return objectives.filter(level=self.value()) if is_known else objectives


@admin.register(Objective)
class ObjectiveAdmin(TranslationAdmin):
    list_display = ["code", "name", "strategy", "parent", "action_count"]
    list_display_links = ["code", "name"]
    list_filter = ["strategy", LevelFilter, SourceFilter, MissingLanguageFilter]
    list_select_related = ["strategy", "parent"]
    search_fields = ["code", "name_fi", "name_sv", "name_en"]
    fieldsets = [(None, {"fields": ["strategy", "parent", "code", "name", "source_url"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(action_count=Count("actions"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Objective.objects.themes()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("actions"), ordering="action_count")
    def action_count(self, objective):
        return objective.action_count


@admin.register(Organisation)
class OrganisationAdmin(TranslationAdmin):
    list_display = ["name", "action_count", "website"]
    list_filter = [MissingLanguageFilter]
    search_fields = ["name_fi", "name_sv", "name_en"]
    fieldsets = [(None, {"fields": ["name", "slug", "website"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(action_count=Count("responsibilities"))

    @admin.display(description=_("actions"), ordering="action_count")
    def action_count(self, organisation):
        return organisation.action_count


class ActionOrganisationInline(Choosing, admin.TabularInline):
    model = ActionOrganisation
    extra = 0
    autocomplete_fields = ["organisation"]


class MilestoneInline(TranslationStackedInline):
    model = Milestone
    extra = 0
    fields = ["title", "due_on", "reached_on", "source_url"]


class ActionGoalInline(admin.TabularInline):
    model = ActionGoal
    extra = 0


@admin.register(StrategyAction)
class StrategyActionAdmin(Choosing, TranslationAdmin):
    list_display = [
        "code",
        "title",
        "objective",
        "status",
        "starts_on",
        "ends_on",
        "is_public",
    ]
    list_display_links = ["code", "title"]
    list_filter = [
        "status",
        "is_public",
        "strategy",
        ("objective", FewChoices),
        "basket",
        SourceFilter,
        MissingLanguageFilter,
        ("organisations", FewChoices),
    ]
    list_select_related = ["objective"]
    search_fields = [
        "code",
        "title_fi",
        "title_sv",
        "title_en",
        "aim_fi",
        "aim_sv",
        "aim_en",
    ]
    autocomplete_fields = ["objective", "indicators"]
    readonly_fields = ["reported_status"]
    fieldsets = [
        (None, {"fields": ["code", "title", "stated_status"]}),
        (_("Place in the strategy"), {"fields": ["strategy", "objective", "basket"]}),
        (_("Texts"), {"fields": ["aim", "why", "origin", "source_url"]}),
        (_("Planned time"), {"fields": ["starts_on", "ends_on"]}),
        (_("Indicators"), {"fields": ["indicators"]}),
        (_("For staff"), {"fields": ["internal_notes"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]
    inlines = [ActionOrganisationInline, MilestoneInline, ActionGoalInline]

    def get_fieldsets(self, request, obj=None):
        """The reported status too, where there is one."""
        (name, first), *others = super().get_fieldsets(request, obj)
        if obj and obj.reported_status:
            first = first | {"fields": [*first["fields"], "reported_status"]}
        return [(name, first), *others]
