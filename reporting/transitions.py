"""
The moves of a report: one table, and the one function that makes them.

Nothing else writes `ActionReport.state` (a test looks). The form, the e-mailed link, the
back office, bulk actions and commands all come through `transition`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from programme.models import StrategyAction
from reporting import effects, guards
from reporting.models import ActionReport, ReportTransition, State
from reporting.moves import Move
from reporting.refusals import Conflict, NotAllowed, Refusal
from reporting.roles import Role

R, C, A, T = Role.REPORTER, Role.COORDINATOR, Role.APPROVER, Role.TRANSLATOR
BEGUN = (State.DRAFT, State.RETURNED)
OWED = (State.NOT_STARTED, *BEGUN)


@dataclass(frozen=True)
class Transition:
    """A kind of move: from where, to where (None: it stays), by whom, if what, with what effect."""

    label: str
    src: tuple
    dst: str | None
    roles: tuple
    guard: Callable
    effect: Callable


TRANSITIONS = {
    "start": Transition(
        gettext_lazy("started"),
        (State.NOT_STARTED,), State.DRAFT, (R, C), guards.in_time, effects.start,
    ),
    "autosave": Transition(
        gettext_lazy("saved"), BEGUN, None, (R, C), guards.in_time, effects.save_content
    ),
    "submit": Transition(
        pgettext_lazy("a report was", "sent for approval"),
        BEGUN, State.SUBMITTED, (R, C), guards.complete_in_time, effects.submit,
    ),
    "withdraw": Transition(
        gettext_lazy("taken back"),
        (State.SUBMITTED,), State.DRAFT, (R, C), guards.soon_enough, effects.withdraw,
    ),
    "return": Transition(
        gettext_lazy("returned"),
        (State.SUBMITTED,), State.RETURNED, (A, C), guards.explained, effects.send_back,
    ),
    "approve": Transition(
        gettext_lazy("approved"),
        (State.SUBMITTED,), State.APPROVED, (A,), guards.approvable, effects.approve,
    ),
    "correct": Transition(
        gettext_lazy("corrected"),
        (State.APPROVED,), None, (A,), guards.correctable, effects.correct,
    ),
    "translate": Transition(
        gettext_lazy("translated"),
        (State.APPROVED,), None, (C, T), guards.only_other_languages, effects.translate,
    ),
    "waive": Transition(
        gettext_lazy("not to be reported"), OWED, State.WAIVED, (C,), guards.reasoned, effects.waive
    ),
    "reopen": Transition(
        gettext_lazy("to be reported after all"),
        (State.WAIVED,), State.DRAFT, (C,), guards.in_time, effects.reopen,
    ),
    "reassign": Transition(
        gettext_lazy("given to another reporter"),
        OWED, None, (C,), guards.has_new_reporter, effects.reassign,
    ),
}  # fmt: skip
UNRECORDED = {"autosave"}


def transition(report_id, name, actor, *, expected_version, comment="", now=None, **given):
    """
    Make one move of one report, whole or not at all. Returns the report as it is afterwards.

    `expected_version` is the version that the actor has seen. Raises `Conflict` when the row
    has moved on since, `NotAllowed`, `Incomplete` or `UnseenWarnings` when the table says no.
    """
    now = now or timezone.now()
    kind = TRANSITIONS[name]
    with transaction.atomic():
        report = _locked(report_id)
        if report.version != expected_version:
            raise Conflict(report)
        move = Move(report, actor, actor.roles_on(report), now, comment, given)
        _require(kind, move)
        kind.guard(move)
        before = report.state
        if name not in UNRECORDED:
            move.transition = _record(name, kind, move, before)
        kind.effect(move)
        _write(kind, move, expected_version)
    return report


def allowed(report, actor, now=None):
    """The names of the moves that role and state allow; what else is asked, the move says."""
    roles = actor.roles_on(report)
    return [
        name
        for name, kind in TRANSITIONS.items()
        if report.state in kind.src and roles & set(kind.roles)
    ]


def each(reports, name, actor, **given):
    """
    Make the same move of several reports, each by itself.

    Returns (report, refusal) for each, the refusal None where it went well.
    """
    results = []
    for report in reports:
        try:
            transition(report.pk, name, actor, expected_version=report.version, **given)
        except Refusal as refusal:
            results.append((report, refusal))
        else:
            results.append((report, None))
    return results


def _locked(report_id):
    reports = ActionReport.objects.select_for_update(of=("self",))
    related = ("round__programme", "action__basket", "assignee", "approved_revision")
    return reports.select_related(*related).get(pk=report_id)


def _require(kind, move):
    if not move.roles & set(kind.roles):
        raise NotAllowed(_("You do not have the right to do this."))
    if move.report.state not in kind.src:
        state = move.report.get_state_display()
        raise NotAllowed(
            _("This cannot be done now: the report is “%(state)s”.") % {"state": state}
        )


def _record(name, kind, move, before):
    return ReportTransition.objects.create(
        report=move.report,
        sequence=move.report.transitions.count() + 1,
        name=name,
        from_state=before,
        to_state=kind.dst or before,
        made_at=move.now,
        actor=move.actor.user,
        person=move.actor.person,
        actor_label=move.actor.label,
        actor_role=next(role for role in kind.roles if role in move.roles),
        comment=move.comment,
        language=(get_language() or "fi")[:2],
        via=move.actor.via,
        exception=move.exception,
    )


def _write(kind, move, expected_version):
    """The row itself, if nobody was faster: holds where a database has no row locks."""
    if kind.dst:
        move.changes["state"] = kind.dst
    here = ActionReport.objects.filter(pk=move.report.pk, version=expected_version)
    changes = move.changes | {"version": expected_version + 1, "updated_at": move.now}
    if not here.update(**changes):
        raise Conflict(move.report)
    move.report.refresh_from_db()
    _tell_action(move.report)


def _tell_action(report):
    """The action stands as its latest approved report says; examples tell nothing."""
    if report.state != State.APPROVED or report.round.is_example:
        return
    reports = ActionReport.objects.filter(
        action=report.action_id, state=State.APPROVED, round__is_example=False
    )
    latest = reports.order_by("-round__ends_on").values_list(
        "approved_revision__snapshot", flat=True
    )
    told = latest.first()["status"]["code"]
    StrategyAction.objects.filter(pk=report.action_id).update(reported_status=told)
