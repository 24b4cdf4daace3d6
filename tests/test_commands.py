"""The two commands of the README, run as their user runs them."""

import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVE = ROOT / "bin" / "serve"
PASSWORD = re.compile(r"Administrator admin made with the password (\S+)")
# What bin/serve asks of a machine before it has found a Python.
TOOLS = ("cat", "dirname", "mkdir", "rm")


def environment(**variables):
    """What a plain shell would hand down: nothing of the settings that these tests run with."""
    ours = ("DJANGO_", "DATABASE_", "DATA_", "CACHE_", "EMAIL_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {name: str(value) for name, value in variables.items()}


def run(command, *arguments, **variables):
    return subprocess.run(
        [command, *arguments],
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def find_free_port():
    """Below the ports that the kernel hands out, so that nobody gets it meanwhile."""
    for port in random.sample(range(20000, 32768), 100):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


class Site:
    """A started bin/serve."""

    def __init__(self, process, port, log):
        self.process = process
        self.address = f"http://127.0.0.1:{port}"
        self.log = log

    @property
    def output(self):
        return self.log.read_text()

    def wait_until_ready(self):
        deadline = time.monotonic() + 60
        while "The site is at" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.05)

    def stop(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        return self.process.wait(timeout=30)


@contextmanager
def served(data_dir, log):
    port = find_free_port()
    with log.open("w") as output:
        process = subprocess.Popen(
            [SERVE, "--port", str(port)],
            env=environment(DATA_DIR=data_dir),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A process group of its own shows whether anything is left of it.
            start_new_session=True,
        )
    site = Site(process, port, log)
    try:
        site.wait_until_ready()
        yield site
    finally:
        site.stop()


def status_of(address):
    with build_opener().open(address, timeout=10) as response:
        return response.status


def log_in(site, password):
    """Log in to the back office and return the address where that ends."""
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    with browser.open(f"{site.address}/admin/login/?next=/admin/", timeout=10) as page:
        login = page.url
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    fields = {"login": "admin", "password": password, "csrfmiddlewaretoken": token}
    with browser.open(login, urlencode(fields).encode(), timeout=10) as response:
        return response.url


def query(data_dir, statement):
    with closing(sqlite3.connect(data_dir / "db.sqlite3")) as database, database:
        return database.execute(statement).fetchall()


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """One first start for all tests that look at it: it takes seconds."""
    folder = tmp_path_factory.mktemp("first start")
    with served(folder / "data", folder / "log") as site:
        yield site


@pytest.fixture
def prepared_data(first_start, tmp_path):
    """The data of a first start, to be changed at will."""
    data_dir = tmp_path / "data"
    source = first_start.log.parent / "data"
    # The site of the first start still runs: its database is copied as SQLite does it.
    shutil.copytree(source, data_dir, ignore=shutil.ignore_patterns("db.sqlite3*"))
    with (
        closing(sqlite3.connect(source / "db.sqlite3")) as database,
        closing(sqlite3.connect(data_dir / "db.sqlite3")) as copy,
    ):
        database.backup(copy)
    return data_dir


@pytest.fixture
def bare_machine(tmp_path):
    """A checkout without .venv, and a PATH with a few tools and no Python but what a test adds."""
    checkout, path = tmp_path / "checkout", tmp_path / "path"
    shutil.copytree(ROOT / "bin", checkout / "bin")
    shutil.copy(ROOT / "requirements.txt", checkout)
    path.mkdir()
    for tool in TOOLS:
        (path / tool).symlink_to(shutil.which(tool))
    return checkout, path


def make_program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_first_start_serves_the_site_and_says_where(first_start):
    line = f"The site is at {first_start.address}/ (back office: {first_start.address}/admin/). Ctrl+C stops it."

    assert status_of(f"{first_start.address}/healthz") == 200
    assert first_start.output.splitlines()[-1] == line
    assert "Traceback" not in first_start.output


def test_first_start_prints_once_the_password_that_opens_the_back_office(first_start):
    passwords = PASSWORD.findall(first_start.output)

    assert len(passwords) == 1
    assert log_in(first_start, passwords[0]) == f"{first_start.address}/admin/"


def test_secret_key_is_long_and_only_for_its_owner(first_start):
    key_file = first_start.log.parent / "data" / "secret_key"

    assert len(key_file.read_text().strip()) >= 50
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_second_start_makes_nothing_and_loses_nothing(prepared_data, tmp_path):
    query(prepared_data, "UPDATE programme_programme SET short_name = 'Changed by staff'")
    users = query(prepared_data, "SELECT * FROM auth_user")
    programmes = query(prepared_data, "SELECT * FROM programme_programme")
    key = (prepared_data / "secret_key").read_text()

    with served(prepared_data, tmp_path / "log") as site:
        status = status_of(f"{site.address}/healthz")

    assert status == 200
    assert len(site.output.splitlines()) == 1
    assert len(programmes) > 0
    assert query(prepared_data, "SELECT * FROM programme_programme") == programmes
    assert query(prepared_data, "SELECT * FROM auth_user") == users
    assert (prepared_data / "secret_key").read_text() == key


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_the_site_and_leaves_no_process(prepared_data, tmp_path, with_signal):
    with served(prepared_data, tmp_path / "log") as site:
        status_before = status_of(f"{site.address}/healthz")
        exit_status = site.stop(with_signal)

    assert status_before == 200
    assert exit_status == 0
    assert "Traceback" not in site.output
    with pytest.raises(ProcessLookupError):
        os.killpg(site.process.pid, 0)
    with pytest.raises(URLError):
        status_of(f"{site.address}/healthz")


def test_port_in_use_is_told_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", find_free_port())) as listener:
        port = listener.getsockname()[1]
        finished = run(SERVE, "--port", str(port), DATA_DIR=tmp_path / "data")

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr == (
        f"Port {port} is in use: choose another one: bin/serve --port {port + 1}\n"
    )


def test_data_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    data_dir = tmp_path / "file" / "data"

    finished = run(SERVE, "--port", str(find_free_port()), DATA_DIR=data_dir)

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr == (
        f"Cannot write to {data_dir}: become its owner, "
        "or name another folder: DATA_DIR=/some/folder bin/serve\n"
    )


@pytest.mark.parametrize("port", ["", "0", "http", "65536", "-1", "80 80"])
def test_port_that_is_no_port_number_is_told_in_one_sentence(tmp_path, port):
    finished = run(SERVE, "--port", port, DATA_DIR=tmp_path / "data")

    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr == (
        f'A port is a number from 1 to 65535, not "{port}": bin/serve --port 8001\n'
    )
    assert not (tmp_path / "data").exists()


def test_unknown_option_is_told_in_one_sentence(tmp_path):
    finished = run(SERVE, "--prot", "8001", DATA_DIR=tmp_path / "data")

    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr == 'bin/serve does not know "--prot": see bin/serve --help\n'
    assert not (tmp_path / "data").exists()


def test_python_that_is_too_old_is_told_in_one_sentence(bare_machine):
    checkout, path = bare_machine
    make_program(path / "python3", '[ "$1" = --version ] && echo Python 3.9.2')

    finished = run(checkout / "bin" / "serve", PATH=path)

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr == (
        "Python 3.11 or newer is needed, but there is Python 3.9.2: install one "
        "(`apt install python3 python3-venv`) and run this again.\n"
    )


def test_python_without_venv_and_pip_is_told_in_one_sentence(bare_machine):
    checkout, path = bare_machine
    make_program(
        path / "python3",
        'case "$*" in --version) echo Python 3.12.1 ;; -m*) exit 1 ;; esac',
    )

    finished = run(checkout / "bin" / "serve", PATH=path)

    assert finished.returncode == 1
    assert finished.stdout == "Making .venv with Python 3.12.1 ...\n"
    assert finished.stderr == (
        "Python can make no virtual environment here: "
        "run `apt install python3-venv`, then this again.\n"
    )
    assert not (checkout / ".venv").exists()


def test_arguments_of_the_test_command_go_to_pytest():
    name = test_arguments_of_the_test_command_go_to_pytest.__name__

    finished = run(ROOT / "bin" / "test", "--collect-only", "-k", name, "tests/test_commands.py")

    assert finished.returncode == 0
    assert f"tests/test_commands.py::{name}" in finished.stdout
    assert "::test_unknown_option" not in finished.stdout


def test_missing_browser_is_told_in_one_sentence(bare_machine):
    _, path = bare_machine
    for tool in ("cmp", "sed"):
        (path / tool).symlink_to(shutil.which(tool))

    finished = run(ROOT / "bin" / "test", "--version", PATH=path, CHROMIUM="")

    assert finished.returncode == 0
    assert finished.stdout.splitlines()[0] == (
        "There is no Chromium, so the browser tests are left out: `apt install chromium` brings it."
    )
