"""The link checker, against small servers of our own."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from back_office.links.asking import Guest
from back_office.links.web import is_public
from back_office.models import Link
from tests import factories

pytestmark = pytest.mark.django_db
QUICK = {"seconds_between": 0, "seconds_to_wait": 0.5, "internal_addresses": True}


class Handler(BaseHTTPRequestHandler):
    """Answers as the server's table says: status, and where to or what."""

    def do_GET(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status, word = self.server.table.get(self.path, (404, ""))
        if self.path == "/slow":
            self.server.is_over.wait(5)
        if self.command == "HEAD" and self.path == "/no-head":
            status = 405
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", word)
        if self.path == "/huge":
            self.send_header("Content-Length", str(10**12))
        self.end_headers()
        if self.command == "GET" and status < 300:
            self.wfile.write(word.encode())

    do_HEAD = do_GET

    def log_message(self, *_arguments):
        """Says nothing."""


@contextmanager
def running(**table):
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.table = {f"/{path.replace('_', '-')}": answer for path, answer in table.items()}
        server.asked, server.is_over = [], threading.Event()
        server.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.is_over.set()
        server.shutdown()


@pytest.fixture(autouse=True)
def quick(settings):
    settings.LINK_CHECK = QUICK


def finding(server, path):
    found = Guest().ask(server.address + path)
    return (str(found.state), found.status, str(found.problem))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fine", ("works", 200, "")),
        ("/no-head", ("works", 200, "")),
        ("/huge", ("works", 200, "")),
        ("/away", ("works", 200, "")),
        ("/moved", ("moved", 200, "")),
        ("/gone", ("", 410, "status")),
        ("/inner", ("unchecked", 403, "unfriendly")),
        ("/loop", ("", None, "loop")),
        ("/mail", ("", None, "not_web")),
        ("/slow", ("", None, "too_slow")),
    ],
)
def test_answer_of_a_server_is_put_into_a_word(path, expected):
    table = {"fine": (200, "x"), "no_head": (200, "x"), "huge": (200, "x"), "slow": (200, "")}
    table |= {"away": (302, "/fine"), "moved": (301, "/fine"), "loop": (301, "/loop")}
    table |= {"gone": (410, ""), "inner": (403, ""), "mail": (302, "mailto:a@example.org")}
    with running(**table) as server:
        assert finding(server, path) == expected


def test_robots_are_respected_and_told_who_asks():
    with running(
        fine=(200, "x"), **{"robots.txt": (200, "User-agent: *\nDisallow: /fine")}
    ) as server:
        assert finding(server, "/fine") == ("refused", None, "")
        assert [path for _method, path, _agent in server.asked] == ["/robots.txt"]
        assert server.asked[0][2] == "IccLinkCheck/1.0 (+http://127.0.0.1:8000)"


def test_internal_address_is_never_asked_for(settings):
    settings.LINK_CHECK = QUICK | {"internal_addresses": False}
    with running(fine=(200, "x")) as server:
        assert finding(server, "/fine") == ("unchecked", None, "internal")
        assert server.asked == []


@pytest.mark.parametrize(
    "number",
    ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"],
)
def test_address_of_an_inner_network_is_known_as_such(number):
    assert (is_public(number), is_public("193.166.3.2")) == (False, True)


def check(**options):
    told = StringIO()
    call_command("check_links", stdout=told, **options)
    return told.getvalue()


def test_link_is_broken_after_three_days_of_failure():
    with running(fine=(200, "x")) as server:
        factories.make_event(website=server.address + "/lost", source_url=server.address + "/fine")
        states = []
        for day in (1, 1, 2, 3):
            with time_machine.travel(datetime(2026, 3, day, 9, tzinfo=UTC), tick=False):
                check()
            link = Link.objects.get(address=server.address + "/lost")
            states.append((link.state, link.failed_days))

    assert states == [("unchecked", 1), ("unchecked", 1), ("unchecked", 2), ("broken", 3)]
    assert Link.objects.get(address=server.address + "/fine").state == "works"


def test_addresses_are_found_in_columns_and_texts_and_asked_once():
    with running(fine=(200, "x")) as server:
        address = server.address + "/fine"
        event = factories.make_event(website=address, body_sv=f"[Mer]({address}#del)")
        check()

        link = Link.objects.get()
        assert link.places == [
            ["events.event", event.pk, "body_sv"],
            ["events.event", event.pk, "website"],
        ]
        assert [path for _method, path, _agent in server.asked] == ["/robots.txt", "/fine"]
        event.delete()
        factories.make_event(website=server.address + "/robots.txt")
        check()
    assert [link.address for link in Link.objects.all()] == [server.address + "/robots.txt"]


def test_machine_without_a_network_says_so_and_changes_nothing():
    factories.make_event(website="http://one.invalid/", source_url="https://two.invalid/")
    Link.objects.create(address="https://three.invalid/")

    with pytest.raises(CommandError, match="seems to have no network"):
        check()

    assert [link.address for link in Link.objects.all()] == ["https://three.invalid/"]


def test_dry_run_asks_nobody():
    with running() as server:
        factories.make_event(website=server.address + "/a")
        told = check(dry_run=True)
        assert told == f"{server.address}/a\nNothing was asked for or written.\n"
        assert server.asked == []
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"state": "broken"},
        {"state": "moved"},
        {"moved_to": "https://example.org/"},
        {"failed_days": 1},
        {"state": "works"},
        {"status_code": 7},
    ],
)
def test_database_refuses_what_cannot_be(fields):
    with pytest.raises(IntegrityError):
        Link.objects.create(address="https://example.org/a", **fields)


def test_report_leads_to_where_the_address_is_used(staff_client):
    event = factories.make_event(website="https://example.org/a")
    Link.objects.create(
        address="https://example.org/a",
        places=[["events.event", event.pk, "website"], ["events.event", event.pk, "source_url"]],
    )

    html = staff_client.get("/admin/back_office/link/").content.decode()

    assert html.count(f'<a href="/admin/events/event/{event.pk}/change/">') == 1
