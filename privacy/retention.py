"""
How long what is kept: one table, which `manage.py purge` carries out and the privacy notice shows.

The record of reports (revisions, moves, corrections) is in no rule: it is never purged, and names roles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.admin.models import LogEntry as AdminEntry
from django.db import models, transaction
from django.db.models import ProtectedError, Q, RestrictedError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Session
from back_office.models import Import
from readers.models import Feedback
from reporting.models import OutboxMail, ReportAccessLink

DAY, YEAR = timedelta(days=1), timedelta(days=365)


@dataclass(frozen=True)
class Rule:
    """
    What is kept for how long, counted from what; `remove(limit)` takes away what is older.

    `name` is what the command calls it. `remove` returns how many rows there were.
    """

    name: str
    what: Promise
    since: Promise
    kept: timedelta
    remove: Callable


def purge(now, *, is_trial=False):
    """Carry every rule out, each in one go. Returns [(rule, number of rows)]; a trial changes nothing."""
    return [(rule, _carried_out(rule, now, is_trial)) for rule in RULES]


def _carried_out(rule, now, is_trial):
    with transaction.atomic():
        count = rule.remove(now - rule.kept)
        transaction.set_rollback(is_trial)
    return count


def _delete(rows):
    count = rows.count()
    rows.delete()
    return count


def _answered_feedback(limit):
    return _delete(Feedback.objects.filter(answered_at__lt=limit))


def _suspected_feedback(limit):
    return _delete(Feedback.objects.suspected().filter(received_at__lt=limit))


def _letters(limit):
    """Letters of a round that is still open stay: by them reminders know what has been written."""
    open_still = Q(report__round__closes_at__gte=limit)
    return _delete(OutboxMail.objects.filter(created_at__lt=limit).exclude(open_still))


def _links(limit):
    ended = Q(expires_at__lt=limit) | Q(revoked_at__lt=limit)
    return _delete(ReportAccessLink.objects.filter(ended))


def _sessions(limit):
    return _delete(Session.objects.filter(expire_date__lt=limit))


def _names_in_the_log(limit):
    """What has changed stays, also its reason; who changed it goes."""
    return LogEntry.objects.filter(timestamp__lt=limit).exclude(actor=None).update(actor=None)


def _list_of_own_changes(limit):
    return _delete(AdminEntry.objects.filter(action_time__lt=limit))


def _unfinished_imports(limit):
    return _delete(Import.objects.filter(applied_at=None, made_at__lt=limit))


def _imports(limit):
    return _delete(Import.objects.filter(made_at__lt=limit))


def _removed_rows(limit):
    """Rows that staff have removed long ago, and that nothing holds any longer."""
    count = 0
    for model in apps.get_models():
        if hasattr(model, "removed_at"):
            for row in model._base_manager.filter(removed_at__lt=limit):
                count += _let_go(row)
    return count


def _let_go(row: models.Model):
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError):
        return 0
    return 1


AFTER_END = _("after it has ended")
RULES = [
    Rule(
        "feedback",
        _("Feedback and its answer"),
        _("after the answer"),
        2 * YEAR,
        _answered_feedback,
    ),
    Rule(
        "spam",
        _("Feedback that is suspected of being spam and was not answered"),
        _("after it came"),
        90 * DAY,
        _suspected_feedback,
    ),
    Rule("letters", _("Letters to those who report"), _("after they were written"), YEAR, _letters),
    Rule("links", _("E-mailed links by which a report is opened"), AFTER_END, 90 * DAY, _links),
    Rule("sessions", _("Sessions of those who have signed in"), AFTER_END, DAY, _sessions),
    Rule(
        "log",
        _("Names in the log of who has changed what; the log itself stays"),
        _("after the change"),
        2 * YEAR,
        _names_in_the_log,
    ),
    Rule(
        "own-changes",
        _("The list of one’s own latest changes in the back office"),
        _("after the change"),
        YEAR,
        _list_of_own_changes,
    ),
    Rule(
        "unfinished-imports",
        _("Files for import that nobody has confirmed"),
        _("after they were read"),
        7 * DAY,
        _unfinished_imports,
    ),
    Rule(
        "imports",
        _("What was imported, by whom, and what it was before"),
        _("after it was read"),
        YEAR,
        _imports,
    ),
    Rule(
        "removed",
        _("Content that staff have removed, as far as nothing refers to it"),
        _("after it was removed"),
        2 * YEAR,
        _removed_rows,
    ),
]
