"""
Saving many rows, one by one through `save()`, with the log and the translations told at once.

Both hear of every save by a signal; that costs five queries a row, which ten thousand rows cannot have.
"""

from auditlog.context import disable_auditlog
from django.core.exceptions import ValidationError

from back_office.audit import record
from back_office.translations.noting import held, note_rows
from back_office.translations.texts import translated_models
from programme.models.integrity import Copied, References


def validate(thing, changed, *, known=(), and_unique=False):
    """
    Raises ValidationError where a row cannot stand as it says; of an old one only what has `changed`.

    `changed` is None for a new row. What the database refuses on saving is left to it: asking
    before costs a query for each rule. `known` are other fields that need no look, and
    `and_unique` is for a row that is refused anyway, so that all is said at once.
    """
    fields = {field.name for field in thing._meta.fields}
    alone = set(known) | (set() if changed is None else fields - set(changed))
    thing.full_clean(exclude=alone, validate_unique=and_unique, validate_constraints=False)
    for constraint in thing._meta.constraints:
        # What the database refuses at the end only.
        if isinstance(constraint, References) and (changed is None or _moves(thing, changed)):
            constraint.validate(type(thing), thing)


def why_refused(thing):
    """Why the database has refused a row: a ValidationError in the words of the constraint, or None."""
    try:
        thing.full_clean()
    except ValidationError as error:
        return error
    return None


def save(thing, changed):
    """Save a row, untold: of an old one only what has `changed`, and what follows from it."""
    with disable_auditlog(), held():
        if changed is None:
            thing.save(force_insert=True)
        else:
            thing.save(update_fields=[*_stored(thing, changed), *_following(thing)])


def tell(saved, *, by):
    """Tell the log and the translations of rows of one model, as (before, None for a new one; now)."""
    record(saved, by=by)
    things = [now for _before, now in saved]
    if things and type(things[0]) in translated_models():
        note_rows(type(things[0]), things)


def _moves(thing, changed):
    return any(thing._meta.get_field(name).many_to_one for name in changed)


def _stored(thing, changed):
    """The columns; a text in one language moves the column that the languages share as well."""
    fields = [thing._meta.get_field(name) for name in changed]
    shared = {field.translated_field.name for field in fields if hasattr(field, "translated_field")}
    return [field.name for field in fields if not field.many_to_many] + sorted(shared)


def _following(thing):
    return [
        field.name
        for field in thing._meta.concrete_fields
        if isinstance(field, Copied) or getattr(field, "auto_now", False)
    ]
