"""nginx as `deploy/nginx.conf` has it, with other names, paths and ports only."""

import http.client
import os
import shutil
import ssl
import subprocess
import time
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace

import pytest
from django.conf import settings

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


def find_nginx():
    """The program; without it the test is left out, but in CI it fails."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program and not os.environ.get("CI"):
        pytest.skip("There is no nginx: `apt install nginx-light` brings it.")
    assert program
    return program


@contextmanager
def nginx_before(upstream, folder):
    """An nginx in front of an address while it runs, with an empty folder of its own."""
    program = find_nginx()
    plain, secure = write_configuration(folder, upstream)
    make_certificate(folder)
    with running(program, folder) as process:
        wait_for(process, plain, folder)
        yield SimpleNamespace(ask=partial(ask, port=secure), ports=(plain, secure), folder=folder)


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
