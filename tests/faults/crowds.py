"""People who ask for pages all the time, and what they were answered."""

import itertools
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import NamedTuple

# In seconds; for whatever a test waits for on a machine that is busy otherwise.
PATIENCE = 120


class Visit(NamedTuple):
    """One request: when it was made, what was asked, and what came; no status where nothing came."""

    began: float
    page: str
    status: int | None
    headers: dict
    body: bytes

    @property
    def is_well(self):
        """Whether it is a page, or says in words when to come again (RFC 9110, 15.6.4)."""
        is_planned = self.status == 503 and "Retry-After" in self.headers
        return is_planned or (self.status is not None and self.status < 500)


def visit(ask, page):
    """Ask once; `ask` takes a method and a path, and returns what has status, headers and body."""
    began = time.monotonic()
    try:
        answer = ask("GET", page)
    except OSError:
        return Visit(began, page, None, {}, b"")
    return Visit(began, page, answer.status, answer.headers, answer.body)


@contextmanager
def crowd(doors, pages, size=4):
    """So many people at each door, who read one page after the other; yields their visits so far."""
    visits, is_over = [], Event()

    def read(ask, first):
        for number in itertools.count(first):
            if is_over.is_set():
                return
            visits.append(visit(ask, pages[number % len(pages)]))

    threads = [Thread(target=read, args=(ask, n)) for ask in doors for n in range(size)]
    for each in threads:
        each.start()
    try:
        yield visits
    finally:
        is_over.set()
        for each in threads:
            each.join()


def wait_until(condition, what):
    """Until it is so, and no longer than anybody has patience for."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def wait_for_more(visits, number=20):
    """Until the crowd has been answered so many times more."""
    enough = len(visits) + number
    wait_until(lambda: len(visits) >= enough, "readers are not answered")
