"""Asks for addresses of others as a polite guest: slowly, by their robots.txt, and with a name."""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from back_office.links import web
from back_office.models import Link

ROBOT = "IccLinkCheck"
MOST_REDIRECTS = 10
# RFC 9309, 2.5: at least 500 KiB of robots.txt are to be read.
MOST_OF_ROBOTS = 500 * 1024
# A host that wants longer pauses is asked once a run; its other addresses wait for the next.
LONGEST_PAUSE = 60
FOR_EVER = {301, 308}
REDIRECTS = FOR_EVER | {302, 303, 307}
# "Who are you", "not you", "not so fast", and what a large network of careers says to programs.
UNFRIENDLY = {401, 403, 407, 429, 999}
State, Problem = Link.State, Link.Problem
# The machine's own connection may be the reason for these.
OF_THE_NETWORK = {Problem.NAME, Problem.NO_ANSWER, Problem.TOO_SLOW}


class Later(Exception):
    """The host wants a longer pause than one run can make."""


class Unanswered(Exception):
    """No answer came, or none that can be read; its argument is the problem."""


@dataclass(frozen=True)
class Finding:
    """What came of asking for one address: a state, or without one a failure."""

    state: str = ""
    status: int | None = None
    problem: str = ""
    moved_to: str = ""

    @property
    def is_failure(self):
        """Whether this speaks against the address; not so where we were merely sent away."""
        return not self.state


class Guest:
    """One round of visits to the servers of others; remembers what each host has asked for."""

    def __init__(self):
        self.agent = f"{ROBOT}/1.0 (+{settings.SITE_URL})"
        self.has_been_answered = False
        self._pause = settings.LINK_CHECK["seconds_between"]
        self._patience = settings.LINK_CHECK["seconds_to_wait"]
        self._robots, self._next_visits, self._silent = {}, {}, {}

    def ask(self, address):
        """The finding on an address. Raises Later."""
        try:
            return self._follow(address)
        except Unanswered as reason:
            return Finding(problem=reason.args[0])
        except web.Internal:
            return Finding(State.UNCHECKED, problem=Problem.INTERNAL)
        except web.NotWeb:
            return Finding(problem=Problem.NOT_WEB)

    def finds_anybody(self, addresses):
        """Whether the host of any of the addresses answers at all."""
        for address in addresses:
            if self.has_been_answered:
                break
            self.ask(address)
        return self.has_been_answered

    def _follow(self, address):
        """Through all redirects to the end; what moved for ever is told from what did not."""
        at, moved_to, seen = address, "", set()
        is_moving = True
        while at not in seen and len(seen) <= MOST_REDIRECTS:
            seen.add(at)
            robots = self._robots_of(at)
            if robots is None:
                return Finding(State.UNCHECKED, problem=Problem.ROBOTS)
            if not robots.can_fetch(self.agent, at):
                return Finding(State.REFUSED)
            status, target = self._status_of(at)
            if status not in REDIRECTS or not target:
                return _finding(status, moved_to)
            at = target
            is_moving = is_moving and status in FOR_EVER
            moved_to = at if is_moving else moved_to
        raise Unanswered(Problem.LOOP)

    def _status_of(self, address):
        """Status and target; many servers refuse HEAD, or answer it with an error of their own."""
        status, target, _body = self._visit("HEAD", address)
        if status >= 400 and status != 429:
            status, target, _body = self._visit("GET", address)
        return status, target

    def _robots_of(self, address):
        """The rules of the host (RFC 9309), all allowed where there are none; None if unreadable."""
        origin = urljoin(address, "/")
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(urljoin(origin, "/robots.txt"))
        return self._robots[origin]

    def _read_robots(self, address):
        rules = RobotFileParser()
        for _hop in range(6):
            status, target, body = self._visit("GET", address, read=MOST_OF_ROBOTS)
            if status not in REDIRECTS or not target:
                break
            address = target
        if status >= 500 or status == 429:
            return None
        rules.parse(body.decode("utf-8", "replace").splitlines() if status < 300 else [])
        return rules

    def _visit(self, method, address, read=0):
        """Status, target of a redirect, and the beginning of the body. Raises Unanswered."""
        host = web.host_of(address)
        if host in self._silent:
            raise Unanswered(self._silent[host])
        self._wait_for(host, urljoin(address, "/"))
        try:
            with web.answer_of(method, address, self.agent, self._patience) as answer:
                self.has_been_answered = True
                target = urljoin(address, urldefrag(answer.headers.get("Location", "")).url)
                return (
                    answer.status,
                    target if answer.headers.get("Location") else "",
                    (answer.read(read) if read else b""),
                )
        except (OSError, http.client.HTTPException) as error:
            problem = _problem_of(error)
            if problem in OF_THE_NETWORK and urlsplit(address).path == "/robots.txt":
                # Its other addresses would only make us wait as long again.
                self._silent[host] = problem
            raise Unanswered(problem) from error
        finally:
            self._next_visits[host] = time.monotonic() + self._pause_of(urljoin(address, "/"))

    def _pause_of(self, origin):
        rules = self._robots.get(origin)
        return max(self._pause, (rules and rules.crawl_delay(self.agent)) or 0)

    def _wait_for(self, host, origin):
        """Stays away for as long as the host wants. Raises Later."""
        pause = self._next_visits.get(host, 0) - time.monotonic()
        if pause > LONGEST_PAUSE:
            raise Later(host)
        time.sleep(max(pause, 0))


def _finding(status, moved_to):
    if status in UNFRIENDLY:
        return Finding(State.UNCHECKED, status, Problem.UNFRIENDLY)
    if not 200 <= status < 300:
        return Finding(status=status, problem=Problem.STATUS)
    if moved_to and len(moved_to) <= Link._meta.get_field("moved_to").max_length:
        return Finding(State.MOVED, status, moved_to=moved_to)
    return Finding(State.WORKS, status)


def _problem_of(error):
    """The first of these that it is: a time-out and a bad certificate are errors of sockets too."""
    kinds = {
        ssl.SSLError: Problem.CERTIFICATE,
        socket.gaierror: Problem.NAME,
        TimeoutError: Problem.TOO_SLOW,
        ConnectionResetError: Problem.NONSENSE,
        OSError: Problem.NO_ANSWER,
    }
    return next((word for kind, word in kinds.items() if isinstance(error, kind)), Problem.NONSENSE)
