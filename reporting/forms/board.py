"""What the coordinator chooses on the board, and does with rounds from there."""

from django import forms
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programme.forms import FilterForm, choice, named
from programme.models import Programme
from reporting import letters
from reporting.asking import ask
from reporting.board import Show
from reporting.deadlines import round_in_words
from reporting.forms.bulk import BoardForm, BulkReassignForm, BulkWaiveForm
from reporting.forms.review import words
from reporting.locks import in_words
from reporting.models import (
    ActionReport,
    LockException,
    OutboxMail,
    Person,
    ReportingRound,
    State,
)

ENDED = (ReportingRound.State.CLOSED, ReportingRound.State.ARCHIVED)


class BoardFilterForm(FilterForm):
    """What the board can be narrowed by."""

    programme = choice(gettext_lazy("Programme"))
    round = choice(gettext_lazy("Round"))
    show = choice(gettext_lazy("Reports"))
    mine = choice(gettext_lazy("Whose"))
    q = forms.CharField(label=gettext_lazy("Code of the action"), max_length=30, required=False)

    def offers(self):
        self.rounds = list(ReportingRound.objects.select_related("programme"))
        programmes = Programme.objects.filter(pk__in={each.programme_id for each in self.rounds})
        yield "programme", [(each.slug, each.short_name) for each in programmes]
        yield "round", named(self.rounds)
        yield "show", Show.choices
        yield "mine", [("yes", _("Those that I report on"))]

    def chosen_rounds(self):
        """The rounds of the chosen programme, or the chosen one; the latest first."""
        lookups = {
            "programme": lambda round: round.programme.slug,
            "round": lambda round: round.slug,
        }
        wanted = [(lookups[name], value) for name, value in self.chosen.items() if name in lookups]
        return [round for round in self.rounds if all(of(round) == value for of, value in wanted)]


class RoundForm(BoardForm):
    """Something that is done with a round."""

    round = forms.ModelChoiceField(ReportingRound.objects.all(), widget=forms.HiddenInput)


class AskForm(RoundForm):
    """A call for the reports that a round expects."""

    def clean_round(self):
        """A round whose time is over asks for nothing."""
        round = self.cleaned_data["round"]
        if round.state in ENDED:
            raise forms.ValidationError(_("The round is over: it asks for no more reports."))
        return round

    def carry_out(self, actor):
        """Ask, and say how many reports are new."""
        count = ask(self.cleaned_data["round"])
        asked = ngettext(
            "%(count)s report has been asked for.", "%(count)s reports have been asked for.", count
        )
        none = _("All actions of the round have been asked already.")
        yield True, asked % {"count": count} if count else none


class ArchiveForm(RoundForm):
    """The end of a round: from then on nothing in it changes."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("Nothing in this round will change any more, not even what waits"),
        error_messages={"required": gettext_lazy("Tick that nothing will change any more.")},
    )

    def clean_round(self):
        """Only a round whose time is over is archived."""
        round = self.cleaned_data["round"]
        if round.state != ReportingRound.State.CLOSED:
            when = {"when": round_in_words(round, timezone.now())}
            raise forms.ValidationError(_("Only a closed round is archived: %(when)s.") % when)
        return round

    def carry_out(self, actor):
        """Archive it, once."""
        round = self.cleaned_data["round"]
        rounds = ReportingRound.objects.filter(pk=round.pk, archived_at=None)
        rounds.update(archived_at=timezone.now(), version=F("version") + 1)
        yield True, _("%(round)s has been archived.") % {"round": round}


class ExceptionForm(BoardForm):
    """More time for one person, for one report or for a whole round."""

    granted_to = forms.ModelChoiceField(Person.objects.all(), label=gettext_lazy("Person"))
    round = forms.ModelChoiceField(
        ReportingRound.objects.filter(archived_at=None), label=gettext_lazy("Round")
    )
    report = forms.CharField(
        label=gettext_lazy("Code of the action"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Empty means every report of the round that is theirs."),
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy("14 days at most."),
    )
    reason = words(gettext_lazy("Reason"), max_length=1000)

    def clean_until(self):
        """A time that is still to come."""
        until = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(_("Choose a time that is still to come."))
        return until

    def clean(self):
        """The exception as it would be kept says itself what is wrong with it."""
        given = super().clean()
        if self.errors:
            return
        report = self._report(given["round"], given["report"]) if given["report"] else None
        self.instance = LockException(
            report=report,
            round=None if report else given["round"],
            granted_to=given["granted_to"],
            until=given["until"],
            reason=given["reason"],
        )
        self.instance.full_clean()

    def _report(self, round, code):
        reports = ActionReport.objects.filter(round=round, action__code__iexact=code)
        report = reports.select_related("round", "action").first()
        if not report:
            message = _("No report on this action has been asked for in the round.")
            raise forms.ValidationError({"report": message})
        if report.state == State.APPROVED:
            message = _("The report has been approved. It can only be corrected.")
            raise forms.ValidationError({"report": message})
        return report

    @transaction.atomic
    def carry_out(self, actor):
        """Keep it, and tell the person."""
        exception = self.instance
        exception.granted_by = actor.user
        exception.save()
        facts = {"person": exception.granted_to.name, "until": in_words(exception.until)}
        if exception.report:
            letters.write(
                OutboxMail.Kind.EXCEPTION,
                [exception.granted_to],
                exception.report,
                until=exception.until,
            )
        return [(True, _("%(person)s may write until %(until)s.") % facts)]


class RevokeForm(BoardForm):
    """The early end of an exception."""

    exception = forms.ModelChoiceField(LockException.objects.filter(revoked_at=None))

    def carry_out(self, actor):
        """End it at once."""
        exception = self.cleaned_data["exception"]
        exception.revoked_at = timezone.now()
        exception.save(update_fields=["revoked_at"])
        person = {"person": str(exception.granted_to or "–")}
        yield True, _("The exception for %(person)s has ended.") % person


FORMS = {
    "ask": AskForm,
    "archive": ArchiveForm,
    "grant": ExceptionForm,
    "revoke": RevokeForm,
    "waive": BulkWaiveForm,
    "reassign": BulkReassignForm,
}
