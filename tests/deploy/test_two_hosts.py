"""Two servers, as on two hosts behind a balancer, that share the database and Redis."""

import shutil
import subprocess
import time

import pytest
import redis

from accounts.models import Session
from tests.browser.checks.site import free_port
from tests.deploy.servers import Visitor, make_account, served

WRONG = {"login": "rita", "password": "wrong-password-of-rita"}
TOO_OFTEN = b"That was too often"


@pytest.fixture(scope="module")
def cache_url(tmp_path_factory):
    """A Redis of our own, which keeps nothing on the disk."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    folder = tmp_path_factory.mktemp("redis")
    process = subprocess.Popen([program, *options, "--dir", folder], stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    _wait_until_ready(redis.Redis.from_url(url))
    yield url
    process.terminate()
    process.wait(timeout=30)


def _wait_until_ready(client):
    deadline = time.monotonic() + 30
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        else:
            client.close()
            return


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
