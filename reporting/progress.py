"""What a round comes to: how much has been reported, what has moved, what is missing and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from programme.models import StrategyAction
from reporting import queries
from reporting.models import ActionReport, ReportingRound
from reporting.told import in_language, on_day

Status = StrategyAction.Status
# From nothing to done; a cancelled action, or one of which nothing is known, is on no such road.
ROAD = [Status.NOT_STARTED, Status.PLANNING, Status.IMPLEMENTATION, Status.COMPLETED]
ENDED = [ReportingRound.State.CLOSED, ReportingRound.State.ARCHIVED]


class Direction(Enum):
    """Which way an action has moved between two reports; its value is the word for it."""

    FORWARD = _("Moved forward")
    BACKWARD = _("Moved backward")
    OTHER = _("Changed otherwise")


class Standing(NamedTuple):
    """How an action stands in one report. The row says the same as its revision (`verify_reports`)."""

    status: str
    percent: int | None
    approved_at: datetime | None = None

    @property
    def words(self):
        """The status in words."""
        return Status(self.status).label


@dataclass(frozen=True)
class Movement:
    """An action that stands elsewhere than in its report before; `code`, `round` and `titles` as told then."""

    before: Standing
    now: Standing
    code: str
    round: str
    titles: dict

    @property
    def title(self):
        """The action, as it was called then."""
        return in_language(self.titles)

    @property
    def has_new_status(self):
        """Whether it is the status that has changed."""
        return self.before.status != self.now.status

    @property
    def has_percents(self):
        """Whether both percentages are known, and differ."""
        known = None not in (self.before.percent, self.now.percent)
        return known and self.before.percent != self.now.percent


@dataclass(frozen=True)
class Moved:
    """The actions that have moved one way: how many, and the `first` of them as movements."""

    direction: Direction
    number: int
    first: list

    @property
    def has_more(self):
        """Whether there are others than the first."""
        return self.number > len(self.first)


@lru_cache(maxsize=10_000)
def way(was, became):
    """Which way an action has moved; None where nothing differs that can be compared."""
    if was.status != became.status:
        if not {was.status, became.status} <= set(ROAD):
            return Direction.OTHER
        is_forward = ROAD.index(became.status) > ROAD.index(was.status)
    elif None in (was.percent, became.percent) or was.percent == became.percent:
        return None
    else:
        # The status decides before the percentage does.
        is_forward = became.percent > was.percent
    return Direction.FORWARD if is_forward else Direction.BACKWARD


def state_in_words(round):
    """Where a round is now, with the day that matters next or mattered last."""
    due, closes = on_day(round.due_at), on_day(round.closes_at)
    sentences = {
        ReportingRound.State.PLANNED: _("Opens on %(day)s") % {"day": on_day(round.opens_at)},
        ReportingRound.State.OPEN: _("Open until %(day)s") % {"day": due},
        ReportingRound.State.CLOSING: _("Past its due date; reports are taken until %(day)s")
        % {"day": closes},
        ReportingRound.State.CLOSED: _("Closed on %(day)s") % {"day": closes},
        ReportingRound.State.ARCHIVED: _("Closed on %(day)s, archived") % {"day": closes},
    }
    return sentences[round.state]


def standings_in(round):
    """How the actions stand in the approved reports of a round, as {action: standing} in their order."""
    return {action: Standing(*said) for action, *said in queries.standings_in(round.pk)}


def statuses_in(standings):
    """How many actions are in each status, as (status, number), none left out."""
    numbers = Counter(standing.status for standing in standings.values())
    return [(status, numbers[status]) for status in Status]


def movements(round, standings, most):
    """The actions that stand elsewhere than in the report before: of each direction the first ones."""
    before = said_before(round, standings.keys())
    moved = {direction: [] for direction in Direction}
    for action, now in standings.items():
        if action in before and (direction := way(before[action], now)):
            moved[direction].append(action)
    first = {action for actions in moved.values() for action in actions[:most]}
    told = {action: words for action, *words in _told_of(round, first)} if first else {}
    return [
        Moved(
            direction,
            len(actions),
            [Movement(before[each], standings[each], *told[each]) for each in actions[:most]],
        )
        for direction, actions in moved.items()
        if actions
    ]


def _told_of(round, actions):
    """What the reports of a round say of some actions, as (action, code, round, titles)."""
    title = "approved_revision__snapshot__action__title"
    reports = ActionReport.objects.public().filter(round=round, action__in=actions).order_by()
    return reports.values_list("action_id", "action__code", "round__slug", title)


def said_before(round, actions):
    """The latest report before a round on each of the actions, as {action: standing}."""
    before = {}
    # Rounds of a programme do not overlap.
    for earlier in round.so_far[1:]:
        told = queries.standings_before(earlier.pk)
        before = {action: Standing(*said) for action, *said in told} | before
        if actions <= before.keys():
            break
    return before


def approved_between(standings):
    """When the first and the last report of a round were approved; None without any."""
    approved = [standing.approved_at for standing in standings]
    return {"first": min(approved, default=None), "last": max(approved, default=None)}


def benefits_in(round):
    """What visitors may see of the benefits of the programme in the period of a round."""
    start, end = round.starts_on.isoformat(), round.ends_on.isoformat()
    return queries.benefits_between(round.programme_id, start, end)


def latest_told(rounds):
    """The latest round of which anything is reported, else the latest; None without any."""
    return next((round for round in rounds if round.reported), rounds[0] if rounds else None)
