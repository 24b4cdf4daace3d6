"""
What every kind of public page costs with nothing cached: queries, and the processor's time in a worker.

    python -m bench.pages [--times N] [--only WORD] [--profile KIND]

Uses the database of DATABASE_URL or DATA_DIR, and fills it with the public data and the examples of the
browser checks when it is empty. Each kind is asked for in Finnish through the whole of WSGI, as gunicorn
would ask, in rounds in which the bare view takes its turn; the median counts. The bare view returns 20 KB
and passes no middleware. Gunicorn's own work comes to both; `bench/run` measures with it.
`--profile` prints where the time of one kind goes.
"""

import argparse
import cProfile
import gc
import pstats
import statistics
import sys
import time
from collections import defaultdict
from contextlib import redirect_stdout
from io import StringIO

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from tests.browser.checks import examples
from tests.browser.checks.kinds import FILES, PUBLIC

ROUNDS = 3
BARE = "the bare view"
urlpatterns = [path("bare", lambda _request: HttpResponse(b"x" * 20_000))]


def main():
    """Measure and print a table, the dearest last; or a profile."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--times", type=int, default=4, help="requests of each kind in a round")
    parser.add_argument("--only", default="", help="kinds that have this in their name")
    parser.add_argument("--profile", metavar="KIND")
    options = parser.parse_args()
    fill()
    # As in the processes that bin/gunicorn.conf.py starts.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    addresses = {
        kind.name: kind.address("fi", defaultdict(str))
        for kind in [*PUBLIC, *FILES]
        if kind.status == 200 and not kind.then and options.only in kind.name
    }
    handler = WSGIHandler()
    if options.profile:
        profile(handler, addresses[options.profile], options.times * ROUNDS)
        return
    asked = {name: questions(handler, address) for name, address in addresses.items()}
    spent = measure(handler, addresses, options.times)
    print_table(spent, asked)


def fill():
    """The public data and the examples, unless something is there."""
    if not connection.introspection.table_names():
        with redirect_stdout(StringIO()):
            call_command("prepare")
            examples.make()


def ask(handler, address):
    """One request, answered to its last byte. Raises RuntimeError when it is an error."""
    request = RequestFactory().get(address).environ
    statuses = []
    answer = handler(request, lambda status, _headers: statuses.append(status))
    size = sum(map(len, answer))
    answer.close()
    if not statuses[0].startswith(("200", "302")):
        raise RuntimeError(f"{address} answers {statuses[0]}")
    return size


def questions(handler, address):
    """How many queries the second answer takes: the first fills what a process may keep."""
    ask(handler, address)
    with CaptureQueriesContext(connection) as queries:
        ask(handler, address)
    return len(queries)


def measure(handler, addresses, times):
    """The processor's milliseconds for an answer of each kind, as {kind: median of the rounds}."""
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=__name__):
        bare = WSGIHandler()
    rounds = defaultdict(list)
    for _round in range(ROUNDS):
        with override_settings(ROOT_URLCONF=__name__):
            rounds[BARE].append(spend(bare, "/bare", times * 50))
        for name, address in addresses.items():
            rounds[name].append(spend(handler, address, times))
    return {name: statistics.median(each) for name, each in rounds.items()}


def spend(handler, address, times):
    """The processor's milliseconds for one of several answers."""
    began = time.process_time()
    for _time in range(times):
        ask(handler, address)
    return (time.process_time() - began) * 1000 / times


def profile(handler, address, times):
    """Print the functions in which an answer spends its time, those with the most within them first."""
    ask(handler, address)
    profiler = cProfile.Profile()
    profiler.enable()
    spend(handler, address, times)
    profiler.disable()
    for order in ("tottime", "cumtime"):
        pstats.Stats(profiler).sort_stats(order).print_stats(45)


def print_table(spent, asked):
    """A line for each kind: queries, milliseconds, how many bare views that is."""
    lines = [f"{'kind':32} {'queries':>7} {'ms':>7} {'bare views':>10}"]
    for name, each in sorted(spent.items(), key=lambda pair: pair[1]):
        lines.append(f"{name:32} {asked.get(name, 0):7} {each:7.2f} {each / spent[BARE]:10.1f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
