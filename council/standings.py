"""How the actions stand in a situation, and which of them are late."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from council.situation import reports_until
from programme.dates import PartialDate
from programme.models import Milestone, StrategyAction
from reporting.models import ActionReport, State

Status = StrategyAction.Status
SETTLED = [Status.COMPLETED, Status.CANCELLED]
# As many as leave room for the rest of the sheet.
LATE_SHOWN = 4


@dataclass
class Late:
    """An action whose planned time or milestones have passed; `since` is the first day after."""

    action: int
    sort_key: str
    planned_end: PartialDate
    milestones: list = field(default_factory=list)

    @property
    def since(self):
        """The earliest of the last days that have passed."""
        ends = [self.planned_end, *(milestone.due_on for milestone in self.milestones)]
        return min(end.latest for end in ends if end)


def statuses(situation):
    """The status of each action by primary key: of all that visitors see, or of those reported."""
    if situation.is_of_round:
        return reported_until(situation.told)
    return dict(StrategyAction.objects.public().order_by().values_list("pk", "status"))


def statuses_before(situation):
    """The same as the round before left them; None where there is no such round."""
    if situation.before is None:
        return None
    reported = reported_until(situation.before)
    if situation.is_of_round:
        return reported
    # A stated status has no history: only what reports have said since counts as a change.
    stated = StrategyAction.objects.public().order_by().values_list("pk", "stated_status")
    return {pk: reported.get(pk, status) for pk, status in stated}


def reported_until(round):
    """The status that the latest approved report up to a round gives, by action."""
    # The row says the same as its revision (`verify_reports`) and is far quicker to read.
    told = reports_until(round).order_by("round__ends_on")
    return dict(told.values_list("action_id", "status"))


def late_actions(situation, statuses):
    """The actions that are late in a situation, the longest so first."""
    stated = StrategyAction.objects.public().order_by()
    columns = stated.values_list("pk", "sort_key", "stated_status", "ends_on")
    open_actions = {
        pk: Late(pk, sort_key, ends_on if _has_passed(ends_on, situation.day) else PartialDate())
        for pk, sort_key, stated_status, ends_on in columns
        if statuses.get(pk, stated_status) not in SETTLED
    }
    for milestone in _missed_milestones(situation.day):
        if late := open_actions.get(milestone.action_id):
            late.milestones.append(milestone)
    late = [each for each in open_actions.values() if each.planned_end or each.milestones]
    return sorted(late, key=lambda each: (each.since, each.sort_key))


def missing_codes(situation):
    """The actions without an approved report once the round was due, by code; None before."""
    round = situation.told
    if round is None or round.due_at > situation.at:
        return None
    decided = [State.APPROVED, State.WAIVED]
    missing = ActionReport.objects.expected().filter(round=round).exclude(state__in=decided)
    return list(missing.order_by("action__sort_key").values_list("action__code", flat=True))


def _has_passed(ends_on, day: date):
    return bool(ends_on) and ends_on.latest < day


def _missed_milestones(day):
    not_by_then = Q(reached_on="") | Q(reached_on__earliest__gt=day.isoformat())
    missed = Milestone.objects.filter(
        not_by_then,
        action__in=StrategyAction.objects.public(),
        due_on__latest__lt=day.isoformat(),
    )
    return missed.order_by("due_on", "pk")
