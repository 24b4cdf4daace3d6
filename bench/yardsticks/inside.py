"""
What is measured within a process of the site; prints JSON.

    python -m bench.yardsticks.inside times|kept|heavy <what is asked, as JSON>
"""

import gc
import json
import math
import sys
import time

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caching.answers import KeptResponse
from events.models import Event

EVENTS_OF_CALENDAR, ROWS_OF_FILE = 500, 10_000
TIMES = 5
# Answers of a page that is slower than all others: fewer tell nothing of it.
LEAST = 3


def main():
    """Read what is asked from standard input, measure, print."""
    given = json.load(sys.stdin)
    # As in the processes that bin/gunicorn.conf.py starts.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    answer = {"times": times, "kept": kept, "heavy": heavy}[sys.argv[1]](**given)
    json.dump(answer, sys.stdout)


def times(pages, times, seconds=math.inf):
    """{name: {queries, milliseconds, status}} of (name, path, who), so many times each, or as often as time allows."""
    clients = {"": Client(), "staff": _staff()}
    found = {}
    for name, path, who in pages:
        status, _size, first = _ask(clients[who], path)
        with CaptureQueriesContext(connection) as queries:
            _ask(clients[who], path)
        # At once: the next request begins the log of queries anew.
        number = len(queries)
        taken = []
        while len(taken) < times and (len(taken) < LEAST or sum(taken) < seconds * 1000):
            taken.append(_ask(clients[who], path)[2])
        found[name] = {
            "status": status,
            "queries": number,
            "first": first,
            "milliseconds": taken,
        }
    return found


def kept(pages):
    """{name: the codes, 200 and 304, that come from what is kept} of (name, path)."""
    client, found = Client(), {}
    for name, path in pages:
        client.get(path)
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer.get("ETag", "")})
        codes = [each.status_code for each in (answer, again) if isinstance(each, KeptResponse)]
        found[name] = codes
    return found


def heavy(path_of_paper):
    """Milliseconds of a calendar of 500 events, a file of 10,000 rows and the council's paper."""
    client, found = Client(), {}
    found["paper"] = _several(client, path_of_paper)
    _fill(EVENTS_OF_CALENDAR)
    found["calendar"] = _several(
        client, "/fi/events/calendar.ics", (b"BEGIN:VEVENT", EVENTS_OF_CALENDAR)
    )
    _fill(ROWS_OF_FILE)
    found["file"] = _several(client, "/data/events.csv", (b"event-of-many-", ROWS_OF_FILE - 1000))
    return found


def _several(client, path, content=(b"", 0)):
    """The milliseconds of some answers; each must be right and have something often enough."""
    taken = []
    for _time in range(TIMES):
        status, body, milliseconds = _ask(client, path)
        sought, least = content
        if status != 200 or not body or body.count(sought) < least:
            sys.exit(
                f"{path} answers {status} with {len(body)} bytes, {body.count(sought)} entries"
            )
        taken.append(milliseconds)
    return taken


def _ask(client, path):
    """Status, body and milliseconds of an answer to its last byte."""
    began = time.perf_counter()
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body, (time.perf_counter() - began) * 1000


def _staff():
    """The client of somebody who may do all: rules, and is in every group."""
    user, _is_new = User.objects.get_or_create(
        username="bench-staff", defaults={"is_staff": True, "is_superuser": True}
    )
    user.groups.set(Group.objects.all())
    client = Client()
    client.force_login(user)
    return client


def _fill(number):
    """As many public events with a known day as `number`, by copies of one that has a text in each language."""
    there = Event.objects.public().filter(starts_on__regex=r"^\d{4}-\d{2}-\d{2}$")
    model = there.exclude(summary_fi="").order_by("pk").first()
    lacking = number - there.count()
    columns = [field.column for field in Event._meta.concrete_fields if not field.primary_key]
    others = {"slug": f"'event-of-many-{number}-' || n"}
    told = ", ".join(others.get(name, name) for name in columns)
    series = "SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s"
    into = ["INSERT INTO events_event (", ", ".join(columns), ") SELECT", told]
    copies = [*into, "FROM series, events_event WHERE id = %s"]
    with connection.cursor() as cursor:
        statement = ["WITH RECURSIVE series(n) AS (", series, ")", *copies]
        cursor.execute(" ".join(statement), [lacking, model.pk])


if __name__ == "__main__":
    main()
