"""Two gunicorns with two processes each, as on two hosts, in front of one database."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import build_opener

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests import factories
from tests.deploy.servers import share_dictionaries
from tests.test_commands import environment, find_free_port

ADDRESS = "/en/cities/"


def database_url():
    """Where the database of the tests is."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    signed_in = f"{told['USER']}:{told['PASSWORD']}".rstrip(":")
    return f"postgres://{signed_in}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def start(folder):
    """A gunicorn of its own; its address and process."""
    port = find_free_port()
    command = [sys.executable, "-m", "gunicorn", "icc_site.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "16", "--worker-class", "gthread", "--preload"]
    variables = environment(
        DJANGO_SETTINGS_MODULE="tests.caching.served_settings",
        DJANGO_SECRET_KEY="for tests only",
        DJANGO_ALLOWED_HOSTS="127.0.0.1",
        DJANGO_HTTPS="off",
        DATA_DIR=folder,
        DATABASE_URL=database_url(),
        NOTES=folder / "notes",
    )
    with (folder / f"log-{port}").open("w") as log:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=variables, stdout=log, stderr=log
        )
    return f"http://127.0.0.1:{port}", process


def wait_for(address, process):
    deadline = time.monotonic() + 60
    while True:
        try:
            return build_opener().open(f"{address}/healthz", timeout=5).status
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture
def hosts(tmp_path):
    """The addresses of both."""
    (tmp_path / "notes").touch()
    share_dictionaries(tmp_path)
    started = [start(tmp_path) for _number in range(2)]
    try:
        for address, process in started:
            wait_for(address, process)
        yield [address for address, _process in started]
    finally:
        for _address, process in started:
            process.terminate()
            process.wait(20)


@pytest.fixture
def renderings(tmp_path):
    """How often the page has been rendered so far."""
    return lambda: (tmp_path / "notes").read_text().count(f"{ADDRESS} ")


def read(hosts, number):
    """The pages that so many visitors read at the same time, half of them at each host."""

    def visit(index):
        with build_opener().open(hosts[index % 2] + ADDRESS, timeout=30) as answer:
            return answer.read().decode()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(visit, range(number)))


@pytest.mark.django_db(transaction=True)
def test_every_process_shows_a_change_at_once_and_one_renders_it(hosts, renderings, settings):
    city = factories.make_city(name_en="Pori")

    before = read(hosts, 100)
    # Addresses differ by host, so each host has a page of its own.
    assert all("Pori" in page for page in before)
    assert renderings() == 2

    with transaction.atomic():
        type(city).objects.update(name_en="Nowhere")
        transaction.set_rollback(True)
    assert read(hosts, 40) == before[:40]
    assert renderings() == 2

    type(city).objects.update(name_en="Elsewhere")
    after = read(hosts, 100)
    assert all("Elsewhere" in page for page in after)
    assert not any("Pori" in page.split("<main")[1] for page in after)
    assert renderings() == 4
