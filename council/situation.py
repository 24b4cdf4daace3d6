"""What a sheet is about: an instant, the round that it tells of, and the round before."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from council import queries
from programme.parts import part_of_home
from programme.prepared import first
from reporting.models import ReportingRound
from reporting.progress import latest_told
from reporting.queries import real_rounds


@dataclass(frozen=True)
class Situation:
    """
    The instant of which a sheet tells, and the rounds that it reads.

    `told` is the round whose reports are counted, `before` the one to compare with. The sheet of a
    round (`is_of_round`) reads approved reports up to that round only and stops at the instant at
    which it closed, so that it says the same ever after unless something is corrected.
    """

    at: datetime
    told: ReportingRound | None
    before: ReportingRound | None
    is_of_round: bool

    @cached_property
    def day(self):
        """The local day of the instant."""
        return timezone.localdate(self.at)

    @property
    def instants(self):
        """Its own, and that of the round before where there is one."""
        return [self.at, instant_of(self.before)] if self.before else [self.at]

    @cached_property
    def part(self):
        """The part of the home city in the programme, None without any, and its baskets."""
        return part_of_home(self.told.programme_id if self.is_of_round else None)

    @cached_property
    def actions(self):
        """All that visitors see, as (key, sort key, status, stated status, end, whether milestones are missed)."""
        return queries.actions_on(self.day.isoformat())

    @property
    def reports(self):
        """The approved reports that it reads."""
        if self.is_of_round:
            return queries.reports_until(*reach_of(self.told))
        return queries.real_reports()


def now():
    """Today, with the latest round that is no example."""
    real = real_rounds()
    told = latest_told(real)
    before = (each for each in real if told and _is_before(each, told))
    return Situation(timezone.now(), told, next(before, None), is_of_round=False)


def _is_before(earlier, round):
    return earlier.programme_id == round.programme_id and earlier.ends_on < round.starts_on


def of_round(round):
    """A round of `counted_rounds` as it closed; as it is now while it has not."""
    return Situation(instant_of(round), round, _before(round), is_of_round=True)


def instant_of(round):
    """When a round closed, or now while it has not."""
    return min(timezone.now(), round.closes_at)


def reach_of(round):
    """What tells which reports are read up to a round: its programme, whether it is an example, its end."""
    return round.programme_id, round.is_example, round.ends_on


def _before(round):
    return first(queries.rounds_before(round.programme_id, round.starts_on, round.is_example))
