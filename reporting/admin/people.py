"""Those who take part in reporting, what they report on, and who may write out of time."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.admin.choosing import Choosing
from reporting import letters
from reporting.admin.reading import Coordinating
from reporting.forgetting import forget
from reporting.locks import SENTENCES, in_words
from reporting.models import (
    ActionContact,
    LockException,
    OutboxMail,
    Person,
    ReportingRound,
    State,
)


class SearchedFields(Choosing):
    """Fields that are searched by those who may see what is found, and a plain list for others."""

    searched_fields = []

    def get_autocomplete_fields(self, request):
        return [
            name
            for name in self.searched_fields
            if self.admin_site.get_model_admin(
                self.model._meta.get_field(name).related_model
            ).has_view_permission(request)
        ]


class ActionContactInline(SearchedFields, admin.TabularInline):
    model = ActionContact
    extra = 0
    fields = searched_fields = ["action", "basket"]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["name", "unit", "email", "language", "user", "contact_count", "is_named"]
    list_filter = ["language", "is_named", "wants_digests", "baskets"]
    list_select_related = ["user"]
    search_fields = ["name", "email", "unit"]
    fieldsets = [
        (None, {"fields": ["name", "email", "unit", "language"]}),
        (gettext_lazy("Rights"), {"fields": ["user", "baskets"]}),
        (gettext_lazy("Wishes"), {"fields": ["is_named", "wants_digests"]}),
    ]
    inlines = [ActionContactInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(contact_count=Count("contacts"))

    @admin.display(description=gettext_lazy("reports on"), ordering="contact_count")
    def contact_count(self, person):
        return person.contact_count

    def get_deleted_objects(self, people, request):
        """Whoever may remove a person may remove what exists for that person only."""
        rows, counts, _needed, protected = super().get_deleted_objects(people, request)
        return rows, counts, set(), protected

    def delete_model(self, request, person):
        forget(person)

    def delete_queryset(self, request, people):
        for person in people:
            forget(person)


@admin.register(ActionContact)
class ActionContactAdmin(SearchedFields, admin.ModelAdmin):
    list_display = ["person", "action", "basket"]
    list_filter = ["action__strategy", "basket"]
    list_select_related = ["person", "action", "basket"]
    search_fields = [
        "person__name",
        "person__email",
        "action__code",
        "action__title_fi",
        "action__title_sv",
        "action__title_en",
    ]
    fields = searched_fields = ["person", "action", "basket"]


class ExceptionForm(forms.ModelForm):
    """Time for somebody who can use it: for a report that still changes, by who may write it."""

    def clean(self):
        given = super().clean()
        report, until = given.get("report"), given.get("until")
        round = report.round if report else given.get("round")
        if until and until <= timezone.now():
            self.add_error("until", _("Choose a time that is still to come."))
        if report and report.state == State.APPROVED:
            self.add_error("report", SENTENCES[State.APPROVED]())
        if round and round.state == ReportingRound.State.ARCHIVED:
            self.add_error(
                "report" if report else "round",
                _("The round has been archived. Its reports no longer change."),
            )
        return given


@admin.register(LockException)
class LockExceptionAdmin(Coordinating, SearchedFields, admin.ModelAdmin):
    list_display = ["granted_to", "report", "round", "standing", "until", "granted_by"]
    list_filter = ["round", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = [
        "granted_to",
        "granted_by",
        "round",
        "report__action",
        "report__round",
    ]
    search_fields = [
        "granted_to__name",
        "reason",
        "report__action__code",
        "report__action__title_fi",
        "report__action__title_sv",
        "report__action__title_en",
    ]
    form = ExceptionForm
    searched_fields = ["report", "granted_to"]
    readonly_fields = ["granted_by", "revoked_at"]
    fieldsets = [
        (None, {"fields": ["report", "round", "granted_to", "granted_by"]}),
        (gettext_lazy("Time"), {"fields": ["starts_at", "until", "revoked_at"]}),
        (gettext_lazy("Reason"), {"fields": ["reason"]}),
    ]
    actions = ["revoke"]

    @admin.display(description=gettext_lazy("state"))
    def standing(self, exception):
        now = timezone.now()
        if exception.revoked_at and exception.revoked_at <= now:
            return _("revoked")
        if exception.until <= now:
            return _("over")
        return _("in force") if exception.starts_at <= now else _("to come")

    def has_change_permission(self, request, exception=None):
        """What has been granted is revoked or granted anew, so that the record stays true."""
        return exception is None and super().has_change_permission(request)

    def has_delete_permission(self, request, exception=None):
        return False

    def save_model(self, request, exception, form, change):
        exception.granted_by = request.user
        super().save_model(request, exception, form, change)
        if exception.report:
            kind, until = OutboxMail.Kind.EXCEPTION, exception.until
            letters.write(kind, [exception.granted_to], exception.report, until=until)
        facts = {"person": str(exception.granted_to or "–"), "until": in_words(exception.until)}
        messages.info(request, _("%(person)s may write until %(until)s.") % facts)

    @admin.action(description=gettext_lazy("Revoke now"), permissions=["coordinate"])
    def revoke(self, request, exceptions):
        for exception in exceptions.filter(revoked_at=None):
            exception.revoked_at = timezone.now()
            exception.save(update_fields=["revoked_at"])
            self.log_change(request, exception, _("Revoked."))
            messages.success(request, _("%(row)s: revoked") % {"row": exception})
