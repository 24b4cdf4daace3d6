"""
What open data costs: a file of many rows, the API, and the ledger behind `modified_since`.

    python -m bench.open_data [--rows N]

Works on an empty database (DATABASE_URL, else SQLite in a scratch folder). Memory is what the process
that fetches needs in all (peak of the resident set).
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client

from events.models import Event
from programme.models import Programme

# Megabytes that a file of any length may need, seconds that an answer of the API may take.
MOST_MEMORY, SLOWEST_ANSWER = 150, 0.2
FILES = ["events.csv", "events.long.csv", "events.json", "events.xlsx"]


def main():
    """Measure, print a table; exit 1 when something is over its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rows", type=int, default=1_000_000)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Programme.objects.exists():
        sys.exit("The database is not empty: name another one.")
    fill(arguments.rows)
    connection.close()
    # A process for each file: what filled the database is not counted.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        is_over = any(list(processes.map(fetch, FILES)))
    client, middle = Client(), arguments.rows // 2
    for query in ("limit=200", "limit=200&lang=sv", f"limit=200&after={middle}", "kind=seminar"):
        is_over |= answer(client, f"/api/v1/events?{query}")
    since = "/api/v1/events?modified_since=1971-01-01T00:00:00Z&limit=200"
    answer(client, since, "the first time")
    is_over |= answer(client, since, "nothing changed")
    Event.objects.filter(slug="event-7").update(title_sv="Ändrat")
    answer(client, since, "one row changed")
    sys.exit(is_over)


def fill(rows):
    """So many events, with a text in each language: one by hand, and copies of it by the database."""
    programme = Programme.objects.create(slug="icc", name_fi="ICC", is_public=True)
    Event.objects.create(
        programme=programme,
        slug="event-0",
        kind="seminar",
        title_fi="Tapahtuma",
        title_sv="Evenemang",
        title_en="Event",
        summary_fi="Kuvaus, jossa on muutama sana. " * 3,
        starts_on="2026-11-23",
        is_public=True,
    )
    columns = [field.column for field in Event._meta.concrete_fields if not field.primary_key]
    others = {"slug": "'event-' || n", "title_fi": "title_fi || ' ' || n"}
    series = "SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s"
    told = ", ".join(others.get(name, name) for name in columns)
    copies = ["INSERT INTO events_event (", ", ".join(columns), ") SELECT", told]
    statement = ["WITH RECURSIVE series(n) AS (", series, ")", *copies, "FROM series, events_event"]
    with connection.cursor() as cursor:
        cursor.execute(" ".join(statement), [rows - 1])


def fetch(name):
    """Fetch a file and throw it away. Returns whether it needed too much memory."""
    before, start, size, first = peak(), time.perf_counter(), 0, None
    for piece in Client().get(f"/data/{name}").streaming_content:
        first = first or time.perf_counter() - start
        size += len(piece)
    seconds, memory = time.perf_counter() - start, peak()
    told = f"{size / 1e6:.1f} MB, first byte {first:.2f} s, peak {memory:.0f} MB"
    say(f"/data/{name}: {told} (of them before: {before:.0f})", seconds)
    return memory > MOST_MEMORY


def answer(client, path, when=""):
    """Ask the API twice. Returns whether the second, quicker answer took too long."""
    times = []
    for _each in range(1 if when else 2):
        start = time.perf_counter()
        if client.get(path).status_code != 200:
            sys.exit(f"{path} is refused.")
        times.append(time.perf_counter() - start)
    say(f"{path} {when}", min(times))
    return min(times) > SLOWEST_ANSWER


def peak():
    """The largest resident set of the process so far, in megabytes; as Linux tells it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def say(what, seconds):
    """A line of the table."""
    sys.stdout.write(f"{what:<100} {seconds:8.3f} s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
