"""Sign-in through the city's identity provider: a real one, on this machine."""

import copy
import os
import subprocess
import sys
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model

from tests.accounts.apps import give_app
from tests.accounts.identity_provider import SECRET, running
from tests.reporting.pages import words

START = "/oidc/city/?next=/en/report/"


class NoFurther(HTTPRedirectHandler):
    """Stops where the provider sends the browser."""

    def http_error_302(self, request, answer, code, message, headers):
        """Only where it leads is wanted."""
        return answer


@pytest.fixture(scope="module")
def provider():
    """The city's identity provider."""
    with running() as provider:
        yield provider


@pytest.fixture
def city(provider, settings, rita):
    """The provider, known to the site by its settings alone; it vouches for Rita's address."""
    app = settings.OIDC_APP | {"client_id": "icc", "secret": SECRET, "name": "City of Pori"}
    app["settings"] = {"server_url": provider.address, "verified_email": False}
    providers = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    providers["openid_connect"]["APPS"] = [app]
    settings.SOCIALACCOUNT_PROVIDERS = providers
    settings.OIDC_NAME = "City of Pori"
    provider.person = {"sub": "1", "email": "Rita@example.org", "email_verified": True}
    return provider


def come_through(client, start=START):
    """Go to the provider and back, as a browser does. Returns the answer of our site."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    there = client.get(start)["Location"]
    with build_opener(NoFurther).open(there, timeout=10) as answer:
        back = answer.headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_button_is_there_only_where_a_provider_is_set(client, city, settings, language):
    with_city = client.get(f"/{language}/sign-in/").content.decode()
    settings.OIDC_NAME = ""
    without = client.get(f"/{language}/sign-in/").content.decode()

    assert f'href="/oidc/city/?next=/{language}/report/"' in with_city
    assert "City of Pori" in with_city
    assert "/oidc/" not in without


def test_without_settings_its_addresses_lead_nowhere(client, db):
    assert client.get("/oidc/city/").status_code == 404
    assert client.get("/oidc/city/callback/?code=1&state=1").status_code == 404


def test_person_with_an_account_comes_in(client, city, rita):
    first = come_through(client)
    name = client.get("/en/report/").context["user"].username
    client.post("/en/sign-out/")
    city.person["email"] = "new-name@example.org"
    again = come_through(client)

    assert (first["Location"], again["Location"]) == ("/en/report/", "/en/report/")
    assert name == "rita"
    assert client.get("/en/report/").context["user"].username == "rita"
    assert get_user_model().objects.count() == 1


def test_password_of_the_account_stays(client, city, rita):
    come_through(client)
    client.post("/en/sign-out/")

    answer = client.post("/en/sign-in/", {"login": "rita", "password": "secret"})

    assert answer.status_code == 302


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "2", "email": "nobody@example.org", "email_verified": True},
        {"sub": "3", "email": "rita@example.org", "email_verified": False},
        {"sub": "4", "email": "rita@example.org"},
        {"sub": "5"},
    ],
)
def test_nobody_else_comes_in_and_no_account_is_made(client, city, person):
    city.person = person

    page = come_through(client)

    assert "There is no account for you here yet" in words(page)
    assert client.get("/en/report/").status_code == 302
    assert get_user_model().objects.count() == 1


def test_address_of_two_accounts_opens_neither(client, city, rita, django_user_model):
    django_user_model.objects.create_user("second", email="rita@example.org")

    assert "There is no account for you here yet" in words(come_through(client))


def test_account_that_is_not_in_use_stays_closed(client, city, rita):
    rita.is_active = False
    rita.save()

    come_through(client)

    assert client.get("/en/report/").status_code == 302


def test_setting_lets_the_city_make_accounts_without_any_right(client, city, settings):
    settings.OIDC_CREATES_ACCOUNTS = True
    city.person = {"sub": "6", "email": "anna@example.org", "email_verified": True}
    city.person["preferred_username"] = "anna"
    answer = come_through(client)
    client.post("/en/sign-out/")
    city.person = {"sub": "7", "email": "rita@example.org", "email_verified": False}
    unconfirmed = come_through(client)

    anna = get_user_model().objects.get(username="anna")
    assert answer.status_code == 302
    assert (anna.is_staff, anna.is_superuser, anna.groups.count()) == (False, False, 0)
    assert not anna.has_usable_password()
    assert "There is no account for you here yet" in words(unconfirmed)


def test_second_step_is_asked_for_here_too(client, city, rita, second_step_needed):
    give_app(rita)

    assert come_through(client)["Location"].endswith("/sign-in/code/")


def test_forged_answer_and_refusal_are_said_in_words(client, city, caplog):
    forged = client.get("/oidc/city/callback/?code=1&state=1", headers={"Accept-Language": "en"})
    city.person = None
    refused = come_through(client)
    page = client.get(refused["Location"]) if refused.status_code == 302 else refused

    assert "sign-in did not work" in words(forged)
    assert "failed at the identity provider" in caplog.text
    assert "You are not signed in" in words(page)


def test_provider_that_is_down_is_said_in_words(client, city, settings, caplog):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:1"

    page = client.get(START, headers={"Accept-Language": "en"})

    assert page.status_code == 503
    assert "The city’s sign-in did not work" in words(page)


def test_environment_alone_sets_it_up():
    environment = os.environ | {
        "DJANGO_DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "icc_site.settings",
        "OIDC_SERVER_URL": "https://id.example.org",
        "OIDC_NAME": "City",
        "OIDC_CLIENT_ID": "icc",
        "OIDC_CLIENT_SECRET": "s",
    }
    said = "from icc_site import settings as s; print(s.OIDC_NAME, s.OIDC['APPS'])"
    answer = subprocess.run(
        [sys.executable, "-c", said],
        cwd=site_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.startswith("City [{'provider_id': 'city', 'name': 'City',")
    assert "'server_url': 'https://id.example.org'" in answer.stdout
