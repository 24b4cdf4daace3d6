"""What must hold before a move: each guard raises a refusal with a sentence, or lets it pass."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from reporting import locks
from reporting.checks import errors, warnings
from reporting.models import ActionReport
from reporting.refusals import Incomplete, NotAllowed, UnseenWarnings
from reporting.roles import Role
from reporting.said import said_in
from reporting.snapshots import LANGUAGES

WITHDRAWN_WITHIN = timedelta(hours=24)
SHORTEST_COMMENT = 10


def in_time(move):
    """The round is open, or a leave for the actor stands in for that."""
    if not locks.is_in_time(move.report, move.actor, move.now):
        raise NotAllowed(
            locks.why_locked(move.report, move.actor, move.now) or _("The round is not open.")
        )
    if not move.report.round.is_open_at(move.now):
        move.exception = locks.exception_for(move.report, move.actor, move.now)


def not_archived(move):
    """An archived round changes no more."""
    if move.report.round.state_at(move.now) == move.report.round.State.ARCHIVED:
        raise NotAllowed(_("The round has been archived. Its reports no longer change."))


def complete_in_time(move):
    """The round is open, nothing is wrong, and every warning has been seen."""
    in_time(move)
    complete(move)
    seen = {(name, code) for name, code in move.given.get("seen_warnings", [])}
    odd = warnings(said_in(move.report))
    unseen = [problem for problem in odd if (problem.field, problem.code) not in seen]
    if unseen:
        raise UnseenWarnings(unseen)
    move.changes["seen_warnings"] = sorted([each.field, each.code] for each in odd)


def complete(move):
    """Nothing is missing and nothing impossible is said."""
    if problems := errors(said_in(move.report)):
        raise Incomplete(problems)


def soon_enough(move):
    """The reporter takes back within a day what nobody has decided on; the coordinator later."""
    if Role.COORDINATOR in move.roles:
        return not_archived(move)
    in_time(move)
    if move.now - move.report.submitted_at > WITHDRAWN_WITHIN:
        raise NotAllowed(
            _("A report can be taken back within 24 hours. Ask the coordinator to return it.")
        )
    return None


def explained(move):
    """A return says why, in ten characters at least."""
    not_archived(move)
    if len(move.comment.strip()) < SHORTEST_COMMENT:
        raise NotAllowed(_("Say what should be mended: at least 10 characters."))


def approvable(move):
    """Complete, nothing left to mend, and not approved by its writer."""
    not_archived(move)
    complete(move)
    if move.report.comments.filter(must_fix=True, resolved_at=None).exists():
        raise NotAllowed(_("A comment says that something must be mended before approval."))
    confirmed_by_another(move, move.actor.is_submitter_of(move.report))


def confirmed_by_another(move, is_own):
    """Two people for what becomes public; where one is allowed to, the second tick is asked."""
    if not is_own:
        return
    if not settings.REPORTING_ALLOW_SELF_APPROVAL:
        raise NotAllowed(_("Somebody else must approve what you have sent yourself."))
    if not move.given.get("is_confirmed"):
        raise NotAllowed(
            _("Confirm that you approve your own report. The public page will say so.")
        )
    move.given["is_self_approved"] = True


def correctable(move):
    """A living proposal of somebody else, which still fits what is public."""
    not_archived(move)
    correction = move.given["correction"]
    if correction not in move.report.corrections.open_at(move.now):
        raise NotAllowed(_("The proposal has been decided on already, or is over 30 days old."))
    confirmed_by_another(move, correction.proposed_by_id == getattr(move.actor.user, "pk", None))


def only_other_languages(move):
    """A translation never touches the language that the report was written in."""
    not_archived(move)
    if set(move.given["texts"]) - set(LANGUAGES) or move.report.language in move.given["texts"]:
        raise NotAllowed(_("The text of the report itself is not changed by a translation."))
    told = move.report.approved_revision.snapshot["texts"]
    pairs = [
        (told.get(name, {}).get(language), text)
        for language, texts in move.given["texts"].items()
        for name, text in texts.items()
    ]
    if all(old == new for old, new in pairs):
        raise NotAllowed(_("Nothing has been changed."))


def reasoned(move):
    """Why an action is not reported is one of the known reasons."""
    not_archived(move)
    if move.given.get("reason") not in ActionReport.WaiveReason:
        raise NotAllowed(_("Choose why the action is not reported in this round."))


def has_new_reporter(move):
    """The new reporter is known, and another than now."""
    not_archived(move)
    if not move.given.get("person") or move.given["person"] == move.report.assignee:
        raise NotAllowed(_("Choose another reporter than now."))
