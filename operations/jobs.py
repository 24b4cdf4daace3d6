"""Remembering when jobs have run."""

from contextlib import contextmanager, suppress
from datetime import timedelta

from django.core.management import CommandError
from django.db import DatabaseError
from django.utils import timezone

from operations.models import JobRun

KEPT = timedelta(days=30)


@contextmanager
def remembered(job):
    """
    Remember a run of a job. What is told to the run's `message` is kept, or why it failed.

    Yields the JobRun. The sentence of a CommandError is kept; of any other error only its kind,
    since its words may be about people.
    """
    run = _begin(job)
    try:
        yield run
    except CommandError as refusal:
        _fail(run, str(refusal))
        raise
    except BaseException as error:
        _fail(run, type(error).__name__)
        raise
    _end(run, JobRun.Result.DONE)
    _forget_old_runs(job)


def _begin(job):
    """Earlier runs that have not ended by now were killed; one that goes on will say so itself."""
    run = JobRun(job=job, started_at=timezone.now())
    # A disk that is too full to remember it is the very time for a backup to another one.
    with suppress(DatabaseError):
        JobRun.objects.filter(job=job, result=JobRun.Result.RUNNING).update(
            result=JobRun.Result.BROKEN_OFF
        )
        run.save()
    return run


def _end(run, result):
    run.result, run.ended_at = result, timezone.now()
    run.save()


def _fail(run, reason):
    run.message = reason
    # Where the database is the trouble, the reason itself must not get lost.
    with suppress(DatabaseError):
        _end(run, JobRun.Result.FAILED)


def _forget_old_runs(job):
    """The last good run has just been added; older ones are of no use after a while."""
    JobRun.objects.filter(job=job, started_at__lt=timezone.now() - KEPT).delete()


class Remembered:
    """
    A command whose runs are remembered by its name; stands before Django's class.

    What `handle` returns is printed and kept. A dry run is no run. A caller that is no timer
    says `call_command(…, is_trial=True)`.
    """

    stealth_options = ("is_trial",)

    def execute(self, *args, **options):
        """As Django's, remembered."""
        if options.pop("is_trial", False) or options.get("dry_run"):
            return super().execute(*args, **options)
        with remembered(self.__module__.rpartition(".")[2]) as run:
            output = super().execute(*args, **options)
            run.message = output or ""
        return output
