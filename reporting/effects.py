"""What follows from a move: changes of the row, and other rows in the same transaction."""

import hashlib

from django.conf import settings
from django.utils.translation import gettext as _

from reporting import links, locks
from reporting.models import LockException, OutboxMail, ReportRevision, ReportValue
from reporting.refusals import NotAllowed
from reporting.roles import approvers_of, coordinators, reporter_of
from reporting.said import previous_of
from reporting.snapshots import LANGUAGES, TEXTS, changed, seal, snapshot_of

Kind = OutboxMail.Kind
# The columns that a reporter fills in; the others are written by moves only.
CONTENT = {
    *("language", "status", "percent", "is_unchanged", "minutes_spent", "answers"),
    *(f"{name}_{code}" for name in TEXTS for code in LANGUAGES),
}


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
    """What the form holds, complete or not. Raises ValueError for what no form holds."""
    content = move.given.get("content", {})
    fields = content.get("fields", {})
    if beside := fields.keys() - CONTENT:
        raise ValueError(f"not the content of a report: {sorted(beside)}")
    move.changes |= fields
    values = content.get("values", {})
    counted = set(move.report.action.indicators.values_list("pk", flat=True)) if values else set()
    if strangers := values.keys() - counted:
        raise ValueError(f"not counted of the action: {sorted(strangers)}")
    for indicator, said in values.items():
        rows = ReportValue.objects.filter(report=move.report, indicator=indicator)
        if said is None:
            rows.delete()
        elif not rows.update(**said):
            ReportValue.objects.create(report=move.report, indicator_id=indicator, **said)

    for attachment in content.get("attachments", []):
        attachment.report = move.report
        attachment.sha256 = hashlib.sha256(attachment.file.read()).hexdigest()
        attachment.file.seek(0)
        attachment.save()
    move.report.attachments.filter(pk__in=content.get("removed", [])).delete()


def submit(move):
    """Freeze what is sent, and tell the approvers."""
    user, person = move.actor.user, move.actor.person
    move.changes |= {
        "submitted_at": move.now,
        "submitted_by": user,
        "submitted_by_person": person,
        "revision_number": move.report.revision_number + 1,
    }
    move.apply()
    seal(move.report, ReportRevision.Kind.SUBMITTED, _snapshot(move), now=move.now, user=user)
    move.write(Kind.SUBMITTED, approvers_of(move.report), page="report_review")


def withdraw(move):
    """Back to the reporter; the approvers need not look any more."""
    move.write(Kind.WITHDRAWN, approvers_of(move.report))


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
    by = max(until, report.round.due_at)
    move.write(Kind.RETURNED, people, comment=move.comment, until=by)


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
    if move.given.get("is_self_approved"):
        after["is_self_approved"] = True
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
    move.apply()
    move.write(Kind.ASSIGNED, [move.given["person"]])


def _snapshot(move, **decision):
    move.apply()
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
        told = snapshot["values"].get(value.indicator.slug)
        if told is None:
            # The indicator has another address than when this was frozen.
            continue
        for name in ("value", "numerator", "denominator", "no_value_reason"):
            setattr(value, name, told[name])
        value.save()


def _reporter_and(move, people):
    reporter = reporter_of(move.report)
    return list(dict.fromkeys([*([reporter] if reporter else []), *people]))
