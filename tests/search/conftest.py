"""The index of the starting data."""

import pytest

from changes.models import Change
from search.indexing import rebuild
from search.models import Occurrence, Spelling, Word


@pytest.fixture
def public_index(public_data, kept_index):
    """The index of the starting data; made once, and then put back row by row."""
    Change.objects.all().delete()
    if kept_index:
        for model, rows in kept_index.items():
            model.objects.all().delete()
            model.objects.bulk_create(rows)
        return
    rebuild()
    for model in (Word, Spelling, Occurrence):
        kept_index[model] = list(model.objects.all())


@pytest.fixture(scope="session")
def kept_index():
    """The rows of the index by their model, once a test has made it."""
    return {}
