"""The coordinator's board: actions down, rounds across, and how each report stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programme.models import StrategyAction
from programme.models.publication import published
from reporting.asking import FINISHED
from reporting.checks import UNCHANGED_TOO_OFTEN
from reporting.deadlines import OWED, is_archived, is_late, round_in_words, when_in_words
from reporting.letters import URGENT
from reporting.models import (
    ActionReport,
    LockException,
    OutboxMail,
    ReportingRound,
    State,
)
from reporting.roles import RIGHTS, Role

# A letter that waits for the next day's mail has left by then.
LETTERS_LEAVE_WITHIN = timedelta(days=2)
REPORTER = Coalesce(
    "assignee__name", "action__contact__person__name", "action__basket__contact__person__name"
)
CELL = ["pk", "version", "action", "round", "state", "submitted_at", "approved_at", "minutes_spent"]


class Show(models.TextChoices):
    """What the board can be narrowed to."""

    LATE = "late", _("late")
    RETURNED = "returned", _("returned")
    SUBMITTED = "submitted", _("submitted")
    UNCHANGED = "unchanged", _("no change, three times running")
    NO_REPORTER = "no_reporter", _("no reporter named")


@dataclass(frozen=True)
class Cell:
    """One report on the board; `told` are the few columns that it needs."""

    action: StrategyAction
    round: ReportingRound
    told: dict
    now: datetime

    @property
    def state(self):
        """The state of the report, with its word in `label`."""
        return State(self.told["state"])

    @property
    def url(self):
        """Where the report is read and decided on."""
        return reverse("reporting:report_review", args=[self.round.slug, self.action.code])

    @property
    def tick(self):
        """What a tick says: which report, and in which version it was seen."""
        return f"{self.told['pk']}-{self.told['version']}"

    @property
    def is_late(self):
        """Whether the report is owed although it was due."""
        return is_late(self.state, self.round, self.now)

    @property
    def when(self):
        """How long it has waited, or how much time there is, in words."""
        return when_in_words(self.told, self.round, self.now)

    @property
    def is_without_reporter(self):
        """Whether it is owed, and nobody has been named to write it."""
        is_nobody = self.state in OWED and not self.told["reporter"]
        return is_nobody and not is_archived(self.round, self.now)


@dataclass(frozen=True)
class Column:
    """A round on the board: where it is, how its reports stand, who has more time."""

    round: ReportingRound
    counts: dict
    exceptions: list
    unasked: int
    now: datetime

    @property
    def state(self):
        """Where the round is, by the clock."""
        return self.round.state_at(self.now)

    @property
    def words(self):
        """Since when or until when that is so."""
        return round_in_words(self.round, self.now)

    @property
    def states(self):
        """The states that there are, as (state, number of reports)."""
        return [(state, self.counts[state]) for state in State if state in self.counts]

    @property
    def can_be_asked(self):
        """Whether asking for reports still makes sense."""
        return self.state not in (ReportingRound.State.CLOSED, ReportingRound.State.ARCHIVED)

    @property
    def can_be_archived(self):
        """A round is archived once its time is over."""
        return self.state == ReportingRound.State.CLOSED

    @property
    def owed(self):
        """How many reports still wait for their reporter."""
        return sum(number for state, number in self.counts.items() if state in OWED)


def narrowed(reports, chosen, person, now):
    """The reports that match every choice of the filters; programme and round are in them."""
    if code := chosen.get("q"):
        reports = reports.filter(action__code__icontains=code)
    if chosen.get("mine"):
        reports = reports.of_person(person) if person else reports.none()
    if show := chosen.get("show"):
        reports = SHOWN[show](reports, now)
    return reports


def without_reporter(reports):
    """Those that are owed, and nobody has been named to write them: the contacts are few."""
    named = Q(contact__isnull=False) | Q(basket__contact__isnull=False)
    reports = reports.owed().filter(assignee=None, round__archived_at=None)
    return reports.exclude(action__in=StrategyAction.objects.filter(named).order_by().values("pk"))


def unchanged_too_often():
    """The actions whose latest three reports say that nothing has changed."""
    sent = ActionReport.objects.filter(
        action=OuterRef("pk"), state__in=[State.SUBMITTED, State.APPROVED]
    ).order_by("-round__ends_on")
    latest = {
        f"latest_{n}": Subquery(sent.values("is_unchanged")[n : n + 1])
        for n in range(UNCHANGED_TOO_OFTEN)
    }
    actions = StrategyAction.objects.order_by().annotate(**latest)
    return actions.filter(**dict.fromkeys(latest, True))


SHOWN = {
    Show.LATE: lambda reports, now: reports.late_at(now),
    Show.RETURNED: lambda reports, now: reports.filter(state=State.RETURNED),
    Show.SUBMITTED: lambda reports, now: reports.filter(state=State.SUBMITTED),
    Show.UNCHANGED: lambda reports, now: reports.filter(
        action__in=unchanged_too_often().values("pk")
    ),
    Show.NO_REPORTER: lambda reports, now: without_reporter(reports),
}


def actions_on(rounds, chosen, person, now):
    """The rows: what has been or will be asked in the rounds, as far as the filters leave it."""
    reports = ActionReport.objects.filter(round__in=rounds)
    asked = narrowed(reports, chosen, person, now).order_by().values("action")
    if chosen.get("show") or chosen.get("mine"):
        return StrategyAction.objects.filter(pk__in=asked)
    programmes = {round.programme_id for round in rounds}
    awaited = StrategyAction.objects.filter(_is_awaited(), strategy__programme__in=programmes)
    actions = StrategyAction.objects.filter(
        Q(pk__in=asked) | Q(pk__in=awaited.order_by().values("pk"))
    )
    return actions.filter(code__icontains=chosen.get("q", ""))


def _is_awaited():
    """The condition of `asking.to_be_asked` on an action, apart from the round."""
    return Q(published(), published("strategy__")) & ~Q(status__in=FINISHED)


def rows_of(actions, rounds, now):
    """A page of the board: for each action (it, its cells, whether it has long not changed)."""
    keys = [action.pk for action in actions]
    stuck = set(unchanged_too_often().filter(pk__in=keys).values_list("pk", flat=True))
    reports = ActionReport.objects.filter(action__in=keys, round__in=rounds).order_by()
    told = {
        (each["action"], each["round"]): each for each in reports.values(*CELL, reporter=REPORTER)
    }
    for action in actions:
        found = [(round, told.get((action.pk, round.pk))) for round in rounds]
        cells = [Cell(action, round, said, now) if said else None for round, said in found]
        yield action, cells, action.pk in stuck


def columns_of(rounds, now):
    """The rounds with what is counted in them, by as many queries for twelve as for one."""
    counts, exceptions = defaultdict(dict), defaultdict(list)
    counted = ActionReport.objects.filter(round__in=rounds).order_by()
    for round, state, number in counted.values_list("round", "state").annotate(Count("pk")):
        counts[round][state] = number
    active = LockException.objects.active_at(now).select_related(
        "granted_to", "granted_by", "report__action", "report__round", "round"
    )
    for each in active.filter(Q(round__in=rounds) | Q(report__round__in=rounds)):
        exceptions[each.round_id or each.report.round_id].append(each)
    unasked = _unasked_in(rounds)
    return [
        Column(round, counts[round.pk], exceptions[round.pk], unasked[round.pk], now)
        for round in rounds
    ]


def _unasked_in(rounds):
    """How many actions `ask` would still add to each round."""
    asked = ActionReport.objects.filter(action=OuterRef("pk"), round=OuterRef(OuterRef("pk")))
    actions = StrategyAction.objects.filter(
        _is_awaited(), ~Exists(asked), strategy__programme=OuterRef("programme")
    )
    number = actions.order_by().values("strategy__programme").annotate(n=Count("pk")).values("n")
    counted = ReportingRound.objects.filter(pk__in=[round.pk for round in rounds])
    return dict(counted.values_list("pk", Coalesce(Subquery(number), 0)))


def troubles(now):
    """What the coordinator should know of before anything else, as numbers."""
    leaving = Q(kind__in=URGENT) | Q(person__wants_digests=True)
    late = OutboxMail.objects.unsent().filter(leaving, created_at__lt=now - LETTERS_LEAVE_WITHIN)
    nobody = without_reporter(ActionReport.objects.all()).count()
    return {
        "unsent": late.count(),
        "without_reporter": nobody,
        "is_unheard": bool(nobody) and not _somebody_gets_mail(),
    }


def _somebody_gets_mail():
    """Whether the chain ends in a coordinator or an administrator with an address."""
    backend = "django.contrib.auth.backends.ModelBackend"
    users = User.objects.with_perm(RIGHTS[Role.COORDINATOR], backend=backend)
    return users.exclude(email="").exists()
