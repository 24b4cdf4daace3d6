"""Two servers, as on two hosts behind a balancer, that share the database and Redis."""

import pytest

from accounts.models import Session
from tests.caching.redis_server import running_redis
from tests.deploy.servers import Visitor, make_account, served

WRONG = {"login": "rita", "password": "wrong-password-of-rita"}
TOO_OFTEN = b"That was too often"


@pytest.fixture(scope="module")
def cache_url(tmp_path_factory):
    """Where a Redis of our own is."""
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


@pytest.fixture(scope="module")
def hosts(django_db_setup, folder, cache_url):
    """One server and another one."""
    with served(folder, CACHE_URL=cache_url) as one, served(folder, CACHE_URL=cache_url) as other:
        yield one, other


def test_who_signs_in_on_one_is_known_to_the_other(transactional_db, hosts):
    make_account("rita")
    one, other = hosts
    visitor = Visitor()

    signed_in = visitor.sign_in(one, "rita", "secret")

    assert signed_in.status == 302
    assert visitor.ask(one, "GET", "/admin/").status == 200
    assert visitor.ask(other, "GET", "/admin/").status == 200


def test_session_that_ends_on_one_has_ended_on_the_other(transactional_db, hosts):
    make_account("rita")
    one, other = hosts
    visitor, stolen = Visitor(), Visitor()
    visitor.sign_in(one, "rita", "secret")
    stolen.cookies = dict(visitor.cookies)

    visitor.ask(one, "POST", "/en/sign-out/", {})

    assert stolen.ask(other, "GET", "/admin/").status == 302
    assert stolen.ask(one, "GET", "/admin/").status == 302


def test_session_that_is_cancelled_has_ended_everywhere(transactional_db, hosts):
    rita = make_account("rita")
    visitor = Visitor()
    visitor.sign_in(hosts[0], "rita", "secret")

    Session.objects.filter(user=rita).delete()

    assert [visitor.ask(host, "GET", "/admin/").status for host in hosts] == [302, 302]


def test_wrong_passwords_are_counted_across_both(transactional_db, hosts):
    make_account("rita")
    visitors = [Visitor(), Visitor()]
    for visitor, host in zip(visitors, hosts, strict=True):
        visitor.ask(host, "GET", "/en/sign-in/")

    tried = [
        TOO_OFTEN in visitors[number % 2].ask(hosts[number % 2], "POST", "/en/sign-in/", WRONG).body
        for number in range(6)
    ]

    assert tried == [False] * 5 + [True]
