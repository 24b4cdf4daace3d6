"""What stands on both sides of the nginx of a test."""

import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.test.signals import template_rendered

from tests.nginx.servers import nginx_before
from tests.test_commands import find_free_port


@pytest.fixture
def in_front_of(tmp_path):
    """Starts nginx in front of an address."""
    with ExitStack() as stack:

        def started(upstream):
            return stack.enter_context(nginx_before(upstream, tmp_path))

        yield started


class Upstream(ThreadingHTTPServer):
    """Stands for the application: counts who asks, and answers what a test wants."""

    request_queue_size = 200

    def __init__(self):
        super().__init__(("127.0.0.1", find_free_port()), Answering)
        self.asked, self.seconds, self.status = [], 0, 200
        self.headers = {"Cache-Control": "public, max-age=60"}
        self.content = b"<p>" + b"page " * 1000

    @property
    def address(self):
        return f"127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    """Answers of an `Upstream`."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server
        server.asked.append((self.path, dict(self.headers)))
        time.sleep(server.seconds)
        self.send_response(server.status)
        headers = {"Content-Type": "text/html", "Content-Length": len(server.content)}
        for name, value in (headers | server.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(server.content)

    do_POST = do_GET

    def log_message(self, *_arguments):
        """Nothing is written."""


@pytest.fixture
def upstream():
    with Upstream() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def nginx(in_front_of, upstream):
    """nginx in front of `upstream`."""
    return in_front_of(upstream.address)


@pytest.fixture
def rendered_pages():
    """The names of the templates that have been rendered since."""
    names = []

    def note(template, **_kwargs):
        names.append(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)
