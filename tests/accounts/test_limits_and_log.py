"""How often one may try, what the answers tell, and what the log says of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.accounts.apps import give_app
from tests.reporting.pages import words

WRONG = {"login": "rita", "password": "my-secret-typed-wrongly"}
RIGHT = {"login": "rita", "password": "secret"}
TOO_OFTEN = "That was too often. Please wait a few minutes and try again."


def try_often(client, times, **fields):
    """The sentences of so many attempts."""
    pages = [client.post("/en/sign-in/", WRONG | fields) for _ in range(times)]
    return [TOO_OFTEN in words(page) for page in pages]


def test_account_is_closed_for_minutes_after_five_failures(client, rita, counting):
    tried = try_often(client, 6)
    right = client.post("/en/sign-in/", RIGHT)

    assert tried == [False] * 5 + [True]
    assert TOO_OFTEN in words(right)


def test_failures_of_one_account_do_not_close_another(client, rita, counting):
    try_often(client, 6, login="somebody")

    assert client.post("/en/sign-in/", RIGHT).status_code == 302


def test_success_does_not_count(client, rita, counting):
    for _ in range(6):
        assert client.post("/en/sign-in/", RIGHT).status_code == 302
        client.post("/en/sign-out/")


def test_address_is_slowed_down_whatever_names_it_tries(client, rita, counting):
    names = [client.post("/en/sign-in/", WRONG | {"login": f"name-{n}"}) for n in range(31)]

    assert [page.status_code for page in names] == [200] * 30 + [429]
    assert "Please wait a few minutes and try again." in words(names[-1])


@pytest.mark.parametrize(("proxies", "closed"), [(0, True), (1, False)])
def test_address_of_the_client_is_believed_from_our_proxies_only(
    client, rita, counting, settings, proxies, closed
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for n in range(30):
        client.post("/en/sign-in/", WRONG | {"login": f"a-{n}"}, HTTP_X_FORWARDED_FOR="192.0.2.1")

    other = client.post("/en/sign-in/", RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2")

    assert other.status_code == (429 if closed else 302)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_get_past_the_limit(rita, counting):
    def tried(_number):
        try:
            return TOO_OFTEN in words(Client().post("/en/sign-in/", WRONG))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        refused = list(workers.map(tried, range(12)))

    assert refused.count(False) <= 5
    assert refused.count(True) >= 7


def test_codes_are_not_tried_for_ever(client, rita, counting):
    give_app(rita)
    client.post("/en/sign-in/", RIGHT)

    pages = [client.post("/en/sign-in/code/", {"code": f"{n:06}"}) for n in range(6)]

    assert [TOO_OFTEN in words(page) for page in pages] == [False] * 5 + [True]


def test_answer_is_the_same_whether_there_is_an_account_or_not(client, rita):
    known = client.post("/en/sign-in/", WRONG).content.decode()
    unknown = client.post("/en/sign-in/", WRONG | {"login": "anna"}).content.decode()
    rita.is_active = False
    rita.save()
    closed = client.post("/en/sign-in/", RIGHT).content.decode()

    assert without_token(known) == without_token(unknown.replace("anna", "rita"))
    assert without_token(known) == without_token(closed)


def without_token(html):
    """The page without what is new on each."""
    return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line]


def test_log_says_who_came_and_went_and_not_what_was_typed(client, rita, caplog):
    client.post("/en/sign-in/", WRONG)
    client.post("/en/sign-in/", WRONG | {"login": "my-password-in-the-wrong-field"})
    client.post("/en/sign-in/", RIGHT)
    client.post("/en/sign-out/")

    said = [
        (each.levelname, each.getMessage()) for each in caplog.records if each.name == "sign_in"
    ]
    assert said == [
        ("WARNING", f"failed: account {rita.pk}"),
        ("WARNING", "failed: no such account"),
        ("INFO", f"signed in: account {rita.pk}"),
        ("INFO", f"signed out: account {rita.pk}"),
    ]


def test_log_says_what_became_of_the_second_step(client, rita, caplog, counting):
    give_app(rita)
    client.post("/en/sign-in/", RIGHT)
    client.post("/en/sign-in/code/", {"code": "000000"})
    client.post("/en/sign-in/code/", {"code": "11111111"})
    client.post("/en/account/app/remove/")

    said = [each.getMessage() for each in caplog.records if each.name == "sign_in"]
    assert said == [
        f"second step failed: account {rita.pk}, totp",
        f"second step shown: account {rita.pk}, recovery_codes",
        f"signed in: account {rita.pk}",
        f"second step removed or renewed: account {rita.pk}, totp",
        f"second step removed or renewed: account {rita.pk}, recovery_codes",
    ]


def test_log_says_when_somebody_is_refused_for_trying_too_often(client, rita, caplog, counting):
    try_often(client, 6)

    assert caplog.messages[-1] == "refused: too many failures"
