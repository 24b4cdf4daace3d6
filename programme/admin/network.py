"""Programmes, baskets, cities and their part in the programmes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from programme.admin.choosing import Choosing
from programme.admin.filters import MissingLanguageFilter, SourceFilter
from programme.models import (
    BasketMembership,
    City,
    Participation,
    Phase,
    Programme,
    ThematicBasket,
)


class PhaseInline(TranslationStackedInline):
    model = Phase
    extra = 0
    fields = [
        "number",
        "slug",
        "name",
        "deliverables",
        "starts_on",
        "ends_on",
        "source_url",
    ]


@admin.register(Programme)
class ProgrammeAdmin(TranslationAdmin):
    list_display = [
        "name",
        "short_name",
        "starts_on",
        "ends_on",
        "known",
        "stated",
        "is_public",
    ]
    list_filter = ["is_public", SourceFilter, MissingLanguageFilter]
    search_fields = ["short_name", "name_fi", "name_sv", "name_en"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "predecessor"]}),
        (_("Texts"), {"fields": ["summary", "website", "source_url"]}),
        (_("Time"), {"fields": ["starts_on", "ends_on"]}),
        (_("Numbers"), {"fields": ["cities_stated", "joint_events_planned"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]
    inlines = [PhaseInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("cities known"), ordering="cities_known")
    def known(self, programme):
        return programme.cities_known

    @admin.display(description=_("cities stated"), ordering="cities_stated")
    def stated(self, programme):
        return programme.cities_stated


@admin.register(ThematicBasket)
class ThematicBasketAdmin(TranslationAdmin):
    list_display = ["name", "number", "programme", "known"]
    list_filter = ["programme", SourceFilter, MissingLanguageFilter]
    list_select_related = ["programme"]
    search_fields = ["name_fi", "name_sv", "name_en", "official_name"]
    fieldsets = [
        (None, {"fields": ["programme", "number", "slug"]}),
        (_("Texts"), {"fields": ["name", "official_name", "source_url"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("cities known"), ordering="cities_known")
    def known(self, basket):
        return basket.cities_known


class ParticipationInline(admin.TabularInline):
    model = Participation
    extra = 0
    fields = ["programme", "role", "role_basis", "consortium", "source_url"]
    show_change_link = True


class CountryFilter(admin.SimpleListFilter):
    """The countries in which there are cities, by name; the world has many more."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = City.objects.order_by("country").values_list("country", flat=True).distinct()
        names = [(code, countries.name(code)) for code in codes]
        return sorted(names, key=lambda country: country[1])

    def queryset(self, request, cities):
        return cities.filter(country=self.value()) if self.value() else cities


@admin.register(City)
class CityAdmin(TranslationAdmin):
    list_display = [
        "name",
        "native_name",
        "country",
        "programmes",
        "is_home",
        "is_public",
    ]
    list_filter = [
        "is_public",
        "participations__programme",
        "participations__role",
        MissingLanguageFilter,
        CountryFilter,
    ]
    search_fields = ["name_fi", "name_sv", "name_en", "native_name", "slug"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "native_name",
                    "slug",
                    "country",
                    "website",
                    "is_home",
                ]
            },
        ),
        (_("Location"), {"fields": ["latitude", "longitude"]}),
        ("GeoNames", {"fields": ["geonames_id", "settlement_population"]}),
        (_("Publication"), {"fields": ["is_public", "publish_at"]}),
    ]
    inlines = [ParticipationInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("participations__programme")

    @admin.display(description=_("programmes"))
    def programmes(self, city):
        return ", ".join(part.programme.short_name for part in city.participations.all())


class BasketMembershipInline(admin.TabularInline):
    model = BasketMembership
    extra = 0
    fields = ["basket", "is_main", "source_url"]


@admin.register(Participation)
class ParticipationAdmin(Choosing, admin.ModelAdmin):
    list_display = [
        "city",
        "programme",
        "role",
        "role_basis",
        "in_baskets",
        "consortium",
    ]
    list_filter = ["programme", "role", "role_basis", "baskets", SourceFilter]
    list_select_related = ["city", "programme"]
    search_fields = ["city__name_fi", "city__name_sv", "city__name_en", "consortium"]
    autocomplete_fields = ["city"]
    fieldsets = [
        (None, {"fields": ["city", "programme", "consortium"]}),
        (_("Role"), {"fields": ["role", "role_basis", "source_url"]}),
        (_("Time"), {"fields": ["starts_on", "ends_on"]}),
    ]
    inlines = [BasketMembershipInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("baskets")

    @admin.display(description=_("thematic baskets"))
    def in_baskets(self, participation):
        return ", ".join(str(basket) for basket in participation.baskets.all())
