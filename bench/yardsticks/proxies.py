"""nginx: serving files, which is the yardstick, and in front of the site with `deploy/nginx.conf`."""

import os
import shutil
from contextlib import contextmanager

from bench.yardsticks.asking import Wrong
from bench.yardsticks.machine import ROOT
from bench.yardsticks.servers import plain_environment, running, wait_for
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
def front(folder, port):
    """The site at a port behind nginx as `deploy/nginx.conf` has it; the address of nginx."""
    given = ROOT / "deploy" / "nginx.conf"
    if not given.exists():
        raise Wrong("There is no deploy/nginx.conf.")
    raise Wrong("not yet")
    yield
