"""The database or Redis has gone: what is known is shown, the rest says so in words."""

import time
from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from caching.backends import RedisCache
from tests import factories
from tests.caching.redis_server import running_redis
from tests.test_commands import find_free_port

ADDRESS = "/fi/cities/"


@contextmanager
def no_database(monkeypatch):
    """The server cannot be reached, as when it is restarted."""
    connection.close()
    with monkeypatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setitem(connection.settings_dict, "PORT", str(find_free_port()))
        else:
            patch.setitem(connection.settings_dict, "NAME", "/nowhere/db.sqlite3")
        yield
    connection.close()


@pytest.fixture
def quiet_client():
    """A browser that gets what visitors get when something fails."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db(transaction=True)
def test_kept_page_is_shown_and_nobody_may_take_it_for_fresh(kept, quiet_client, monkeypatch):
    city = factories.make_city(name_en="Pori")
    page = quiet_client.get(ADDRESS).content

    with no_database(monkeypatch):
        answer = quiet_client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, page)
    said = "public, max-age=0, s-maxage=0, stale-while-revalidate=0, stale-if-error=86400"
    assert answer["Cache-Control"] == said

    city.name_en = "Elsewhere"
    city.save()
    assert b"Elsewhere" in quiet_client.get(ADDRESS).content


@pytest.mark.django_db(transaction=True)
def test_kept_page_is_shown_by_a_process_that_has_just_begun(kept, quiet_client, monkeypatch):
    has_begun = Client()
    has_begun.get("/healthz")
    page = quiet_client.get(ADDRESS).content
    caches["near_pages"].clear()

    with no_database(monkeypatch):
        assert has_begun.get(ADDRESS).content == page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The database of the site does not answer."),
        ("fi", "Sivuston tietokanta ei vastaa."),
        ("sv", "Webbplatsens databas svarar inte."),
    ],
)
def test_page_that_is_not_kept_says_when_to_come_again(
    kept, quiet_client, monkeypatch, language, sentence
):
    with no_database(monkeypatch):
        answer = quiet_client.get(f"/{language}/cities/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert sentence in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert quiet_client.get(f"/{language}/cities/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_program_is_told_when_to_come_again(kept, quiet_client, monkeypatch):
    with no_database(monkeypatch):
        answer = quiet_client.get("/api/v1/cities")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.fixture
def redis(settings, tmp_path, monkeypatch):
    """A Redis that can be stopped and started; pages and limits are kept in it."""
    with running_redis(tmp_path) as server:
        _use(server.url, settings, tmp_path)
        monkeypatch.setattr(RedisCache, "_asked_again_at", None)
        yield server


def _use(url, settings, folder):
    backend = {"BACKEND": "caching.backends.RedisCache", "LOCATION": url}
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = settings.CACHES | {
        "default": backend | {"OPTIONS": {"STAND_IN": "counting"}},
        "pages": backend | {"OPTIONS": {"STAND_IN": "nothing"}, "KEY_PREFIX": "pages"},
        "near_pages": settings.CACHES["near_pages"] | {"LOCATION": str(folder)},
        "nothing": nothing,
    }


@pytest.mark.django_db(transaction=True)
def test_pages_are_kept_in_redis(redis, django_assert_num_queries):
    page = Client().get(ADDRESS).content
    caches["near_pages"].clear()
    client = Client()
    client.get("/fi/events/")

    with django_assert_num_queries(1):
        assert client.get(ADDRESS).content == page


@pytest.mark.django_db(transaction=True)
def test_site_goes_on_without_redis_and_says_so_once(redis, caplog, settings):
    settings.API_LIMIT = 2
    client = Client()
    client.get(ADDRESS)
    redis.stop()
    caches["near_pages"].clear()

    addresses = [ADDRESS, "/fi/events/", "/api/v1/cities", "/api/v1/events", "/api/v1/actions"]
    codes = [client.get(address).status_code for address in addresses]

    # The table counts in its place, so that limits hold.
    assert codes == [200, 200, 200, 200, 429]
    assert caplog.text.count("Redis does not answer") == 1

    redis.start()
    deadline = time.monotonic() + 10
    while "Redis answers again" not in caplog.text and time.monotonic() < deadline:
        assert client.get("/fi/events/").status_code == 200
        caches["near_pages"].clear()
        time.sleep(0.1)
    assert caplog.text.count("Redis answers again") == 1


@pytest.mark.django_db(transaction=True)
def test_lock_in_redis_is_taken_by_one(redis):
    cache = caches["pages"]

    assert [cache.add("flight", 1, 10), cache.add("flight", 1, 10)] == [True, False]
