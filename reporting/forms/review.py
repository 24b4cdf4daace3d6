"""What can be done with one report beside writing it: comments, moves, links."""

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting import letters, links
from reporting.guards import SHORTEST_COMMENT
from reporting.models import ActionReport, OutboxMail, Person, ReportComment, ReportingRound
from reporting.refusals import NotAllowed
from reporting.roles import Role, reporter_of
from reporting.transitions import OWED, transition

LONGEST_COMMENT = 4000
# What the database has room for.
HIGHEST = 2**31 - 1


def words(label, **options):
    """A field for a few sentences."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **options)


def person_field():
    """A choice of somebody who can report."""
    return forms.ModelChoiceField(Person.objects.all(), label=_("New reporter"))


def reason_field():
    """A choice of why an action is not reported."""
    return forms.ChoiceField(
        label=_("Why it is not reported"), choices=[("", "–"), *ActionReport.WaiveReason.choices]
    )


class DeskForm(forms.Form):
    """Something that is done with a report; `carry_out` does it, or raises a refusal."""

    def __init__(self, data=None, *, report):
        super().__init__(data, auto_id=f"id_{type(self).__name__}_%s")
        self.report = report

    def carry_out(self, actor):
        """Do it. Returns a sentence on what has been done."""
        raise NotImplementedError

    def tell(self, refusal):
        """Say why it was not done."""
        self.add_error(None, str(refusal))


class MoveForm(DeskForm):
    """A move of the report as it was seen."""

    version = forms.IntegerField(min_value=1, max_value=HIGHEST, widget=forms.HiddenInput)

    move = ""
    done = ""

    def given(self):
        """What the move takes beside the version."""
        return {name: said for name, said in self.cleaned_data.items() if name != "version"}

    def carry_out(self, actor):
        """Make the move."""
        version = self.cleaned_data["version"]
        transition(self.report.pk, self.move, actor, expected_version=version, **self.given())
        return self.done


class ReturnForm(MoveForm):
    """Back to the reporter, with a comment that says what to mend."""

    comment = words(
        _("What should be mended"),
        min_length=SHORTEST_COMMENT,
        max_length=LONGEST_COMMENT,
        help_text=_("The reporter reads it in the letter. At least 10 characters."),
    )

    move = "return"
    done = _("The report has been returned. The reporter gets your comment by mail.")


class ApproveForm(MoveForm):
    """Approval; of an own report only where that is allowed, and with a tick."""

    is_confirmed = forms.BooleanField(
        label=_("I approve my own report. The public page will say so."), required=False
    )

    move = "approve"
    done = _("The report has been approved. It is public now.")


class WithdrawForm(MoveForm):
    """Back to a draft before anybody has decided."""

    move = "withdraw"
    done = _("The report has been taken back. It is a draft again.")


class WaiveForm(MoveForm):
    """Not to be reported in this round."""

    reason = reason_field()

    move = "waive"
    done = _("The action is not reported in this round. The public page says why.")


class ReopenForm(MoveForm):
    """To be reported after all."""

    move = "reopen"
    done = _("The action is to be reported after all.")


class ReassignForm(MoveForm):
    """To another reporter."""

    person = person_field()

    move = "reassign"
    done = _("The report has a new reporter, who gets a letter. The old links have ended.")


class CommentForm(DeskForm):
    """A word to the others who work on the report."""

    text = words(_("Comment"), max_length=LONGEST_COMMENT)
    must_fix = forms.BooleanField(label=_("Must be mended before approval"), required=False)

    def carry_out(self, actor):
        """Keep the comment."""
        _require(self.report, actor, {Role.REPORTER, Role.COORDINATOR, Role.APPROVER})
        ReportComment.objects.create(
            report=self.report,
            written_by=actor.user,
            person=actor.person,
            label=actor.label,
            **self.cleaned_data,
        )
        return _("The comment has been kept.")


class ResolveForm(DeskForm):
    """That what a comment asks for has been mended."""

    comment = forms.ModelChoiceField(ReportComment.objects.none())

    def __init__(self, data=None, *, report):
        super().__init__(data, report=report)
        self.fields["comment"].queryset = report.comments.filter(must_fix=True, resolved_at=None)

    def carry_out(self, actor):
        """Note that it has been mended."""
        _require(self.report, actor, {Role.COORDINATOR, Role.APPROVER})
        comment = self.cleaned_data["comment"]
        comment.resolved_at = timezone.now()
        comment.save(update_fields=["resolved_at"])
        return _("Noted: this has been mended.")


class RevokeLinkForm(DeskForm):
    """The end of an e-mailed link."""

    link = forms.ModelChoiceField(None)

    def __init__(self, data=None, *, report):
        super().__init__(data, report=report)
        self.fields["link"].queryset = report.links.filter(revoked_at=None)

    def carry_out(self, actor):
        """End it at once."""
        _require(self.report, actor, {Role.COORDINATOR})
        links.revoke_links(self.report.links.filter(pk=self.cleaned_data["link"].pk))
        return _("The link has ended.")


class ResendLinkForm(DeskForm):
    """A new link to the reporter, for one that was lost or has leaked."""

    @transaction.atomic
    def carry_out(self, actor):
        """End the old link and write a letter with a new one."""
        _require(self.report, actor, {Role.COORDINATOR})
        reporter = reporter_without_account(self.report)
        if not reporter:
            raise NotAllowed(_("The reporter does not need a link now."))
        links.new_link_for(self.report, reporter)
        letters.write(OutboxMail.Kind.ASSIGNED, [reporter], self.report)
        return _("A new link has been sent. The old one has ended.")


def reporter_without_account(report):
    """The reporter who would get a link by mail, None where nobody would."""
    person = reporter_of(report)
    return person if person and not person.user_id and report.state in OWED else None


def _require(report, actor, roles):
    """The role allows it, and the round still changes; moves ask this by themselves."""
    if not roles & actor.roles_on(report):
        raise NotAllowed(_("You do not have the right to do this."))
    if report.round.state == ReportingRound.State.ARCHIVED:
        raise NotAllowed(_("The round has been archived. Its reports no longer change."))


MOVES = {
    form.move: form
    for form in (ReturnForm, ApproveForm, WithdrawForm, WaiveForm, ReopenForm, ReassignForm)
}
FORMS = MOVES | {
    "comment": CommentForm,
    "resolve": ResolveForm,
    "revoke_link": RevokeLinkForm,
    "resend_link": ResendLinkForm,
}
