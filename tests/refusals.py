"""How the database and the forms refuse what must never be true."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction


def refused(change, *args, **fields):
    """The database refuses a change, at once or by the end of the transaction."""
    with pytest.raises(IntegrityError), transaction.atomic():
        _carry_out(change, *args, **fields)


def _carry_out(change, *args, **fields):
    change(*args, **fields)
    connection.check_constraints()


def said(thing):
    """The sentences with which a form refuses a thing, by field."""
    with pytest.raises(ValidationError) as refusal:
        thing.full_clean()
    return refusal.value.message_dict
