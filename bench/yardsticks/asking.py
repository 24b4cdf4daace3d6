"""Requests: one by one with every answer checked, or as many as wrk can send."""

import http.client
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.yardsticks.shares import is_shared, spent_by_children

CONNECTIONS = 8
ERRORS = ("connect", "read", "write", "status", "timeout")
SCRIPT = Path(__file__).parent / "report.lua"
# What the head of an answer may take beside its body, in bytes.
LARGEST_HEAD = 4096
LONGEST_WAIT = 30
# Answers of which a rate can be made, and seconds that may be waited for them.
FEWEST, LONGEST_LOAD = 20, 4
# How often it is tried that each process gets some of the connections.
TRIES = 5


class Wrong(Exception):
    """An answer is not what it should be, so that its speed says nothing."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: its name, its address, with which headers, and what must be answered."""

    name: str
    url: str
    headers: tuple = ()
    status: int = 200
    is_empty: bool = False
    # The process whose children are to share the work; none where it does not matter.
    master: int = 0


@dataclass(frozen=True)
class Answered:
    """An answer in full: status, headers and body."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Rate:
    """What wrk has counted: requests a second, latencies in milliseconds, bytes of an answer."""

    per_second: float
    p50: float
    p99: float
    size: float


def fetch(asked):
    """One answer. Raises Wrong when it is not the right one."""
    where = urlsplit(asked.url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=LONGEST_WAIT)
    path = where.path + (f"?{where.query}" if where.query else "")
    try:
        connection.request("GET", path, headers=dict(asked.headers))
        answer = connection.getresponse()
        answered = Answered(answer.status, answer.headers, answer.read())
    finally:
        connection.close()
    if answered.status != asked.status or asked.is_empty != (not answered.body):
        told = f"{answered.status} with {len(answered.body)} bytes"
        raise Wrong(f"{asked.name}: {asked.url} answers {told}.")
    return answered


def load(asked, seconds, connections=CONNECTIONS):
    """
    As many requests as can be made in so many seconds; in four times as many where that makes too few.

    A connection stays with the process that has accepted it. Where one has accepted all, the others stand idle,
    which says nothing of what is asked for: it is asked again. Raises Wrong, as `checked` does.
    """
    expected = len(fetch(asked).body)
    for _try in range(TRIES):
        before = spent_by_children(asked.master)
        numbers = _counted_by_wrk(asked, seconds, connections)
        if is_shared(before, spent_by_children(asked.master)):
            break
    if numbers["requests"] < FEWEST and seconds < LONGEST_LOAD:
        return load(asked, seconds * 4, connections)
    return checked(asked.name, numbers, expected)


def _counted_by_wrk(asked, seconds, connections):
    headers = [part for name, value in asked.headers for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(SCRIPT)]
    answer = subprocess.run(
        [*command, *headers, asked.url],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=False,
    )
    if answer.returncode:
        raise Wrong(f"{asked.name}: wrk says {answer.stderr or answer.stdout}")
    return counted(answer.stdout)


def counted(output):
    """The numbers in what wrk with our script prints. Raises Wrong when there are none."""
    last = output.strip().rpartition("\n")[2]
    try:
        return json.loads(last)
    except ValueError:
        raise Wrong(f"wrk has counted nothing: {last!r}") from None


def checked(name, numbers, expected):
    """
    The rate that wrk's numbers make, if each answer was right: no error, and of the expected size.

    Raises Wrong otherwise. What was under way when the time was over is not counted as an answer, but
    some of its bytes may have been: up to one answer for each connection.
    """
    errors = {kind: numbers[kind] for kind in ERRORS if numbers[kind]}
    if errors or not numbers["requests"]:
        raise Wrong(f"{name}: {numbers['requests']} answers, errors: {errors}")
    size = numbers["bytes"] / numbers["requests"]
    largest = (expected + LARGEST_HEAD) * (1 + CONNECTIONS / numbers["requests"])
    if not expected <= size <= largest:
        raise Wrong(f"{name}: answers have {size:.0f} bytes and not {expected}")
    seconds = numbers["microseconds"] / 1e6
    return Rate(numbers["requests"] / seconds, numbers["p50"] / 1000, numbers["p99"] / 1000, size)
