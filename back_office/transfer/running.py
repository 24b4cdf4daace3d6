"""
An import at work: check it, do it, undo it.

Each is a generator that gives the number of rows done so far, so that a page can show it, and is one
transaction from its first row to its last: who stops it, however hard, stops all of it. A check is
the import itself, rolled back, so that the preview cannot promise what the import would not do.
"""

import json
import logging
from hashlib import sha256

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from back_office.models import Import, ImportedRow
from back_office.transfer.catalogue import TABLES
from back_office.transfer.rights import changeable_columns
from programme.guarding import unguarded

logger = logging.getLogger(__name__)
Outcome = ImportedRow.Outcome


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
        outcomes = yield from _run(job, user, locks=True)
        is_as_shown = _digest(outcomes) == job.digest
        if is_as_shown:
            job.state, job.applied_at, job.rows = Import.State.APPLIED, timezone.now(), None
            _keep(job, outcomes)
        else:
            transaction.set_rollback(True)
    if not is_as_shown:
        _keep(job, outcomes)


def undo(job, user):
    """
    Put back what an import has changed, and remove what it has brought.

    Where something has changed since, nothing happens, and `reasons` of those rows say so.
    """
    with transaction.atomic():
        job = Import.objects.select_for_update().get(pk=job.pk)
        if not job.can_be_undone:
            return
        hindered = []
        table = TABLES[job.model_class](locks=True)
        # The last first: what refers to another row goes before it.
        for done, row in enumerate(job.outcomes.order_by("-number"), 1):
            row.reasons = _put_back(table, row)
            hindered += [row] if row.reasons else []
            yield done
        if hindered:
            transaction.set_rollback(True)
        else:
            job.state, job.undone_at, job.undone_by = Import.State.UNDONE, timezone.now(), user
            job.save(update_fields=["state", "undone_at", "undone_by"])
    with transaction.atomic():
        job.outcomes.update(reasons=[])
        ImportedRow.objects.bulk_update(hindered, ["reasons"], batch_size=500)


def _run(job, user, *, locks=False):
    """Put every row in, whatever becomes of it; gives the outcomes that are worth keeping."""
    model = job.model_class
    table = TABLES[model](may_change=changeable_columns(user, model), locks=locks)
    outcomes = []
    for done, (number, cells) in enumerate(job.rows["rows"], 1):
        row = dict(zip(job.rows["columns"], map(unguarded, cells), strict=True))
        with transaction.atomic():
            result = table.import_row(row, None, row_number=number)
            if not result.is_valid():
                transaction.set_rollback(True)
        if not result.is_skip():
            outcomes.append(_outcome(table, row, result, number))
        yield done
    try:
        connection.check_constraints([model._meta.db_table])
    except IntegrityError:
        reason = _("Two rows contradict each other, or other rows refer to what would change.")
        outcomes.append(ImportedRow(number=0, outcome=Outcome.REFUSED, reasons=[["", reason]]))
    return outcomes


def _outcome(table, row, result, number):
    outcome = ImportedRow(number=number, key=table.key_of(row)[:500])
    if result.is_valid():
        outcome.outcome = Outcome.NEW if result.is_new() else Outcome.CHANGED
        outcome.object_id, outcome.changes = result.object_id, result.changes
        return outcome
    for error in result.errors:
        logger.error("A row of an import cannot be saved", exc_info=error.error)
    outcome.outcome = Outcome.REFUSED
    outcome.reasons = _reasons(result.validation_error or _unsaved())
    return outcome


def _unsaved():
    return ValidationError(_("The database refuses this row."))


def _reasons(error):
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


def _put_back(table, row):
    """One row as it was before the import; the reasons why not, none when it is done."""
    things = table._meta.model._base_manager.select_for_update()
    thing = things.filter(pk=row.object_id).first()
    if thing is None:
        return [["", _("The row is gone.")]]
    now = table.texts(thing)
    seen = table.columns if row.outcome == Outcome.NEW else row.changes
    told = {name: row.changes.get(name, [None, None])[1] for name in seen}
    changed = [name for name in told if (now[name] or "") != (told[name] or "")]
    if changed:
        return [[name, _("Somebody has changed this since.")] for name in changed]
    try:
        with transaction.atomic():
            if row.outcome == Outcome.NEW:
                _remove(thing)
            else:
                _restore(table, thing, row.changes)
    except ValidationError as error:
        return _reasons(error)
    except IntegrityError:
        return _reasons(_unsaved())
    return []


def _restore(table, thing, changes):
    for name, (old, _new) in changes.items():
        column = table.columns[name]
        value = None if old is None else column.widget.clean(old)
        if column.is_several:
            getattr(thing, name).set(value or [])
        else:
            setattr(thing, column.attribute, value)
    thing.full_clean()
    thing.save()


def _remove(thing):
    """Remove a row that nothing has been added to. Raises ValidationError where something has."""
    collector = Collector(using=thing._state.db)
    try:
        collector.collect([thing])
    except (ProtectedError, RestrictedError):
        raise ValidationError(_("Other rows refer to it by now.")) from None
    others = [model for model in collector.data if model is not type(thing)]
    others += [rows.model for rows in collector.fast_deletes if rows.exists()]
    if any(not model._meta.auto_created for model in others):
        raise ValidationError(_("Something has been added to it since."))
    thing.delete()
