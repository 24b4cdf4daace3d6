"""What the tests of reporting may ask for."""

import pytest
from django.utils import translation


@pytest.fixture
def in_english():
    """Sentences as they stand in the code."""
    with translation.override("en"):
        yield
