"""The accessibility statement and the keeper of the site, as staff edit them."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from programme.admin.filters import MissingLanguageFilter
from readers.models import AccessibilityStatement, Keeper, Shortcoming


class ShortcomingFormSet(BaseInlineFormSet):
    """The shortcomings of a statement, beside what it says of the whole."""

    def clean(self):
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        grounds = [given.get("kind") for given in kept if not given.get("DELETE")]
        says_all_is_well = self.instance.compliance == AccessibilityStatement.Compliance.FULL
        if says_all_is_well and Shortcoming.Kind.NONCOMPLIANCE in grounds:
            raise ValidationError(
                gettext(
                    "The site is not fully compliant while content does not comply: choose “partially”."
                )
            )


class ShortcomingInline(TranslationStackedInline):
    model = Shortcoming
    formset = ShortcomingFormSet
    extra = 0
    fields = ["kind", "text", "criterion", "reason", "instead", "until"]


@admin.register(AccessibilityStatement)
class AccessibilityStatementAdmin(TranslationAdmin):
    list_display = ["__str__", "assessed_on", "reviewed_on", "confirmed_on", "is_public"]
    list_filter = ["is_public", ("confirmed_on", admin.EmptyFieldListFilter), MissingLanguageFilter]
    search_fields = ["assessment_fi", "assessment_sv", "assessment_en"]
    fieldsets = [
        (None, {"fields": ["compliance", "is_public"]}),
        (_("Assessment"), {"fields": ["assessor", "assessed_on", "assessment"]}),
        (_("Dates of the statement"), {"fields": ["made_on", "reviewed_on", "confirmed_on"]}),
        (_("Feedback"), {"fields": ["handler", "feedback_email", "feedback_phone"]}),
        (
            _("Supervision"),
            {"fields": ["authority", "authority_url", "authority_email", "authority_phone"]},
        ),
    ]
    inlines = [ShortcomingInline]


@admin.register(Keeper)
class KeeperAdmin(TranslationAdmin):
    list_display = ["__str__", "email", "officer"]
    search_fields = ["name_fi", "name_sv", "name_en"]
    fieldsets = [
        (_("Controller"), {"fields": ["name", "email", "phone", "address"]}),
        (_("Data protection officer"), {"fields": ["officer", "officer_email", "officer_phone"]}),
    ]

    def has_add_permission(self, request):
        """There is one; it is there from the beginning."""
        return super().has_add_permission(request) and not Keeper.objects.exists()

    def has_delete_permission(self, request, keeper=None):
        return False
