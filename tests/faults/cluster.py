"""A PostgreSQL of a test's own, which may be stopped whenever the test likes."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command

from reporting import links
from tests import factories
from tests.deploy.servers import make_account
from tests.reporting.factories import make_person
from tests.reporting.pages import make_draft
from tests.test_commands import ROOT, environment, find_free_port

FILL = "from tests.faults import cluster; cluster.fill()"
OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"


def fill():
    """The tables and a small site: pages, somebody who signs in, a report that is to be written."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    factories.make_city(slug="pori", name_en="Pori", name_fi="Pori", name_sv="Björneborg")
    factories.make_event(slug="opening")
    make_account("rita")
    # Not to be guessed, so it is told to whoever has called.
    sys.stdout.write(link_to(make_draft(make_person())))


def link_to(report):
    """The secret of the e-mailed link to a report, for its reporter."""
    return links.secret_of(links.link_for(report, report.assignee))


class Cluster:
    """Where it is; its programs run as its user, for PostgreSQL refuses to be run by root."""

    def __init__(self, programs, folder, whose):
        self.programs, self.folder, self.whose = programs, folder, whose
        self.port = find_free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make(self):
        """An empty cluster, running."""
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", *options)
        self.start()

    def start(self):
        """Start it, and wait until it takes questions."""
        log = self.folder / "log"
        self._run("pg_ctl", "start", "-w", "-l", log, "-o", f"-p {self.port} {OPTIONS}")

    def stop(self):
        """As a power cut would: nobody is waited for, nothing is tidied up."""
        self._run("pg_ctl", "stop", "-m", "immediate")

    def is_running(self):
        """Whether there is something to be stopped."""
        return (self.folder / "postmaster.pid").exists()

    def _run(self, program, *options):
        command = [self.programs / program, "-D", self.folder, *options]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, cwd="/", check=True, **silent, **self.whose)


@contextmanager
def running_cluster():
    """A cluster while it is wanted; left out where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("There is no PostgreSQL: `apt install postgresql` brings it.")
    # Its user must be able to enter the folder, which is not so below those of the tests.
    folder, whose = Path(tempfile.mkdtemp(prefix="cluster-of-tests-", dir="/tmp")), {}
    if os.geteuid() == 0:
        somebody = _somebody()
        os.chown(folder, somebody.pw_uid, somebody.pw_gid)
        whose = {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}
    cluster = Cluster(programs, folder, whose)
    try:
        cluster.make()
        yield cluster
    finally:
        if cluster.is_running():
            cluster.stop()
        shutil.rmtree(folder)


def _programs():
    """The folder of the newest release, None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_release)
    found = debian[-1] if debian else shutil.which("initdb")
    return found and Path(found).resolve().parent


def _release(path):
    return int(path.parts[-3])


def _somebody():
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def prepared(cluster, folder):
    """Make the tables and a small site. Returns the secret of the link to its report."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-v0", "-c", FILL],
        cwd=ROOT,
        env=environment(DJANGO_DEBUG="1", DATA_DIR=folder, DATABASE_URL=cluster.url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
