"""The rounds in the back office."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin

from programme.admin.filters import MissingLanguageFilter
from reporting.admin.reading import Coordinating
from reporting.admin.steps import StepForm, step
from reporting.asking import ask
from reporting.deadlines import round_in_words
from reporting.models import ReportingRound, State


class RoundForm(forms.ModelForm):
    """A round, and the version in which it was opened: nobody saves over another's change."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version

    def clean(self):
        """The row is locked until it is saved, so that nobody comes between."""
        cleaned = super().clean()
        seen = ReportingRound.objects.filter(
            pk=self.instance.pk, version=self.cleaned_data.get("seen_version")
        )
        if self.instance.pk and not seen.select_for_update().first():
            raise ValidationError(
                _(
                    "Somebody has changed the round since you opened it. What you have written "
                    "stands below and is not saved. Open the round in another window, compare, "
                    "and make your changes there."
                )
            )
        return cleaned


class RoundActions(Coordinating):
    """What a coordinator does with chosen rounds."""

    actions = ["ask_the_rest", "archive"]

    @admin.action(
        description=gettext_lazy("Ask the actions that have not been asked"),
        permissions=["coordinate"],
    )
    def ask_the_rest(self, request, rounds):
        for round in rounds:
            if round.state == ReportingRound.State.ARCHIVED:
                sentence = _("The round has been archived. Its reports no longer change.")
                messages.error(request, f"{round}: {sentence}")
            else:
                messages.success(request, asked_in_words(round, ask(round)))

    @admin.action(
        description=gettext_lazy("Archive the selected rounds"), permissions=["coordinate"]
    )
    def archive(self, request, rounds):
        form, page = step(
            self,
            request,
            rounds,
            StepForm,
            action="archive",
            title=_("Archive rounds"),
            explanation=_("Nothing in these rounds will change any more, not even what waits."),
            button=_("Archive"),
        )
        for round in form.rows if form else []:
            if refusal := archive_refused(round):
                messages.error(request, f"{round}: {refusal}")
            else:
                self.log_change(request, round, _("Archived."))
                messages.success(request, _("%(round)s has been archived.") % {"round": round})
        return page


@admin.register(ReportingRound)
class ReportingRoundAdmin(RoundActions, TranslationAdmin):
    list_display = ["name", "period", "where", "due_at", "progress"]
    list_filter = ["programme", MissingLanguageFilter]
    list_select_related = False
    search_fields = ["slug", "name_fi", "name_sv", "name_en"]
    form = RoundForm
    prepopulated_fields = {"slug": ["name_fi"]}
    readonly_fields = ["archived_at"]
    fieldsets = [
        (None, {"fields": ["programme", "sequence", "name", "slug"]}),
        (gettext_lazy("Reported period"), {"fields": ["starts_on", "ends_on"]}),
        (
            gettext_lazy("When reports can be sent"),
            {"fields": ["opens_at", "due_at", "closes_at", "archived_at"]},
        ),
        (gettext_lazy("Texts"), {"fields": ["public_note"]}),
    ]

    def get_queryset(self, request):
        is_approved = Q(reports__state=State.APPROVED)
        rounds = super().get_queryset(request)
        return rounds.annotate(
            expected=Count("reports"), approved=Count("reports", filter=is_approved)
        )

    @admin.display(description=gettext_lazy("reported period"), ordering="ends_on")
    def period(self, round):
        return " – ".join(
            date_format(day, "SHORT_DATE_FORMAT") for day in (round.starts_on, round.ends_on)
        )

    @admin.display(description=gettext_lazy("state"), ordering="opens_at")
    def where(self, round):
        return round.state.label

    @admin.display(description=gettext_lazy("approved of asked"))
    def progress(self, round):
        return f"{round.approved} / {round.expected}"

    def view_on_site(self, round):
        """Visitors know of a round once it has begun."""
        return round.get_absolute_url() if round.opens_at <= timezone.now() else None

    def has_change_permission(self, request, round=None):
        is_archived = round and round.state == ReportingRound.State.ARCHIVED
        return not is_archived and super().has_change_permission(request, round)

    def has_delete_permission(self, request, round=None):
        has_reports = round and round.reports.exists()
        return not has_reports and super().has_delete_permission(request, round)

    def save_model(self, request, round, form, change):
        if change:
            round.version += bool(form.changed_data)
        else:
            round.created_by = request.user
        super().save_model(request, round, form, change)
        if not change:
            messages.info(request, asked_in_words(round, ask(round)))


def asked_in_words(round, count):
    """How many actions a round has asked just now."""
    asked = ngettext(
        "%(count)s report has been asked for.", "%(count)s reports have been asked for.", count
    )
    none = _("All actions of the round have been asked already.")
    return f"{round}: {asked % {'count': count} if count else none}"


def archive_refused(round):
    """Archive a round whose time is over, as it was seen; "" or why it was not archived."""
    now = timezone.now()
    if round.state_at(now) != ReportingRound.State.CLOSED:
        when = {"when": round_in_words(round, now)}
        return _("Only a closed round is archived: %(when)s.") % when
    here = ReportingRound.objects.filter(pk=round.pk, version=round.version, archived_at=None)
    if not here.update(archived_at=now, version=F("version") + 1):
        return _("Somebody has changed the round since you opened it.")
    return ""
