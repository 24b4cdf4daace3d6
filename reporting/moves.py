"""One move of a report while it is made."""

from dataclasses import dataclass, field
from datetime import datetime

from reporting import letters
from reporting.models import ActionReport, LockException, ReportTransition
from reporting.roles import Actor


@dataclass
class Move:
    """What is asked, by whom and when; guards and effects add the `changes` of the row."""

    report: ActionReport
    actor: Actor
    roles: set
    now: datetime
    comment: str = ""
    given: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    exception: LockException | None = None
    transition: ReportTransition | None = None

    def write(self, kind, people, page="report_form", **facts):
        """A letter to each of the people, about this report."""
        letters.write(kind, people, self.report, self.transition, page=page, **facts)

    def apply(self):
        """Let the instance say what the row will say, for snapshots and letters."""
        for name, value in self.changes.items():
            setattr(self.report, name, value)
