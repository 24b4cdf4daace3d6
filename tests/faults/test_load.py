"""Fifty thousand requests while somebody edits."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from programme.models import City
from tests import factories
from tests.faults.crowds import crowd

REQUESTS = 50_000
PAGE = "/en/cities/"
PAGES = [PAGE, "/fi/cities/", "/sv/cities/", "/en/events/", "/api/v1/cities"]


@pytest.fixture
def wrk():
    """The program that asks; without it the test is left out, but in CI it fails."""
    program = shutil.which("wrk")
    if not program and not os.environ.get("CI"):
        pytest.skip("There is no wrk: `apt install wrk` brings it.")
    return program


def ask_for_seconds(program, port, page):
    """Ask nginx for a page again and again. Returns how often, and how many answers were bad."""
    url = f"https://localhost:{port}{page}"
    told = subprocess.run(
        [program, "-t1", "-c20", "-d2s", "--timeout", "60s", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    number = int(re.search(r"(\d+) requests in", told).group(1))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", told)
    return number, sum(int(each) for found in (bad, broken) if found for each in found.groups())


def memory_of(server):
    """What its workers hold in memory, in bytes, the largest of them."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in server.workers]
    return max(pages) * os.sysconf("SC_PAGE_SIZE")


class Editor:
    """Somebody who gives a city a new name all the time, and looks whether it is shown."""

    def __init__(self, server):
        self.server, self.edits, self.unseen = server, 0, []
        self.city = factories.make_city(name_en="Edit 0")

    def edit(self):
        self.edits += 1
        name = f"Edit {self.edits} of Pori"
        City.objects.filter(pk=self.city.pk).update(name_en=name)
        answer = self.server.ask("GET", PAGE)
        if answer.status != 200 or name not in answer.body.decode():
            self.unseen.append((name, answer.status))


def half_of_it(program, port, editor):
    """Half of all requests, with an edit between every few thousands."""
    asked = bad = 0
    while asked < REQUESTS / 2:
        number, wrong = ask_for_seconds(program, port, PAGES[editor.edits % len(PAGES)])
        asked, bad = asked + number, bad + wrong
        editor.edit()
    return asked, bad


def test_fifty_thousand_requests_beside_an_editor_end_well_and_memory_stays_flat(
    transactional_db, serve, nginx_in_front_of, wrk, tell
):
    with serve() as server, nginx_in_front_of(server) as nginx:
        editor, workers = Editor(server), set(server.workers)
        began = time.monotonic()
        with crowd([server.ask], PAGES, size=2) as visits:
            first, bad_first = half_of_it(wrk, nginx.ports[1], editor)
            before = memory_of(server)
            second, bad_second = half_of_it(wrk, nginx.ports[1], editor)
            after = memory_of(server)
        seconds = time.monotonic() - began

        assert set(server.workers) == workers
    assert bad_first + bad_second == 0
    assert {each.status for each in visits} == {200}
    assert editor.unseen == []
    assert after <= before * 1.15
    tell(
        f"{first + second} requests at nginx and {len(visits)} at gunicorn in {seconds:.0f} s, "
        f"{editor.edits} edits: a worker holds {before / 1e6:.0f} MB after the first half, "
        f"{after / 1e6:.0f} MB after the second."
    )
