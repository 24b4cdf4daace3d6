"""Many ask for one page that nobody has kept yet; one renders it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from caching import flights
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
# PostgreSQL takes a hundred connections, and other tests have some of them.
MOST_AT_ONCE = 50
ADDRESS, TEMPLATE = "/fi/cities/", "programme/city_list.html"


def ask_at_once(number, address=ADDRESS):
    """The answers to so many visitors who come in the same moment, or in two when they are many."""
    at_once = min(number, MOST_AT_ONCE)
    barrier = Barrier(at_once)

    def visit(_number):
        client = Client()
        client.get("/healthz")
        barrier.wait(30)
        try:
            return client.get(address)
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as threads:
        return list(threads.map(visit, range(number)))


def test_page_is_rendered_once_for_a_hundred_visitors(kept, rendered):
    factories.make_city()

    answers = ask_at_once(100)

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert rendered.count(TEMPLATE) == 1


def test_after_a_change_it_is_rendered_once_again(kept, rendered):
    city = factories.make_city()
    ask_at_once(4)
    city.save()

    ask_at_once(20)

    assert rendered.count(TEMPLATE) == 2


def test_who_has_waited_long_enough_renders_the_page(kept, rendered, monkeypatch):
    monkeypatch.setattr(flights, "PATIENCE", 0.05)
    monkeypatch.setattr(flights.FileLock, "take", lambda _lock: False)

    assert Client().get(ADDRESS).status_code == 200
    assert rendered.count(TEMPLATE) == 1


def test_page_that_is_not_kept_makes_nobody_wait_twice(kept):
    answers = ask_at_once(20, "/fi/sign-in/")

    tokens = {answer.cookies["csrftoken"].value for answer in answers}
    assert (len(tokens), {answer.status_code for answer in answers}) == (20, {200})


def test_lock_of_a_file_is_free_again_and_leaves_nothing(tmp_path):
    one, other = (flights.FileLock(tmp_path, "key") for _number in range(2))

    assert (one.take(), other.take()) == (True, False)
    one.give_back()
    assert other.take()
    other.give_back()
    assert list(tmp_path.iterdir()) == []
