"""Nothing stands on a public page whose change would not end what is kept of it."""

import re
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from caching.editions import clocks
from changes.watching import watched
from tests.browser.checks.kinds import PUBLIC
from tests.test_site import make_one_of_each

TABLE = re.compile(r'"(\w+)"\.')
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# What pages read beside what is watched, and why they need not end with it.
EXCUSED = {
    "changes_change": "says which rows have changed; what the search has taken in is a step",
    "search_word": "what the search knows changes with the lines that it takes in",
    "search_spelling": "as search_word",
    "search_occurrence": "as search_word",
    "open_data_mark": "follows from the watched rows when it is asked for",
    "open_data_published": "as open_data_mark",
}


@pytest.mark.django_db
def test_all_that_public_pages_read_is_watched(client):
    with translation.override("fi"):
        addresses = make_one_of_each("Zebra")
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml").content)
    named = [each.text.removeprefix("http://testserver") for each in sitemap.iter(f"{SITEMAP}loc")]
    addresses += [address for address in named if address.startswith("/fi/")]
    addresses += [f"/fi/{kind.path}" for kind in PUBLIC if kind.status == 200]
    addresses += [f"/api/v1/{name}" for name in ("cities", "events", "actions", "reports")]
    addresses += ["/data/manifest.json", "/data/events.csv", "/fi/feed/", "/fi/events/calendar.ics"]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answers = [b"".join(client.get(address)) for address in dict.fromkeys(addresses)]

    assert b"Zebra" in b"".join(answers)
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    read = {name for each in asked for name in TABLE.findall(each["sql"])} & tables
    known = {model._meta.db_table for model in watched()}
    assert read - known - EXCUSED.keys() == set()
    assert "events_event" in read


def test_instants_that_time_reaches_are_known():
    known = {f"{model._meta.label}.{name}" for model, names in clocks() for name in names}

    assert known >= {
        "events.Event.over_at",
        "events.Event.publish_at",
        "events.Event.registration_closes_at",
        "programme.NewsItem.publish_at",
        "reporting.ReportingRound.opens_at",
        "reporting.ReportingRound.closes_at",
        "reporting.ReportingRound.archived_at",
    }
    assert not [name for name in known if name.endswith(("updated_at", "removed_at", "made_at"))]
