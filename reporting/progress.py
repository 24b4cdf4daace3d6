"""What a round comes to: how much has been reported, what has moved, what is missing and why."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import Exists, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from programme.models import Benefit, StrategyAction
from programme.models.publication import hidden, number_of
from reporting.models import ActionReport, ReportingRound, State
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


def unmixed(things, path="round__"):
    """Without examples, as soon as there is a real round that visitors may know of."""
    real = ReportingRound.objects.public().filter(is_example=False)
    return things.filter(Q(**{f"{path}is_example": False}) | ~Exists(real))


def counted_rounds():
    """The rounds that visitors may know of, with how many actions are `reported`, `missing`, `waived`."""
    return _counted().all()


@cache
def _counted():
    # To build it takes longer than to ask it; the clock enters when the database is asked.
    decided = [State.APPROVED, State.WAIVED]
    return (
        ReportingRound.objects.public()
        .select_related("programme")
        .annotate(
            reported=_number_of(Q(state=State.APPROVED)),
            waived=_number_of(Q(state=State.WAIVED)),
            missing=_number_of(~Q(state__in=decided)),
        )
    )


def _number_of(condition):
    """How many reports of a round are so, counted in the index: few actions are hidden, if any."""
    actions = StrategyAction.objects.order_by().values("pk")
    of_hidden = actions.filter(hidden("strategy__") | hidden("strategy__programme__"))
    shown = ActionReport.objects.filter(condition).exclude(action__in=actions.filter(hidden()))
    return number_of(shown.exclude(action__in=of_hidden), "round")


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


def public_reports(round):
    """The approved reports of a round, in the order of their actions."""
    return ActionReport.objects.public().filter(round=round).order_by("action__sort_key")


def standings_in(round):
    """How the actions stand in the approved reports of a round, as {action: standing} in their order."""
    return _told_by(public_reports(round))


def _told_by(reports):
    # None of the columns is in languages, which takes time to find out of each row.
    told = reports.rewrite(False).values_list("action_id", "status", "percent")
    return {action: Standing(status, percent) for action, status, percent in told}


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
    for earlier in ReportingRound.objects.before(round):
        reports = ActionReport.objects.public().filter(round=earlier)
        before = _told_by(reports.order_by()) | before
        if actions <= before.keys():
            break
    return before


def not_reported(round):
    """The reports asked in a round of which none is approved, in the order of their actions."""
    reports = ActionReport.objects.expected().filter(round=round).exclude(state=State.APPROVED)
    return reports.select_related("action").order_by("action__sort_key")


def approved_between(round):
    """When the first and the last report of a round were approved."""
    return public_reports(round).aggregate(first=Min("approved_at"), last=Max("approved_at"))


def benefits_in(round):
    """What visitors may see of the benefits of the programme in the period of a round."""
    start, end = round.starts_on.isoformat(), round.ends_on.isoformat()
    goes_on = Q(ends_on="", starts_on__latest__gte=start)
    has_end = ~Q(ends_on="") & Q(ends_on__latest__gte=start)
    benefits = Benefit.objects.public().filter(programme=round.programme_id)
    return benefits.exclude(starts_on="").filter(goes_on | has_end, starts_on__earliest__lte=end)


def latest_told(rounds):
    """The latest round of which anything is reported, else the latest; None without any."""
    return next((round for round in rounds if round.reported), rounds[0] if rounds else None)
