"""
An import at work: check it, do it.

Each is a generator that gives the number of rows done so far, so that a page can show it, and is one
transaction from its first row to its last: who stops it, however hard, stops all of it. A check is
the import itself, rolled back, so that the preview cannot promise what the import would not do.
"""

import json
import logging
from functools import partial
from hashlib import sha256
from itertools import starmap

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from back_office.audit import acting
from back_office.models import Import, ImportedRow
from back_office.transfer.catalogue import TABLES
from back_office.transfer.saving import tell, why_refused
from programme.guarding import unguarded

logger = logging.getLogger(__name__)
Outcome = ImportedRow.Outcome
# So many rows are looked up, and told, at a time.
AT_ONCE = 100
UNSAVED = gettext_lazy("The database refuses this row.")


def check(job, user):
    """See what the file would change, and keep it as the preview of the import."""
    with transaction.atomic():
        outcomes = yield from _run(job, user)
        transaction.set_rollback(True)
    _keep(job, outcomes)


def apply(job, user):
    """
    Do what the preview says. Where the database has changed so that it no longer holds, the
    new preview takes its place and nothing else happens.
    """
    with transaction.atomic():
        job = Import.objects.select_for_update().get(pk=job.pk)
        if not job.can_be_applied:
            return
        outcomes = yield from _run(job, user, is_real=True)
        is_as_shown = _digest(outcomes) == job.digest
        if is_as_shown:
            job.state, job.applied_at, job.rows = Import.State.APPLIED, timezone.now(), None
            _keep(job, outcomes)
        else:
            transaction.set_rollback(True)
    if not is_as_shown:
        _keep(job, outcomes)


def _run(job, user, *, is_real=False):
    """Put every row in, whatever becomes of it; gives the outcomes that are worth keeping."""
    table = TABLES[job.model_class](user=user, locks=is_real)
    outcomes = []
    for done, cells in in_pieces(job.rows["rows"]):
        yield done
        rows = {number: _row(job.rows["columns"], texts) for number, texts in cells}
        table.look_up(rows)
        with acting(user):
            outcomes += [each for each in starmap(partial(_put, table), rows.items()) if each]
            if is_real:
                tell(table.saved, by=user)
        table.saved.clear()
    try:
        connection.check_constraints([job.model_class._meta.db_table])
    except IntegrityError:
        reason = _("Two rows contradict each other, or other rows refer to what would change.")
        outcomes.append(ImportedRow(number=0, outcome=Outcome.REFUSED, reasons=[["", reason]]))
    return outcomes


def in_pieces(things):
    for done in range(0, len(things), AT_ONCE):
        yield done, things[done : done + AT_ONCE]


def _row(columns, cells):
    return dict(zip(columns, map(unguarded, cells), strict=True))


def _put(table, number, row):
    """Put one row in; gives what has become of it, None where it says what the database says."""
    with transaction.atomic():
        result = table.import_row(row, None, row_number=number)
        if not result.is_valid():
            transaction.set_rollback(True)
    if result.is_skip():
        return None
    outcome = ImportedRow(number=number, key=table.key_of(row)[:500])
    if result.is_valid():
        outcome.outcome = Outcome.NEW if result.is_new() else Outcome.CHANGED
        outcome.object_id, outcome.changes = result.object_id, result.changes
    else:
        outcome.outcome = Outcome.REFUSED
        outcome.reasons = reasons_of(result.validation_error or _unsaved(table, result))
    return outcome


def _unsaved(table, result):
    """Why the database has refused a row, as far as that can be said."""
    error = result.errors[0].error
    why = why_refused(table.instance) if isinstance(error, IntegrityError) else None
    if why is None:
        logger.error("A row of an import cannot be saved", exc_info=error)
    return why or ValidationError(UNSAVED)


def reasons_of(error):
    """What is wrong as [[column, sentence], …]; the column is empty where it is the whole row."""
    if not hasattr(error, "error_dict"):
        return [["", sentence] for sentence in error.messages]
    return [
        ["" if name == NON_FIELD_ERRORS else name, sentence]
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    ]


def _digest(outcomes):
    told = [[row.number, row.outcome, row.changes] for row in outcomes]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def _keep(job, outcomes):
    """Write down what becomes, or has become, of the rows."""
    job.digest = _digest(outcomes)
    if job.state == Import.State.READ:
        job.state = Import.State.CHECKED
    for outcome in outcomes:
        outcome.part_of = job
    kinds = [outcome.outcome for outcome in outcomes]
    job.new, job.changed, job.refused = (kinds.count(kind) for kind in Outcome)
    if job.rows:
        job.unchanged = len(job.rows["rows"]) - len([row for row in outcomes if row.number])
    job.save()
    job.outcomes.all().delete()
    ImportedRow.objects.bulk_create(outcomes, batch_size=500)
