"""Visitors of a site that keeps its pages, as in production."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.test.signals import template_rendered

from tests.caching.keeping import keep_pages


@pytest.fixture
def kept(settings, tmp_path):
    """Pages are kept in a folder of the test."""
    keep_pages(settings, tmp_path)


@pytest.fixture
def visitor(kept):
    """A browser in front of a process."""
    return Client()


@pytest.fixture
def visitor_elsewhere(kept):
    """A browser in front of another process, which has nothing near when it is asked first."""
    return Client()


@pytest.fixture
def forget_near():
    """What the memory of a process holds is gone."""
    return lambda: caches["near_pages"].clear()


@pytest.fixture
def rendered():
    """The names of the templates of whole pages that have been rendered since."""
    names = []

    def note(template, **_kwargs):
        names.append(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)
