"""What must hold before a move of a report, and what follows from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from reporting import letters, links, locks
from reporting.checks import errors, warnings
from reporting.models import (
    ActionReport,
    LockException,
    OutboxMail,
    ReportRevision,
    ReportValue,
    State,
)
from reporting.refusals import Incomplete, NotAllowed, UnseenWarnings
from reporting.roles import Actor, Role, approvers_of, coordinators, reporter_of
from reporting.said import previous_of, said_in
from reporting.snapshots import LANGUAGES, TEXTS, changed, seal, snapshot_of

Kind = OutboxMail.Kind
WITHDRAWN_WITHIN = timedelta(hours=24)
SHORTEST_COMMENT = 10


@dataclass
class Move:
    """One move while it is made: what is asked, and the `changes` of the row that follow."""

    report: ActionReport
    actor: Actor
    roles: set
    now: datetime
    comment: str = ""
    given: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    exception: LockException | None = None

    def write(self, kind, people, page="report_form", **facts):
        """A letter to each of the people, about this report."""
        letters.write(kind, people, self.report, self.transition, page=page, **facts)


# Guards: each raises a refusal, with a sentence.


def anytime(move):
    """Nothing more is asked."""


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


def has_reporter_in_time(move):
    """Somebody answers for the report, and the round is open."""
    in_time(move)
    if not reporter_of(move.report) and Role.COORDINATOR not in move.roles:
        raise NotAllowed(_("Nobody has been named to report on this action."))


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


# Effects: `changes` for the row; other rows at once, in the same transaction.


def start(move):
    """Fill in what the last approved report said, to be confirmed or changed."""
    reporter = reporter_of(move.report)
    language = reporter.language if reporter else settings.LANGUAGE_CODE
    move.changes |= {"language": language, "assignee": reporter}
    if previous := previous_of(move.report):
        _prefill(move, previous.approved_revision.snapshot)


def _prefill(move, before):
    language = before["language"]
    filled = {f"{name}_{language}": before["texts"][name][language] for name in TEXTS[1:3]}
    filled |= {"status": before["status"]["code"], "percent": before["percent"]}
    answers = {name: "" for name in ("status", "percent") if filled[name] not in ("", None)}
    answers |= {name: "" for name in TEXTS[1:3] if filled[f"{name}_{language}"]}
    for indicator in move.report.action.indicators.all():
        told = before["values"].get(indicator.slug)
        if told:
            ReportValue.objects.create(
                report=move.report,
                indicator=indicator,
                **{name: told[name] for name in ("value", "numerator", "denominator")},
                no_value_reason=told["no_value_reason"],
                source=told["source"],
            )
            answers[f"value-{indicator.slug}"] = ""
    move.changes |= filled | {"language": language, "answers": answers}


def save_content(move):
    """What the form holds, complete or not."""
    content = move.given.get("content", {})
    move.changes |= content.get("fields", {})
    for indicator, said in content.get("values", {}).items():
        values = ReportValue.objects.filter(report=move.report, indicator=indicator)
        if said is None:
            values.delete()
        elif not values.update(**said):
            ReportValue.objects.create(report=move.report, indicator_id=indicator, **said)


def submit(move):
    """Freeze what is sent, and tell the approvers."""
    user, person = move.actor.user, move.actor.person
    move.changes |= {
        "submitted_at": move.now,
        "submitted_by": user,
        "submitted_by_person": person,
        "revision_number": move.report.revision_number + 1,
    }
    _apply(move)
    seal(move.report, ReportRevision.Kind.SUBMITTED, _snapshot(move), now=move.now, user=user)
    move.write(Kind.SUBMITTED, approvers_of(move.report), page="report_review")


def withdraw(move):
    """Back to the reporter; the approvers need not look any more."""
    move.write(Kind.WITHDRAWN, approvers_of(move.report), page="approval_queue")


def send_back(move):
    """Back with a comment, and with at least three working days to mend."""
    report, reporter = move.report, reporter_of(move.report)
    until = locks.time_to_mend(move.now)
    if reporter and until > report.round.closes_at:
        LockException.objects.create(
            report=report,
            granted_to=reporter,
            granted_by=move.actor.user,
            starts_at=move.now,
            until=until,
            reason="returned",
        )
    people = [reporter] if reporter else coordinators()
    move.write(Kind.RETURNED, people, comment=move.comment, until=until)


def approve(move):
    """Freeze: from now on this revision is what visitors read."""
    is_own = bool(move.given.get("is_self_approved"))
    move.changes |= {
        "approved_at": move.now,
        "approved_by": move.actor.user,
        "is_self_approved": is_own,
    }
    snapshot = _snapshot(move, approved_at=move.now, is_self_approved=is_own)
    _publish(move, ReportRevision.Kind.APPROVED, snapshot)
    move.write(Kind.APPROVED, _reporter_and(move, coordinators()), page="report_form")


def correct(move):
    """A new revision with the proposed values; the old one stays readable."""
    correction = move.given["correction"]
    before = move.report.approved_revision.snapshot
    try:
        after = changed(before, correction.changes)
    except (KeyError, ValueError):
        raise NotAllowed(
            _("What is public has changed since the proposal. Make a new one.")
        ) from None
    reason = f"{correction.category}: {correction.reason}".rstrip(": ")
    revision = _publish(move, ReportRevision.Kind.CORRECTION, after, reason=reason)
    correction.revision, correction.decided_at = revision, move.now
    correction.decided_by = move.actor.user
    correction.save()
    _mirror(move, after)
    people = [*coordinators(), *approvers_of(move.report)]
    move.write(Kind.CORRECTION, _reporter_and(move, people), page="report_form")


def translate(move):
    """A new revision with texts in other languages; nothing else differs."""
    texts = move.given["texts"]
    before = move.report.approved_revision.snapshot
    pairs = {
        f"texts/{name}/{language}": (before["texts"][name][language], text)
        for language, told in texts.items()
        for name, text in told.items()
        if name in TEXTS
    }
    _publish(move, ReportRevision.Kind.TRANSLATION, changed(before, pairs))
    for path, (_old, text) in pairs.items():
        _texts, name, language = path.split("/")
        move.changes[f"{name}_{language}"] = text


def waive(move):
    """Not reported in this round, for a reason that the public reads."""
    move.changes |= {"waive_reason": move.given["reason"]}
    links.revoke_links(move.report.links.all())


def reopen(move):
    """To be reported after all."""
    move.changes |= {"waive_reason": ""}


def reassign(move):
    """Another reporter, with a link of the own; the old links end."""
    move.changes |= {"assignee": move.given["person"]}
    links.revoke_links(move.report.links.all())
    _apply(move)
    move.write(Kind.ASSIGNED, [move.given["person"]])


def _apply(move):
    """Let the instance say what the row will say, for snapshots and letters."""
    for name, value in move.changes.items():
        setattr(move.report, name, value)


def _snapshot(move, **decision):
    _apply(move)
    return snapshot_of(move.report, **decision)


def _publish(move, kind, snapshot, reason=""):
    user = move.actor.user
    revision = seal(move.report, kind, snapshot, now=move.now, user=user, reason=reason)
    move.changes["approved_revision"] = revision
    return revision


def _mirror(move, snapshot):
    """The row follows its corrected revision, so that whoever looks there reads the same."""
    language = snapshot["language"]
    move.changes |= {"status": snapshot["status"]["code"], "percent": snapshot["percent"]}
    move.changes |= {f"{name}_{language}": snapshot["texts"][name][language] for name in TEXTS}
    for value in move.report.values.select_related("indicator"):
        told = snapshot["values"][value.indicator.slug]
        for name in ("value", "numerator", "denominator", "no_value_reason"):
            setattr(value, name, told[name])
        value.save()


def _reporter_and(move, people):
    reporter = reporter_of(move.report)
    return list(dict.fromkeys([*([reporter] if reporter else []), *people]))


def is_owed(state):
    """Whether a report in a state still waits for its reporter."""
    return state in (State.NOT_STARTED, State.DRAFT, State.RETURNED)
