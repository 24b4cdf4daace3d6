"""PostgreSQL goes away under load, and comes back."""

import time

import pytest

from tests.deploy.servers import Visitor
from tests.faults.cluster import prepared, running_cluster
from tests.faults.crowds import crowd, visit, wait_for_more, wait_until
from tests.reporting.pages import Controls

PAGES = ["/en/cities/", "/fi/cities/", "/sv/cities/", "/en/events/", "/api/v1/cities"]
SENTENCES = {
    "en": "The database of the site does not answer.",
    "fi": "Sivuston tietokanta ei vastaa.",
    "sv": "Webbplatsens databas svarar inte.",
}
# From which on all is well after the database has come back.
SECONDS = 5


@pytest.fixture
def cluster():
    with running_cluster() as cluster:
        yield cluster


class Writer:
    """Somebody who has forms open in each language: to sign in, and of a report by its link."""

    def __init__(self, server, secret):
        self.server, self.visitors, self.forms = server, {}, {}
        self.link = f"report/link/{secret}/"
        for code in SENTENCES:
            self.visitors[code] = Visitor()
            assert self._ask(code, "GET", "sign-in/").status == 200
            page = self._ask(code, "GET", self.link).body.decode()
            self.forms[code] = Controls(page).values | {"move": "save"}

    def sign_in(self, code):
        return self._ask(code, "POST", "sign-in/", {"login": "rita", "password": "secret"})

    def report(self, code):
        return self._ask(code, "POST", self.link, self.forms[code])

    def _ask(self, code, method, page, sent=None):
        return self.visitors[code].ask(self.server, method, f"/{code}/{page}", sent)


def assert_planned(answer, code):
    """It says that the database is away, in the language of the page, and nothing else."""
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    page = answer.body.decode()
    assert f'<html lang="{code}"' in page
    assert [SENTENCES[each] in page for each in SENTENCES] == [each == code for each in SENTENCES]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "psycopg" not in page
    assert "Traceback" not in page


def first_well(attempt, since):
    """After how many seconds somebody began what then went well."""
    began = []

    def is_well():
        began.append(time.monotonic())
        return attempt()

    wait_until(is_well, "it does not recover")
    return began[-1] - since


def test_readers_go_on_while_the_database_is_away_and_writers_are_told(
    cluster, folder, serve, nginx_in_front_of, tell
):
    secret = prepared(cluster, folder)
    with serve(DATABASE_URL=cluster.url) as server, nginx_in_front_of(server) as nginx:
        writer = Writer(server, secret)

        def by_proxy(method, page):
            return nginx.ask(page, method)

        doors = [by_proxy, server.ask]
        assert {visit(ask, page).status for ask in doors for page in PAGES} == {200}
        with crowd(doors, PAGES) as visits:
            wait_for_more(visits)
            cluster.stop()
            gone = time.monotonic()
            for code in SENTENCES:
                assert_planned(writer.sign_in(code), code)
                assert_planned(writer.report(code), code)
            assert_planned(server.ask("GET", "/en/cities/?q=never-asked-before"), "en")
            # So long that nginx's own copies are no longer fresh.
            wait_until(lambda: time.monotonic() > gone + 6, "")
            wait_for_more(visits)
            cluster.start()
            back = time.monotonic()
            fresh = first_well(lambda: server.ask("GET", "/en/cities/?q=new").status == 200, back)
            wait_until(lambda: time.monotonic() > back + SECONDS, "")
            # Whatever begins from now on goes well at the first try.
            assert server.ask("GET", "/en/cities/?q=later").status == 200
            assert writer.sign_in("en").status == 302
            assert writer.report("fi").status == 302
            wait_for_more(visits)

    assert {each.status for each in visits} == {200}
    during = sum(gone < each.began < back for each in visits)
    tell(
        f"PostgreSQL away for {back - gone:.0f} s: {during} pages read meanwhile; "
        f"a new page {fresh:.1f} s after its return."
    )
