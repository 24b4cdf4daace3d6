"""Redis goes away under load, and comes back."""

from functools import partial
from itertools import count

from tests import factories
from tests.caching.redis_server import running_redis
from tests.deploy.servers import Visitor, make_account
from tests.faults.crowds import crowd, wait_for_more, wait_until

PAGES = ["/en/cities/", "/fi/cities/", "/en/events/", "/api/v1/cities"]
numbers = count()
TOO_OFTEN = b"That was too often"


def tries_of(server, login):
    """Whether each of six wrong passwords was told to be too many."""
    visitor = Visitor()
    visitor.ask(server, "GET", "/en/sign-in/")
    sent = {"login": login, "password": "wrong-password"}
    return [
        TOO_OFTEN in visitor.ask(server, "POST", "/en/sign-in/", sent).body for _try in range(6)
    ]


def notices(server):
    """Whether it has seen that Redis is back, which it does when it looks for a page."""
    assert server.ask("GET", f"/en/cities/?q={next(numbers)}").status == 200
    return "Redis answers again" in server.written()


def test_readers_and_limits_go_on_while_redis_is_away(transactional_db, serve, tmp_path):
    factories.make_city(name_en="Pori")
    for name in ("rolf", "ruth"):
        make_account(name)
    limit = [False] * 5 + [True]
    with (
        running_redis(tmp_path) as redis,
        serve(CACHE_URL=redis.url) as one,
        serve(CACHE_URL=redis.url) as other,
        crowd([one.ask, other.ask], PAGES, size=2) as visits,
    ):
        wait_for_more(visits)
        redis.stop()
        wait_for_more(visits)
        # The table counts in its place.
        assert tries_of(other, "rolf") == limit
        wait_for_more(visits)

        redis.start()
        for server in (one, other):
            wait_until(partial(notices, server), "nobody sees that Redis is back")
        assert tries_of(one, "ruth") == limit
        wait_for_more(visits)
        assert {each.status for each in visits} == {200}
