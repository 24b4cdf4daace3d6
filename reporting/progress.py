"""What a round comes to: how much has been reported, what has moved, what is missing and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Count, Exists, Q
from django.utils.translation import gettext_lazy as _

from programme.building import made_once
from programme.models import Benefit, StrategyAction
from programme.words import in_every_language
from reporting.models import ActionReport, ReportingRound, State
from reporting.models.reports import on_public_action
from reporting.told import in_language, on_day

Status = StrategyAction.Status
# From nothing to done; a cancelled action, or one of which nothing is known, is on no such road.
ROAD = [Status.NOT_STARTED, Status.PLANNING, Status.IMPLEMENTATION, Status.COMPLETED]
# Of a round and its programme, what pages tell.
ROUND = (
    *("slug", "starts_on", "ends_on", "is_example", "programme__slug", "programme__short_name"),
    *("opens_at", "due_at", "closes_at", "archived_at"),
    *in_every_language("name", "public_note", "programme__name"),
)
ENDED = [ReportingRound.State.CLOSED, ReportingRound.State.ARCHIVED]


class Direction(Enum):
    """Which way an action has moved between two reports; its value is the word for it."""

    FORWARD = _("Moved forward")
    BACKWARD = _("Moved backward")
    OTHER = _("Changed otherwise")


@dataclass(frozen=True)
class Standing:
    """How an action stands in one report: the few words of a snapshot that counting needs."""

    action: int
    code: str
    round: str
    titles: dict
    status: str
    percent: int | None
    approved_at: datetime | None = None

    # Of the whole snapshots only these are read from the database.
    COLUMNS = (
        "action_id",
        "action__code",
        "round__slug",
        "approved_revision__snapshot__action__title",
        "approved_revision__snapshot__status__code",
        "approved_revision__snapshot__percent",
        "approved_at",
    )

    @classmethod
    def of_each(cls, reports):
        """One for each of the reports."""
        return [cls(*row) for row in reports.values_list(*cls.COLUMNS)]

    @property
    def title(self):
        """The action, as it was called then."""
        return in_language(self.titles)

    @property
    def words(self):
        """The status in words."""
        return Status(self.status).label


@dataclass(frozen=True)
class Movement:
    """An action that stands elsewhere than in its report before."""

    before: Standing
    now: Standing

    @property
    def direction(self):
        """Forward, backward or neither; the status decides before the percentage does."""
        was, became = self.before, self.now
        if was.status != became.status:
            if not {was.status, became.status} <= set(ROAD):
                return Direction.OTHER
            return _way(ROAD.index(was.status), ROAD.index(became.status))
        return _way(was.percent, became.percent)

    @property
    def is_move(self):
        """Whether anything differs that can be compared."""
        was, became = self.before, self.now
        known = None not in (was.percent, became.percent)
        return was.status != became.status or (known and was.percent != became.percent)

    @property
    def has_new_status(self):
        """Whether it is the status that has changed."""
        return self.before.status != self.now.status

    @property
    def has_percents(self):
        """Whether both percentages are known, and differ."""
        known = None not in (self.before.percent, self.now.percent)
        return known and self.before.percent != self.now.percent


def unmixed(things, path="round__"):
    """Without examples, as soon as there is a real round that visitors may know of."""
    real = ReportingRound.objects.public().filter(is_example=False)
    return things.filter(Q(**{f"{path}is_example": False}) | ~Exists(real))


@made_once
def public_rounds():
    """The rounds that visitors may know of, with what pages tell of them."""
    return ReportingRound.objects.public().select_related("programme").only(*ROUND)


@made_once
def counted_rounds():
    """The same with their numbers: `asked` reports, those `reported`, those `waived`."""
    shown = on_public_action("reports__")
    approved, waived = Q(reports__state=State.APPROVED), Q(reports__state=State.WAIVED)
    return public_rounds().annotate(
        asked=Count("reports", filter=shown & ~waived),
        reported=Count("reports", filter=shown & approved),
        waived=Count("reports", filter=shown & waived),
    )


@made_once
def told_rounds():
    """Those of them that the list of rounds shows: examples only until there is a real one."""
    return unmixed(counted_rounds(), "")


@made_once
def latest_rounds():
    """The latest of them alone: only the reports of one round are counted."""
    latest = unmixed(ReportingRound.objects.public(), "").values("pk")[:1]
    return counted_rounds().filter(pk__in=latest)


@made_once
def told_reports():
    """The approved reports of the rounds that the list of rounds shows."""
    return unmixed(ActionReport.objects.public())


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


def statuses_in(standings):
    """How many actions are in each status, as (status, number), none left out."""
    numbers = dict.fromkeys(Status, 0)
    for standing in standings:
        numbers[standing.status] += 1
    return list(numbers.items())


def movements(round, standings):
    """The actions that stand elsewhere than in the report before, as (direction, movements)."""
    before = said_before(round, {standing.action for standing in standings})
    moved = [Movement(before[now.action], now) for now in standings if now.action in before]
    moved = [movement for movement in moved if movement.is_move]
    by_direction = [(way, [each for each in moved if each.direction == way]) for way in Direction]
    return [(direction, found) for direction, found in by_direction if found]


def said_before(round, actions):
    """The latest report before a round on each of the actions, as {action: standing}."""
    before = {}
    # Rounds of a programme do not overlap.
    for earlier in round.so_far[1:]:
        # The row says the same as its revision (`verify_reports`) and is far quicker to read.
        told = ActionReport.objects.public().filter(round=earlier).order_by()
        for action, status, percent in told.values_list("action_id", "status", "percent"):
            before.setdefault(action, Standing(action, "", "", {}, status, percent))
        if actions <= before.keys():
            break
    return before


# Of a report that is missing, what pages and files tell.
MISSING = ("state", "waive_reason", "action__code", *in_every_language("action__title"))


def not_reported(round):
    """Of which actions there is no approved report: (with a reason, without one)."""
    reports = ActionReport.objects.expected().filter(round=round).exclude(state=State.APPROVED)
    reports = reports.select_related("action").order_by("action__sort_key").only(*MISSING)
    waived = [report for report in reports if report.state == State.WAIVED]
    return waived, [report for report in reports if report.state != State.WAIVED]


def approved_between(standings):
    """When the first and the last report of a round were approved; None without any."""
    approved = [standing.approved_at for standing in standings]
    return {"first": min(approved, default=None), "last": max(approved, default=None)}


BENEFIT = ("slug", "standing", "starts_on", "ends_on", *in_every_language("title"))


def benefits_in(round):
    """What visitors may see of the benefits of the programme in the period of a round."""
    start, end = round.starts_on.isoformat(), round.ends_on.isoformat()
    goes_on = Q(ends_on="", starts_on__latest__gte=start)
    has_end = ~Q(ends_on="") & Q(ends_on__latest__gte=start)
    benefits = Benefit.objects.public().filter(programme=round.programme_id)
    benefits = benefits.exclude(starts_on="").filter(
        goes_on | has_end, starts_on__earliest__lte=end
    )
    return benefits.only(*BENEFIT)


def latest_told(rounds):
    """The latest round of which anything is reported, else the latest; None without any."""
    return next((round for round in rounds if round.reported), rounds[0] if rounds else None)


def _way(was, became):
    return Direction.FORWARD if became > was else Direction.BACKWARD
