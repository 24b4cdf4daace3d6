"""The site as it runs in production, with the starting data and with an example of all that can be."""

import json
import os
import random
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import build_opener

ROOT = Path(__file__).resolve().parents[3]
# Everybody's on the example site, which ends with the checks.
PASSWORD = "example-password"
OURS = (
    "DJANGO_",
    "DATABASE_",
    "DATA_",
    "CACHE_",
    "EMAIL_",
    "SITE_",
    "HOME_",
    "REPORTING_",
    "EMBEDDED_",
)
NAMES = "names.json"
MAKE_EXAMPLES = "from tests.browser.checks import examples; examples.make()"


class Site(NamedTuple):
    """Where the site is, and what the examples are called in its addresses."""

    address: str
    names: dict


def prepare(folder):
    """Make all that the site keeps, in a folder: it takes seconds, so do it once and copy it."""
    environment = _environment(folder)
    _manage(environment, "prepare")
    names = _manage(environment, "shell", "--command", MAKE_EXAMPLES).splitlines()[-1]
    (Path(folder) / NAMES).write_text(names)


@contextmanager
def served(folder):
    """The site of a prepared folder while it runs, as `bin/serve` runs it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with _started(_environment(folder), port, Path(folder) / "log") as server:
        _wait_until_ready(server, address)
        yield Site(address, json.loads((Path(folder) / NAMES).read_text()))


def _environment(folder):
    """What a plain shell hands down, and no setting that the tests themselves run with."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return inherited | {
        "DATA_DIR": str(folder),
        "DJANGO_SECRET_KEY": "examples-only-" + "0123456789" * 4,
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_HTTPS": "off",
        "EMBEDDED_BY": "*",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "ERROR",
    }


def _manage(environment, *arguments):
    finished = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise RuntimeError(finished.stdout + finished.stderr)
    return finished.stdout


@contextmanager
def _started(environment, port, log):
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "bin/gunicorn.conf.py"]
    with log.open("w") as output:
        server = subprocess.Popen(
            [*gunicorn, "--bind", f"127.0.0.1:{port}", "icc_site.wsgi"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield server
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(server, address):
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            build_opener().open(f"{address}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The example site did not start: its folder has a log.")


def free_port():
    """Below the ports that the kernel hands out, so that nobody gets it meanwhile."""
    for port in random.sample(range(20000, 32768), 100):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free")
