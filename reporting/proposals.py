"""Proposing a correction of an approved report, and turning a proposal down."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programme.models import StrategyAction
from programme.numbers import plain, share_of
from reporting.checks import Said, SaidValue, errors
from reporting.differences import changes_between
from reporting.models import (
    ActionReport,
    Correction,
    Person,
    ReportingRound,
    ReportValue,
    State,
)
from reporting.refusals import Conflict, Incomplete, NotAllowed
from reporting.roles import RIGHTS, Role
from reporting.snapshots import LANGUAGES, NUMBERS, changed
from reporting.told import decimal


def changes_to(snapshot, typed):
    """
    What differs between a snapshot and what was typed, as {path: [old, new]}.

    `typed` holds "status", "percent", "texts" in the language of the report by name, and
    "values" by slug. What follows from them, such as a share or the words of a code, is
    changed along.
    """
    language = snapshot["language"]
    wanted = {"percent": typed["percent"]}
    wanted |= {f"texts/{name}/{language}": text for name, text in typed["texts"].items()}
    wanted |= _status(snapshot, typed["status"])
    for slug, value in typed["values"].items():
        told = _value(snapshot["values"][slug], value)
        wanted |= {f"values/{slug}/{name}": new for name, new in told.items()}
    pairs = {path: [_at(snapshot, path), new] for path, new in wanted.items()}
    return {path: pair for path, pair in pairs.items() if not _are_same(*pair)}


def problems_of(snapshot):
    """What would stop a report that says this from being approved."""
    return errors(said_of(snapshot))


def said_of(snapshot):
    """What a snapshot says, for `checks`."""
    language = snapshot["language"]
    return Said(
        language=language,
        status=snapshot["status"]["code"],
        percent=snapshot["percent"],
        texts={name: told[language] for name, told in snapshot["texts"].items()},
        is_unchanged=snapshot["is_unchanged"],
        values=tuple(_said_value(slug, told) for slug, told in snapshot["values"].items()),
        period_ends_on=date.fromisoformat(snapshot["round"]["ends_on"]),
    )


@transaction.atomic
def propose(report, actor, changes, *, expected_version, now=None, **reasons):
    """
    Keep a proposal, to be confirmed by an approver. Returns it.

    `reasons` are its category, reason and language. A proposal that nobody has decided on
    within 30 days makes room.
    """
    now = now or timezone.now()
    locked = ActionReport.objects.select_for_update(of=("self",))
    report = locked.select_related("round", "approved_revision", "action", "assignee").get(
        pk=report.pk
    )
    _require(report, actor, expected_version, now)
    _require_sense(report.approved_revision.snapshot, changes)
    waiting = report.corrections.filter(decided_at=None)
    waiting.exclude(pk__in=report.corrections.open_at(now)).update(decided_at=now)
    try:
        with transaction.atomic():
            return Correction.objects.create(
                report=report, changes=changes, proposed_by=actor.user, proposed_at=now, **reasons
            )
    except IntegrityError:
        raise NotAllowed(_("A correction of this report waits already.")) from None


def reject(correction, actor, now=None):
    """Turn a proposal down; who has proposed it may take it back."""
    is_own = actor.user and correction.proposed_by_id == actor.user.pk
    if not is_own and Role.APPROVER not in actor.roles_on(correction.report):
        raise NotAllowed(_("You do not have the right to do this."))
    waiting = Correction.objects.filter(pk=correction.pk, decided_at=None)
    if not waiting.update(decided_at=now or timezone.now(), decided_by=actor.user):
        raise NotAllowed(_("The proposal has been decided on already."))


def lines_of(correction):
    """What an open proposal would change, in words; None when it no longer fits what is public."""
    before = correction.report.approved_revision.snapshot
    try:
        after = changed(before, correction.changes)
    except (KeyError, ValueError):
        return None
    return changes_between(before, after)


def awaiting_decision_by(user, now):
    """The living proposals on which a user may decide, the oldest first."""
    if not user.has_perm(RIGHTS[Role.APPROVER]):
        return Correction.objects.none()
    proposals = Correction.objects.open_at(now).filter(report__round__archived_at=None)
    person = Person.objects.of_user(user).first()
    baskets = list(person.baskets.values_list("pk", flat=True)) if person else []
    if baskets:
        proposals = proposals.filter(report__action__basket__in=baskets)
    related = ("report__round", "report__action", "proposed_by")
    return proposals.select_related(*related).order_by("proposed_at", "pk")


def _require(report, actor, expected_version, now):
    if Role.COORDINATOR not in actor.roles_on(report):
        raise NotAllowed(_("You do not have the right to do this."))
    if report.state != State.APPROVED:
        raise NotAllowed(_("Only an approved report is corrected."))
    if report.round.state_at(now) == ReportingRound.State.ARCHIVED:
        raise NotAllowed(_("The round has been archived. Its reports no longer change."))
    if report.version != expected_version:
        raise Conflict(report)


def _require_sense(snapshot, changes):
    if not changes:
        raise NotAllowed(_("Nothing has been changed."))
    if problems := problems_of(changed(snapshot, changes)):
        raise Incomplete(problems)


def _status(snapshot, code):
    """A status with its words; those of an unchanged one stay as they were frozen."""
    if code == snapshot["status"]["code"]:
        return {}
    return {"status/code": code, "status/words": _words(StrategyAction.Status, code)}


def _value(said, typed):
    """A value as a snapshot writes it, without what follows from an unchanged field."""
    told = {name: None if typed[name] is None else plain(typed[name]) for name in NUMBERS}
    if said["is_share"]:
        share = share_of(typed["numerator"], typed["denominator"])
        told["value"] = None if share is None else plain(share)
        if all(told[name] == said[name] for name in NUMBERS[1:]):
            del told["value"]
    reason = typed["no_value_reason"]
    if reason != said["no_value_reason"]:
        told["no_value_reason"] = reason
        told["reason_words"] = _words(ReportValue.NoValueReason, reason)
    return told


def _words(choices, code):
    """What a code is called in each language; nothing is called nothing."""
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = str(choices(code).label) if code else ""
    return told


def _at(snapshot, path):
    for key in path.split("/"):
        snapshot = snapshot[key]
    return snapshot


def _are_same(old, new):
    """Browsers send a line break as two characters, and forms drop spaces at the ends."""
    return _even(old) == _even(new)


def _even(told):
    return told.replace("\r\n", "\n").strip() if isinstance(told, str) else told


def _said_value(slug, told):
    day = told["measured_on"]
    return SaidValue(
        slug=slug,
        **{name: decimal(told[name]) for name in NUMBERS},
        no_value_reason=told["no_value_reason"],
        measured_on=date.fromisoformat(day) if day else None,
        is_share=told["is_share"],
    )
