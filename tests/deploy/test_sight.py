"""The log, the figures and what Sentry is told, from a real server with two processes."""

import gzip
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from tests.browser.checks.site import free_port
from tests.deploy.servers import Visitor, served

TOKEN = "metrics-token-0123456789"


class Inbox(BaseHTTPRequestHandler):
    """A Sentry that only keeps what it is told."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.headers.get("Content-Encoding"), body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *arguments):
        """Keep quiet."""


@pytest.fixture
def inbox():
    """Where it listens, and what it was told."""
    server = HTTPServer(("127.0.0.1", free_port()), Inbox)
    server.told = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_figures_of_all_processes_are_added_up(transactional_db, folder, tmp_path):
    figures = {"METRICS_TOKEN": TOKEN, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    with served(folder, workers=2, **figures) as server:
        # Each at an address of its own: what is kept is not made anew.
        for visit in range(30):
            server.ask("GET", f"/fi/about/?visit={visit}")
        told = server.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}").body.decode()
        refused = server.ask("GET", "/metrics")

    assert refused.status == 401
    assert 'site_requests_total{status="2xx",view="about"} 30.0' in told
    assert "site_letters_waiting 0.0" in told
    # And robots.txt, by which the server was waited for.
    assert 'site_kept_pages_total{answer="made"} 31.0' in told
    # Both processes have counted, each in a file of its own.
    assert len(list(tmp_path.glob("counter_*.db"))) >= 2


def test_failure_is_told_to_sentry_without_anybody(transactional_db, folder, tmp_path, inbox):
    empty = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    dsn = f"http://key@127.0.0.1:{inbox.server_port}/1"
    with served(folder, DATABASE_URL=empty, SENTRY_DSN=dsn, CACHE_URL="locmemcache://") as server:
        visitor = Visitor()
        visitor.cookies = {"sessionid": "session-of-anna"}
        secret = "/fi/report/link/secret-of-anna/?q=anna"
        answer = visitor.ask(server, "GET", secret, User_Agent="browser-of-anna")
        # It sends what is left before it ends.

    # A database that cannot be asked may be there again in a moment.
    assert answer.status == 503
    text = unpacked(inbox.told)
    assert "no such table" in text
    assert answer.headers["X-Request-ID"] in text
    assert "anna" not in text + server.written()


def unpacked(told):
    """What was said, as text; the library packs it as it can."""
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    return "".join(unpack.get(encoding, bytes)(body).decode() for encoding, body in told)


def test_log_of_production_is_json_without_addresses(production):
    production.ask("GET", "/fi/about/?q=anna", **{"X-Forwarded-For": "192.0.2.77"})
    lines = [line for line in production.written().splitlines() if "/fi/about/" in line]

    last = json.loads(lines[-1])
    assert (last["logger"], last["status"], last["view"]) == ("requests", 200, "about")
    assert re.fullmatch("[0-9a-f]{32}", last["request"])
    assert "anna" not in lines[-1]
    assert "192.0.2.77" not in production.written()
