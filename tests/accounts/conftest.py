"""The settings of production where a test is about them."""

import pytest
from django.core.cache import cache

from tests.factories import make_staff


@pytest.fixture
def second_step_needed(settings):
    """As in production."""
    settings.STAFF_NEED_SECOND_STEP = True


@pytest.fixture
def counting(settings, db):
    """Limits count only in a cache that keeps something: the one of production."""
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["counting"]}
    cache.clear()


@pytest.fixture
def rita(db):
    """Somebody of the staff."""
    return make_staff(username="rita", password="secret", email="rita@example.org")
