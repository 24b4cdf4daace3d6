"""How each job stands: on time, overdue, or not set up here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.models import JobRun
from operations.plan import JOBS, Job


class State(TextChoices):
    """What can be said of a job."""

    ON_TIME = "on_time", _("on time")
    OVERDUE = "overdue", _("overdue")
    NOT_SET_UP = "not_set_up", _("not set up here")


@dataclass(frozen=True)
class Standing:
    """A job, when it was done last (None: never), and how it stands."""

    name: str
    job: Job
    last_done: datetime | None
    state: State


def standings():
    """Each job of the plan, by one query. A job that has never been started is not set up."""
    known = {each["job"]: each for each in JobRun.objects.by_job()}
    now = timezone.now()
    return [_standing(name, job, known.get(name), now) for name, job in JOBS.items()]


def overdue():
    """The jobs that are set up and overdue."""
    return [each for each in standings() if each.state is State.OVERDUE]


def _standing(name, job, known, now):
    if known is None:
        return Standing(name, job, None, State.NOT_SET_UP)
    since = known["last_done"] or known["first"]
    state = State.OVERDUE if now - since > job.late_after else State.ON_TIME
    return Standing(name, job, known["last_done"], state)
