"""Starting what is measured, and stopping just that."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from bench.yardsticks.asking import Asked, Wrong, fetch
from bench.yardsticks.machine import ROOT
from tests.browser.checks.site import free_port

LONGEST_START = 60
# What a plain shell hands down; nothing that the site would obey.
PLAIN = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
# No page is kept: `bench/served/nothing_kept.py`.
NOTHING_KEPT = {
    "DJANGO_SETTINGS_MODULE": "nothing_kept",
    "PYTHONPATH": str(ROOT / "bench" / "served"),
}


def plain_environment():
    """The environment of a shell in which nothing of the site is set."""
    return {name: os.environ[name] for name in PLAIN if name in os.environ}


def site_environment(folder, **more):
    """The site in production with its data in a folder, without limits that would stop a measurement."""
    return plain_environment() | {
        "DATA_DIR": str(folder),
        "DJANGO_SECRET_KEY": "for measuring only, " + "0123456789" * 4,
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_HTTPS": "off",
        "EMBEDDED_BY": "*",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "ERROR",
        "API_LIMIT": "1000000000",
        **more,
    }


def manage(environment, *arguments):
    """Run a command of manage.py. Returns what it prints; raises Wrong when it fails."""
    return _finished([sys.executable, "manage.py", *arguments], environment)


def inside(environment, *arguments, given=""):
    """Run a measurement in a process of its own. Returns what it prints; raises Wrong when it fails."""
    command = [sys.executable, "-m", "bench.yardsticks.inside", *arguments]
    return _finished(command, environment, given)


def _finished(command, environment, given=""):
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Wrong(f"{' '.join(command[1:])} fails:\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
    return done.stdout


@contextmanager
def running(command, environment, log):
    """A process while it is needed; a session of its own, so that Ctrl+C reaches it through us only."""
    with Path(log).open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(process, url, log):
    """Wait until a page is answered. Raises Wrong when the process ends or takes too long."""
    deadline = time.monotonic() + LONGEST_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return fetch(Asked("start", url))
        except OSError:
            time.sleep(0.005)
    raise Wrong(f"{url} is not served:\n{Path(log).read_text()[-3000:]}")


def gunicorn(application, port, *options):
    """The command that serves an application as `bin/serve` does."""
    command = [sys.executable, "-m", "gunicorn", "--config", "bin/gunicorn.conf.py"]
    return [*command, "--bind", f"127.0.0.1:{port}", *options, application]


@contextmanager
def site(environment, log, first="/healthz", port=None):
    """The site while it is served, as (its address, its process)."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    with running(gunicorn("icc_site.wsgi", port), environment, log) as process:
        wait_for(process, address + first, log)
        yield address, process


@contextmanager
def bare(log):
    """The bare view while it is served, as (its address, its process)."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = gunicorn("bare:application", port, "--pythonpath", "bench/served")
    with running(command, plain_environment(), log) as process:
        wait_for(process, address, log)
        yield address, process
