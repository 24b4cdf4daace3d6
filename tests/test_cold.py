"""What every kind of public page asks of the database while nothing is cached."""

from collections import defaultdict
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from icc_site.templatetags.site_tags import NAVIGATION
from tests.browser.checks.kinds import FILES, PUBLIC

MOST = 8
# What has a page only once there are example rounds, or events that the public data does not know.
EXAMPLES = ("example-",)
# What needs more, and why: how many at most.
EXCUSED = {
    "search-found": (20, "a question for each kind of what was found, and for its parts"),
    "search-one-kind": (11, "the same"),
    "search-fallback": (17, "the same"),
    "search-none": (14, "it is sought once more in each other language"),
    "open-data": (40, "which times have passed is asked of each model"),
    "dataset": (40, "the same"),
    "manifest": (40, "the same"),
    "catalogue": (40, "the same"),
    "data-csv": (9, "the same"),
    "sitemap": (11, "a question for each part"),
    "summary": (8, "the sheet tells of everything"),
    "summary-pdf": (8, "the same"),
    "summary-json": (8, "the same"),
}


@pytest.fixture
def with_search(public_data):
    """The public data, and the index of it."""
    call_command("rebuild_search", stdout=StringIO())
