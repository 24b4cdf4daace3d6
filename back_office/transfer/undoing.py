"""An import undone: the old texts put back, the new rows removed, all of it or nothing."""

from copy import copy
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from back_office.audit import acting
from back_office.models import Import, ImportedRow
from back_office.transfer.catalogue import TABLES
from back_office.transfer.running import AT_ONCE, UNSAVED, in_pieces, reasons_of
from back_office.transfer.saving import save, tell, validate

NEW = ImportedRow.Outcome.NEW


def undo(job, user):
    """
    Put back what an import has changed, and remove what it has brought.

    Gives the number of rows done so far. Where something has changed since, nothing happens, and
    `reasons` of those rows say so.
    """
    with transaction.atomic():
        job = Import.objects.select_for_update().get(pk=job.pk)
        if not job.can_be_undone:
            return
        hindered = []
        table = TABLES[job.model_class](user=user, locks=True)
        # The last first, so that the table goes back through the states that it has come by.
        for done, rows in in_pieces(list(job.outcomes.order_by("-number"))):
            yield done
            with acting(user):
                hindered += _put_back(table, rows)
                tell(table.saved, by=user)
            table.saved.clear()
        if hindered:
            transaction.set_rollback(True)
        else:
            job.state, job.undone_at, job.undone_by = Import.State.UNDONE, timezone.now(), user
            job.save(update_fields=["state", "undone_at", "undone_by"])
    with transaction.atomic():
        job.outcomes.update(reasons=[])
        ImportedRow.objects.bulk_update(hindered, ["reasons"], batch_size=AT_ONCE)


def _put_back(table, rows):
    """Some rows as they were before the import; gives those that cannot be, with their `reasons`."""
    things = table.things().in_bulk([row.object_id for row in rows])
    for row in rows:
        row.reasons = _what_has_become(table, row, things.get(row.object_id))
    alike = groupby([row for row in rows if not row.reasons], key=lambda row: row.outcome)
    for outcome, some in alike:
        if outcome == NEW:
            _remove_all(list(some), things)
            continue
        for row in some:
            row.reasons = _hindrance(_restore, table, things[row.object_id], row.changes)
    return [row for row in rows if row.reasons]


def _what_has_become(table, row, thing):
    """The reasons why a row is not to be touched, as [[column, sentence], …]."""
    if thing is None:
        return [["", _("The row is gone.")]]
    now = table.texts(thing)
    seen = table.columns if row.outcome == NEW else row.changes
    told = {name: row.changes.get(name, [None, None])[1] for name in seen}
    changed = [name for name in told if (now[name] or "") != (told[name] or "")]
    return [[name, _("Somebody has changed this since.")] for name in changed]


def _hindrance(work, *args):
    """Do a piece of work; the reasons why it has not been done, none when it has."""
    try:
        with transaction.atomic():
            work(*args)
    except ValidationError as error:
        return reasons_of(error)
    except IntegrityError:
        return reasons_of(ValidationError(UNSAVED))
    return []


def _restore(table, thing, changes):
    """Let a row say what it said. Raises ValidationError where it may not any more."""
    before, others = copy(thing), {}
    for name, (old, _new) in changes.items():
        column = table.columns[name]
        value = None if old is None else column.widget.clean(old)
        if column.is_several:
            others[name] = value or []
        else:
            setattr(thing, column.attribute, value)
    validate(thing, changes)
    save(thing, changes)
    for name, numbers in others.items():
        getattr(thing, name).set(numbers)
    table.saved.append((before, thing))


def _remove_all(rows, things):
    """Remove new rows at once; where something hinders it, one by one, so that each says what."""
    if _hindrance(_remove, [things[row.object_id] for row in rows]):
        for row in rows:
            row.reasons = _hindrance(_remove, [things[row.object_id]])


def _remove(things):
    """Remove rows that nothing has been added to. Raises ValidationError where something has."""
    collector = Collector(using=connection.alias)
    try:
        collector.collect(things)
    except (ProtectedError, RestrictedError):
        raise ValidationError(_("Other rows refer to it by now.")) from None
    others = [model for model in collector.data if model is not type(things[0])]
    others += [rows.model for rows in collector.fast_deletes if rows.exists()]
    if any(not model._meta.auto_created for model in others):
        raise ValidationError(_("Something has been added to it since."))
    collector.delete()
