"""nginx: serving files, which is the yardstick, and in front of the site with `deploy/nginx.conf`."""

import os
import shutil
from contextlib import contextmanager

from bench.yardsticks.asking import Wrong
from bench.yardsticks.machine import ROOT
from bench.yardsticks.servers import plain_environment, running, site, wait_for
from tests.browser.checks.site import free_port

FILES = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes auto;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    default_type text/html;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
# What every nginx has around the files of its sites.
AROUND = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes auto;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/site.conf;
}}
"""


@contextmanager
def file_server(folder, files):
    """nginx that serves {name: bytes} from a folder; its address."""
    (folder / "files").mkdir(parents=True)
    for name, content in {"start": b"ready", **files}.items():
        (folder / "files" / name).write_bytes(content)
    port = free_port()
    # As root it would change to somebody who may not enter the scratch folder.
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = FILES.format(folder=folder, port=port, user=user)
    with _nginx(folder, configuration) as (process, log):
        address = f"http://127.0.0.1:{port}"
        wait_for(process, f"{address}/start", log)
        yield address


@contextmanager
def _nginx(folder, configuration):
    file, log = folder / "nginx.conf", folder / "log"
    file.write_text(configuration)
    command = [shutil.which("nginx"), "-p", str(folder), "-c", str(file)]
    with running(command, plain_environment(), log) as process:
        yield process, log


@contextmanager
def front(folder, environment):
    """The site behind nginx as `deploy/nginx.conf` has it; the address of nginx."""
    folder.mkdir()
    with site(environment, folder / "site.log") as (behind, _process):
        port, user = free_port(), "user root;" if os.geteuid() == 0 else ""
        (folder / "site.conf").write_text(adapted(folder, behind.removeprefix("http://"), port))
        (folder / "static").mkdir()
        with _nginx(folder, AROUND.format(folder=folder, user=user)) as (process, log):
            address = f"http://127.0.0.1:{port}"
            wait_for(process, f"{address}/healthz", log)
            yield address


def adapted(folder, upstream, port):
    """
    `deploy/nginx.conf` with other names, paths and ports, and without TLS, which the files are compared without.

    Raises Wrong when it has no longer what is to be replaced.
    """
    given = ROOT / "deploy" / "nginx.conf"
    if not given.exists():
        raise Wrong("There is no deploy/nginx.conf.")
    lines = given.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if "[::]" not in line and "ssl_certificate" not in line)
    for old, new in {
        "/var/cache/nginx-icc": f"{folder}/cache",
        "/var/log/nginx": f"{folder}",
        "/var/lib/icc": f"{folder}",
        "127.0.0.1:8000": upstream,
        "icc.example.org": "127.0.0.1",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl default_server;": f"listen 127.0.0.1:{free_port()} ssl default_server;",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
    }.items():
        if old not in text:
            raise Wrong(f"deploy/nginx.conf has no {old!r}.")
        text = text.replace(old, new)
    return text
