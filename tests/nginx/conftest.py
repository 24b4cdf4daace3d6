"""nginx as `deploy/nginx.conf` has it, with other names, paths and ports only."""

import http.client
import os
import shutil
import ssl
import subprocess
import time
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test.signals import template_rendered

from tests.test_commands import find_free_port

GIVEN = settings.BASE_DIR / "deploy" / "nginx.conf"
# What every nginx has around the files of its sites.
AROUND = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@pytest.fixture
def nginx_program():
    """The program; without it the test is left out, but in CI it fails."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program and not os.environ.get("CI"):
        pytest.skip("There is no nginx: `apt install nginx-light` brings it.")
    assert program
    return program


def write_configuration(folder, upstream):
    """The given file with paths below a folder; the ports for HTTP and HTTPS."""
    plain, secure = find_free_port(), find_free_port()
    replaced = {
        "/var/cache/nginx-icc": folder / "cache",
        "/var/log/nginx": folder,
        "/var/lib/icc": folder,
        "/etc/letsencrypt/live/icc.example.org": folder,
        "127.0.0.1:8000": upstream,
        "icc.example.org": "localhost",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen [::]:80": f"listen [::1]:{plain}",
        "listen 443": f"listen 127.0.0.1:{secure}",
        "listen [::]:443": f"listen [::1]:{secure}",
    }
    text = GIVEN.read_text()
    for old, new in replaced.items():
        assert old in text, old
        text = text.replace(old, str(new))
    if not os.path.exists("/proc/net/if_inet6"):
        text = "".join(line for line in text.splitlines(True) if "[::1]" not in line)
    (folder / "static").mkdir()
    (folder / "site.conf").write_text(text)
    # As root it would change to somebody who may not enter the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    return plain, secure


def make_certificate(folder):
    """A certificate of our own for an hour's test."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=localhost", "-days", "2"]
    command += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def running(program, folder):
    command = [program, "-c", folder / "nginx.conf", "-p", folder]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def ask(address, method="GET", *, port, is_secure=True, body=None, source="127.0.0.1", **headers):
    """An answer with its `body`."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    more = {"context": trusting} if is_secure else {}
    connection = kind("localhost", port, timeout=20, source_address=(source, 0), **more)
    sent = {"Host": "localhost"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection.request(method, address, body=body, headers=sent)
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer


@pytest.fixture
def in_front_of(nginx_program, tmp_path):
    """Starts nginx in front of an address."""
    with ExitStack() as stack:

        def started(upstream):
            plain, secure = write_configuration(tmp_path, upstream)
            make_certificate(tmp_path)
            process = stack.enter_context(running(nginx_program, tmp_path))
            wait_for(process, plain, tmp_path)
            return SimpleNamespace(
                ask=partial(ask, port=secure), ports=(plain, secure), folder=tmp_path
            )

        yield started


def wait_for(process, port, folder):
    """Until it answers."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return ask("/", port=port, is_secure=False)
        except OSError:
            assert process.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)


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
