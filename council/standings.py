"""How the actions stand in a situation, and which of them are late."""

from dataclasses import dataclass, field
from datetime import date

from council import queries
from council.situation import reach_of
from programme.dates import PartialDate
from programme.models import StrategyAction

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
    return {pk: status for pk, _sort_key, status, *_rest in situation.actions}


def statuses_before(situation):
    """The same as the round before left them; None where there is no such round."""
    if situation.before is None:
        return None
    reported = reported_until(situation.before)
    if situation.is_of_round:
        return reported
    # A stated status has no history: only what reports have said since counts as a change.
    actions = situation.actions
    return {pk: reported.get(pk, stated) for pk, _key, _status, stated, *_rest in actions}


def reported_until(round):
    """The status that the latest approved report up to a round gives, by action."""
    return dict(queries.statuses_until(round.pk, *reach_of(round)))


def late_actions(situation, statuses):
    """The actions that are late in a situation, the longest so first."""
    late, missing = {}, []
    for pk, sort_key, _status, stated_status, ends_on, misses in situation.actions:
        is_over = _has_passed(ends_on, situation.day)
        if (is_over or misses) and statuses.get(pk, stated_status) not in SETTLED:
            late[pk] = Late(pk, sort_key, ends_on if is_over else PartialDate())
            missing += [pk] if misses else []
    milestones = queries.missed_milestones(situation.day.isoformat()).filter(action__in=missing)
    for milestone in milestones.order_by("due_on", "pk"):
        late[milestone.action_id].milestones.append(milestone)
    late = [each for each in late.values() if each.planned_end or each.milestones]
    return sorted(late, key=lambda each: (each.since, each.sort_key))


def missing_codes(situation):
    """The actions without an approved report once the round was due, by code; None before."""
    round = situation.told
    if round is None or round.due_at > situation.at:
        return None
    return queries.codes_missing(round.pk)


def _has_passed(ends_on, day: date):
    return bool(ends_on) and ends_on.latest < day
