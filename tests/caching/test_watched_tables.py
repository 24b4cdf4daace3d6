"""Nothing stands on a public page whose change would not end what is kept of it."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from caching.editions import clocks
from caching.lifetimes import may_be_kept
from changes.versions import STEPS
from changes.watching import watched
from tests.browser.checks.kinds import PUBLIC
from tests.test_site import make_one_of_each

TABLE = re.compile(r'"(\w+)"\.')
# What pages read beside what is watched, and why what is kept need not end with it.
EXCUSED = {
    "changes_change": "says which rows have changed; what the search has taken in is a step",
    "changes_step": "is the version itself",
    "search_word": "what the search knows changes with the lines that it takes in",
    "search_spelling": "as search_word",
    "search_occurrence": "as search_word",
    "open_data_mark": "follows from the watched rows when it is asked for",
    "open_data_published": "as open_data_mark",
    "reporting_reporttransition": "a move writes the report, which is watched, in one transaction",
    "reporting_reportvalue": "as reporting_reporttransition",
}


@pytest.mark.django_db
def test_all_that_kept_pages_read_ends_them(client):
    with translation.override("fi"):
        addresses = make_one_of_each("Zebra")
    addresses += [f"/fi/{kind.path}" for kind in PUBLIC if kind.status == 200]
    addresses += [f"/api/v1/{name}" for name in ("cities", "events", "actions", "reports")]
    addresses += ["/data/manifest.json", "/data/events.csv", "/fi/feed/", "/fi/events/calendar.ics"]
    addresses += ["/sitemap.xml", "/robots.txt"]

    texts, asked = [], []
    for address in dict.fromkeys(addresses):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
            content = b"".join(answer)
        if may_be_kept(answer):
            texts.append(content)
            asked += [each["sql"] for each in queries]

    assert len(texts) > 50
    assert b"Zebra" in b"".join(texts)
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    read = {name for sql in asked for name in TABLE.findall(sql)} & ours
    known = {model._meta.db_table for model in watched()}
    known |= {apps.get_model(label)._meta.db_table for label in STEPS}
    assert read - known - EXCUSED.keys() == set()
    assert {"events_event", "reporting_person"} <= read


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
