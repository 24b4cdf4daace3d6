"""
How long a search takes among 100,000 entries, how long the index takes, and the memory of the dictionaries.

    python -m bench.search [--things N]

Fills an empty database (DATABASE_URL, else SQLite in a scratch folder) with the public data and N
actions and events in three languages, each made of sentences of the public data. An entry is what
readers of one language see of a thing. Server time of whole pages, in process, nothing cached: the
median and the worst of 5 answers, and the median of the processor's time, which on SQLite is all of the
work and on a busy machine the only honest figure.
"""

import argparse
import resource
import statistics
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Event
from programme.models import Benefit, IndicatorValue, NewsItem, Programme, Strategy, StrategyAction
from search.finding import find
from search.indexing import rebuild
from search.lemmas import read_dictionaries
from search.models import Occurrence, Spelling, Word
from search.terms import terms_of

TIMES = 5
TARGET = 100
LANGUAGES = ("fi", "sv", "en")
QUERIES = [
    ("fi", "3.I.70"),
    ("fi", "kaupungeille"),
    ("fi", "pori"),
    ("fi", "ka"),
    ("fi", "kiertotalous hankinnoissa"),
    ("fi", "porin kaupungin kiertotalous"),
    ("fi", "merituulivoima"),
    ("fi", "paastoja"),
    ("fi", "qqqq"),
    ("fi", "numero 17"),
    ("sv", "städerna"),
    ("sv", "björneborg cirkulär ekonomi"),
    ("en", "cities"),
]


def main():
    """Fill, measure, print a table; exit 1 when a search is over its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--things", type=int, default=33_000)
    things = parser.parse_args().things
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Programme.objects.exists():
        sys.exit("The database is not empty: name another one.")
    before = memory()
    began = time.perf_counter()
    read_dictionaries()
    say(f"dictionaries: {time.perf_counter() - began:.1f} s, {memory() - before} MB")
    call_command("load_public_data", stdout=sys.stderr)
    measure_all(f"public data, {connection.vendor}")
    fill(things)
    began, working = time.perf_counter(), time.process_time()
    number = rebuild()
    took, worked = time.perf_counter() - began, time.process_time() - working
    say(f"index of {number} things: {took:.0f} s, processor {worked:.0f} s")
    connection.cursor().execute("ANALYZE")
    slowest = measure_all(f"{number * len(LANGUAGES)} entries, {connection.vendor}")
    sys.exit(1 if slowest > TARGET else 0)


def say(line):
    """Print at once, also into a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def memory():
    """The memory that this process takes now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024**2


def measure_all(what):
    """A table of all queries. Returns the slowest median in milliseconds."""
    rows = {model.__name__: model.objects.count() for model in (Word, Spelling, Occurrence)}
    say(f"{what}: {rows}")
    say(f"{'query':36} {'hits':>6} {'queries':>7} {'median ms':>10} {'worst ms':>9} {'cpu ms':>7}")
    slowest = max(measure(*query) for query in QUERIES)
    say(f"slowest median: {slowest:.0f} ms; memory {memory()} MB")
    return slowest


def measure(language, query):
    """One line of the table. Returns the median in milliseconds."""
    client, address = Client(), f"/{language}/search/"
    with CaptureQueriesContext(connection) as queries:
        client.get(address, {"q": query})
    number = len(queries)
    taken, worked = [], []
    for _n in range(TIMES):
        began, working = time.perf_counter(), time.process_time()
        client.get(address, {"q": query})
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - working) * 1000)
    median, worst = statistics.median(taken), max(taken)
    work = statistics.median(worked)
    hits = find(terms_of(query), language).count
    say(f"{language} {query:33} {hits:6} {number:7} {median:10.0f} {worst:9.0f} {work:7.0f}")
    return median


def sentences(language):
    """Sentences of the public data."""
    fields = [
        (StrategyAction, "aim"),
        (StrategyAction, "title"),
        (Benefit, "description"),
        (NewsItem, "summary"),
        (IndicatorValue, "note"),
        (Event, "note"),
    ]
    texts = {
        text
        for model, field in fields
        for text in model.objects.values_list(f"{field}_{language}", flat=True)
    }
    return sorted(text for text in texts if text)


def fill(things):
    """Half of them actions, half events; the same ones each time, with each sentence in its turn."""
    told = {language: cycle(sentences(language)) for language in LANGUAGES}

    def texts(field, count):
        return {f"{field}_{code}": " ".join(islice(told[code], count)) for code in LANGUAGES}

    def titles(number):
        return {f"title_{code}": f"Numero {number}: {next(told[code])}"[:290] for code in LANGUAGES}

    strategy, programme = Strategy.objects.first(), Programme.objects.first()
    StrategyAction.objects.bulk_create(
        (
            StrategyAction(
                strategy=strategy, code=f"9.Z.{n}", is_public=True, **titles(n), **texts("aim", 2)
            )
            for n in range(things // 2)
        ),
        batch_size=500,
    )
    Event.objects.bulk_create(
        (
            Event(
                programme=programme,
                slug=f"e-{n}",
                kind="city_lab",
                starts_on=f"{2010 + n % 20}-{1 + n % 12:02}-{1 + n % 28:02}",
                is_public=n % 10 > 0,
                **titles(n),
                **texts("summary", 2),
            )
            for n in range(things // 2)
        ),
        batch_size=500,
    )


if __name__ == "__main__":
    main()
