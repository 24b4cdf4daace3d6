"""The arithmetic of `bench/run`: what wrk says, which answers count, what the table tells."""

import os
import signal
import subprocess
import sys
import threading
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

import pytest
from django.conf import settings

from bench.yardsticks import grown, inside, pages
from bench.yardsticks.asking import Asked, Rate, Wrong, checked, counted, fetch, load
from bench.yardsticks.servers import running
from bench.yardsticks.shares import is_shared, spent_by_children
from bench.yardsticks.speed import Measured, all_of, rated, spread
from bench.yardsticks.table import (
    Row,
    Section,
    as_markdown,
    as_text,
    at_least,
    at_most,
    in_words,
    number,
    percentile,
)
from tests.browser.checks.kinds import PUBLIC
from tests.caching.keeping import keep_pages

needs_wrk = pytest.mark.skipif(not (os.environ.get("CI") or which("wrk")), reason="wrk is missing")
SAID = """\
Running 1s test @ http://127.0.0.1:20001/
  1 threads and 8 connections
Requests/sec:   1000.00

{"microseconds": 2000000, "requests": 1000, "bytes": 20500000, "p50": 3500, "p99": 12000, \
"connect": 0, "read": 0, "write": 0, "status": 0, "timeout": 0}
"""


def measured(ratio, rate=None):
    return Measured([rate or checked("page", counted(SAID), 20_000)], [ratio])


# What wrk says


def test_rate_is_answers_by_seconds_and_latency_is_in_milliseconds():
    rate = checked("page", counted(SAID), 20_000)

    assert rate == Rate(500, 3.5, 12, 20_500)


def test_words_without_numbers_are_wrong():
    with pytest.raises(Wrong, match="counted nothing"):
        counted("unable to connect to 127.0.0.1:20001 Connection refused\n")


@pytest.mark.parametrize("kind", ["connect", "read", "write", "status", "timeout"])
def test_one_error_makes_a_rate_wrong(kind):
    with pytest.raises(Wrong, match=f"1000 answers, errors: {{'{kind}': 1}}"):
        checked("page", counted(SAID) | {kind: 1}, 20_000)


def test_no_answer_at_all_is_wrong():
    with pytest.raises(Wrong, match="0 answers"):
        checked("page", counted(SAID) | {"requests": 0}, 20_000)


@pytest.mark.parametrize("expected", [21_000, 2_000])
def test_answers_of_another_length_are_wrong(expected):
    with pytest.raises(Wrong, match=f"20500 bytes and not {expected}"):
        checked("page", counted(SAID), expected)


# Which answers count


@pytest.fixture
def server():
    """Answers each address by what its first part names: ok, error or empty."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            status = 500 if self.path == "/error" else 200
            body = b"" if self.path == "/empty" else b"x" * 1000
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


def test_right_answer_is_fetched_whole(server):
    assert fetch(Asked("page", f"{server}/ok")).body == b"x" * 1000


@pytest.mark.parametrize("path", ["/error", "/empty"])
def test_wrong_answer_does_not_count(server, path):
    with pytest.raises(Wrong, match=path):
        fetch(Asked("page", server + path))


@needs_wrk
def test_wrk_counts_what_is_right(server):
    rate = load(Asked("page", f"{server}/ok"), 1)

    assert rate.per_second > 1
    assert 1000 <= rate.size < 2000


@pytest.mark.parametrize(
    ("after", "answer"),
    [({1: 150, 2: 230}, True), ({1: 150, 2: 204}, False), ({1: 100, 2: 200}, True), ({}, True)],
)
def test_load_counts_when_each_process_has_worked(after, answer):
    assert is_shared({1: 100, 2: 200} if after else {}, after) is answer


def test_time_of_processes_is_read_by_the_one_that_has_started_them():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        spent = spent_by_children(os.getpid())
        child.communicate(b"")

    assert spent[child.pid] >= 0
    assert spent_by_children(0) == {}


# What the table tells


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (Fraction(1, 16), "1/16"),
        (Fraction(2, 3), "2/3"),
        (Fraction(4, 5), "4/5"),
        (0.0625, "1/16.0"),
        (0.08, "1/12.5"),
        (0.667, "0.67"),
        (1.5, "1.50"),
    ],
)
def test_ratios_are_read_as_people_say_them(ratio, words):
    assert in_words(ratio) == words


@pytest.mark.parametrize(
    ("value", "words"), [(12345.6, "12,346"), (8, "8"), (45.67, "45.7"), (0.123, "0.12")]
)
def test_numbers_have_as_many_digits_as_mean_something(value, words):
    assert number(value) == words


def test_percentile_is_one_of_the_values():
    assert percentile([3, 1, 2], 50) == 2
    assert percentile(range(1, 201), 99) == 198
    assert percentile([7], 99) == 7


def test_target_is_reached_on_the_mark_and_missed_beside_it():
    sixteenth = Fraction(1, 16)

    assert [at_least("page", "", ratio, sixteenth).is_reached for ratio in (0.0625, 0.0624)] == [
        True,
        False,
    ]
    assert [at_most("file", value, 300, "ms").is_reached for value in (300, 300.1)] == [True, False]


def test_slowest_page_that_is_held_decides():
    found = {"home": measured(0.08), "event": measured(0.05), "paper": measured(0.001)}

    section = rated("page, cold", found, Fraction(1, 16), {"home", "event"})

    assert [(row.what, row.ratio, row.is_reached) for row in section.rows] == [
        ("page, cold: the slowest, event", "1/20.0", False),
        ("page, cold: median of 2 pages", "1/15.4", None),
    ]
    assert [row.is_reached for row in section.details] == [True, False, None]


def test_page_that_answers_wrongly_is_a_line_of_its_own():
    found = {"home": measured(0.08), "event": Measured(wrong="event answers 500")}

    section = rated("page, cold", found, Fraction(1, 16), {"home", "event"})

    assert section.rows[0].cells == (
        "page, cold: event",
        "failed: event answers 500",
        "",
        "",
        "NO",
    )
    assert section.rows[1].is_reached


def test_growth_is_told_by_the_page_that_has_slowed_down_most():
    small = {
        "home": {"queries": {5}, "milliseconds": [10, 10, 12]},
        "board": {"queries": {7}, "milliseconds": [20, 20, 20]},
    }
    large = {
        "home": {"queries": {5}, "milliseconds": [10, 10, 12]},
        "board": {"queries": {9}, "milliseconds": [40, 40, 40]},
    }

    section = grown.compared({1: small, 1000: large})

    assert [(row.ratio or row.figure, row.is_reached) for row in section.rows] == [
        ("2.00", False),
        ("2.00", False),
        ("1 of 2 pages", False),
        ("board", None),
    ]


def test_page_that_was_not_asked_of_grown_data_is_named():
    told = {"queries": {5}, "milliseconds": [10, 10, 12]}

    section = grown.compared({1: {"home": told, "search, a code": told}, 1000: {"home": told}})

    assert section.rows[-1].cells[:2] == ("growth ×1000: not asked", "search, a code")


def test_what_is_not_so_of_all_is_named():
    assert [all_of("kept", "abc", others).cells for others in (set(), {"b", "a"})] == [
        ("kept", "3 of 3", "", "all", "yes"),
        ("kept", "1 of 3; not a, b", "", "all", "NO"),
    ]


def test_both_tables_have_every_line():
    section = Section("Cold", [at_most("file", 12, 300, "ms")], [Row("a | b", "1 ms")])

    assert as_text([section]) == (
        "what  figure  ratio  target    reached\nfile  12 ms          ≤ 300 ms  yes"
    )
    written = as_markdown([("Processor", "two cores")], [section], ["a note"])
    assert "| Processor | two cores |" in written
    assert "| file | 12 ms |  | ≤ 300 ms | yes |" in written
    assert "| a \\| b | 1 ms |  |  |  |" in written
    assert "a content management system's list page of the same size: 1/100" in written


# What is measured


def test_every_kind_of_public_page_is_measured():
    measured = {page.name for page in pages.public_pages(_NoNames())}
    left_out = {
        kind.name
        for kind in PUBLIC
        if kind.status == 200 and kind.name not in measured and not kind.then
    }

    assert {"home", "summary-open", "calendar", "feed"} <= measured
    assert left_out == {
        name for name in left_out if name.startswith(("sign-in", "password", "month-now"))
    }


def test_page_that_nobody_may_keep_is_measured_cold_only():
    assert [page.name for page in pages.public_pages(_NoNames()) if not page.may_be_kept] == [
        "data-status",
        "feedback",
    ]


@pytest.mark.parametrize("number", [1, 5, 12, 100])
def test_shortest_and_longest_are_among_those_that_are_measured(number):
    lengths = {f"page-{length}": length for length in range(number)}

    some = spread(list(reversed(lengths)), lengths)

    assert (some[0], some[-1]) == ("page-0", f"page-{number - 1}")
    assert sorted(set(some), key=lengths.get) == some
    assert len(some) <= 14


@pytest.mark.django_db(transaction=True)
def test_what_comes_from_what_is_kept_is_known(settings, tmp_path):
    keep_pages(settings, tmp_path)
    asked = [("cities", "/fi/cities/"), ("API", "/api/v1/cities"), ("sign-in", "/fi/sign-in/")]

    assert inside.kept(asked) == {"cities": [200, 304], "API": [200, 304], "sign-in": []}


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "times"), [(600, 5), (0, inside.LEAST)])
def test_slow_page_is_asked_for_less_often(seconds, times):
    found = inside.times([("cities", "/fi/cities/", "")], 5, seconds)

    assert len(found["cities"]["milliseconds"]) == times


def test_no_command_measures_what_is_kept():
    command = "import bench; from django.conf import settings; print(settings.CACHES['pages'])"
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "DummyCache" in done.stdout


class _NoNames(dict):
    """The examples of no site."""

    def __missing__(self, key):
        return key


def test_only_what_was_started_is_stopped(tmp_path):
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]

    with running(sleeper, dict(os.environ), tmp_path / "log") as process:
        assert process.poll() is None

    assert process.returncode == -signal.SIGTERM


@needs_wrk
def test_yardstick_can_be_measured():
    """The whole command, in a few seconds; how fast is nobody's business here."""
    command = [sys.executable, "-m", "bench.yardsticks", "--quick", "--only", "bare"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    done = subprocess.run(
        command,
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert [line.split("  ")[0] for line in done.stdout.strip().splitlines()] == [
        "what",
        "yardstick: bare view",
        "yardstick: file",
    ]


@pytest.mark.django_db
def test_queries_of_a_page_are_counted_however_often_it_is_asked():
    about = [("about", "/fi/about/", "")]

    once, often = (inside.times(about, times)["about"]["queries"] for times in (0, 3))

    assert (once, often) == (1, 1)
