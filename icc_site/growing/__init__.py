"""
Growing a database for measuring: the public data many times over.

What grows with a network is copied: cities, actions, events, benefits, indicators, news, reports.
Its frame stays: programmes, baskets, strategies, organisations. So one programme has all the cities,
and one month all the events, which is the hardest that lists, filters and charts can be asked.
"""

from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from changes.watching import unwatched
from icc_site.growing.copying import copy_all, stride
from icc_site.growing.reports import copy_revisions, make_reports
from programme.models import GrownData, StrategyAction
from reporting.models import ActionReport, ReportingRound

# Whom `prepare` makes.
ADMINISTRATOR = "admin"


class HoldsRealWork(Exception):
    """The database is somebody's own, or has grown already: it is left alone."""


@transaction.atomic
def grow(factor):
    """
    Make of each thing that grows `factor` things, and mark the database.

    The same factor gives the same rows. The search is not told: `rebuild_search` comes after.
    Raises HoldsRealWork.
    """
    refuse_real_work()
    with unwatched():
        make_reports()
        step = stride()
        copy_all(factor, step)
        copy_revisions(factor, step)
    GrownData.objects.create(factor=factor)


def refuse_real_work():
    """Raise HoldsRealWork, with a sentence that says why, unless all there is was loaded."""
    reasons = [
        (GrownData.objects.all(), "It has grown already: begin with an empty database."),
        (User.objects.exclude(username=ADMINISTRATOR), "Somebody has an account."),
        (LogEntry.objects.exclude(_nobody()), "Somebody has edited something."),
        (ReportingRound.objects.all(), "It has reporting rounds."),
        (ActionReport.objects.all(), "It has progress reports."),
    ]
    for rows, sentence in reasons:
        if rows.exists():
            raise HoldsRealWork(sentence)
    if not StrategyAction.objects.exists():
        raise HoldsRealWork("It has no actions: run load_public_data first.")


def _nobody():
    """Entries that name no person: those of the loading of the public data."""
    return Q(actor=None, actor_email=None)
