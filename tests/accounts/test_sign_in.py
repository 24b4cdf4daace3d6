"""Signing in and out, and what becomes of what somebody had typed before."""

import pytest
from django.test import Client

from tests.factories import make_staff
from tests.reporting.pages import controls, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_staff(username="rita", password="secret")


def test_sign_in_is_a_page_that_nobody_keeps(client, language):
    page = client.get(f"/{language}/sign-in/")

    again = client.get(f"/{language}/sign-in/")

    assert page.status_code == 200
    assert page["Content-Language"] == language
    for answer in (page, again):
        assert "no-store" in answer["Cache-Control"]
        assert "public" not in answer["Cache-Control"]


def test_wrong_password_is_said_in_a_sentence(client, staff):
    page = client.post("/en/sign-in/", {"login": "rita", "password": "wrong"})

    assert "The user name or the password is not right. Please try again." in words(page)
    assert controls(page)["login"] == "rita"
    assert controls(page)["password"] == ""


def test_empty_form_is_said_in_a_sentence(client):
    page = client.post("/en/sign-in/", {})

    assert "Write both the user name and the password." in words(page)


def test_signing_in_leads_to_where_one_was_going(client, staff):
    secret = {"login": "rita", "password": "secret"}

    plain = client.post("/en/sign-in/", secret)
    onward = client.post("/en/sign-in/?next=/en/report/board/", secret)

    assert plain["Location"] == "/en/report/"
    assert onward["Location"] == "/en/report/board/"


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:1"])
def test_signing_in_leads_to_no_other_site_and_carries_nothing_there(client, staff, address):
    secret = {"login": "rita", "password": "secret", "carried-summary": "Between us."}

    answer = client.post(f"/en/sign-in/?next={address}", secret)

    assert answer.status_code == 302
    assert answer["Location"] == "/en/report/"


def test_what_was_typed_comes_along_and_passwords_do_not(client, staff):
    typed = {"login": "rita", "password": "secret", "carried-summary": "Panels & “roofs”"}
    typed |= {"carried-password": "hunter2", "carried-x": ["1", "2"]}

    page = client.post("/en/sign-in/?next=/en/report/r/1.A.1/", typed, follow=True)

    html = page.content.decode()
    assert '<form method="post" action="/en/report/r/1.A.1/">' in html
    assert controls(page)["summary"] == "Panels & “roofs”"
    assert html.count('name="x"') == 2
    assert "hunter2" not in html
    assert "secret" not in html
    assert "no-store" in page["Cache-Control"]


def test_signing_out_is_pressed_and_not_followed(client, staff):
    client.force_login(staff)

    followed = client.get("/en/sign-out/")
    still_in = client.get("/en/report/").status_code
    pressed = client.post("/en/sign-out/")

    assert (followed.status_code, still_in) == (405, 200)
    assert pressed["Location"] == "/en/"
    assert client.get("/en/report/").status_code == 302


def test_form_without_its_token_is_given_back_in_words(staff):
    browser = Client(enforce_csrf_checks=True)
    typed = {"summary": "The first panels are on the roof.", "password": "a-very-long-password-1"}

    page = browser.post("/en/report/r/1.A.1/", typed)

    assert page.status_code == 403
    assert "The page had been open for too long" in words(page)
    assert "The first panels are on the roof." in words(page)
    assert "a-very-long-password-1" not in words(page)
    assert "no-store" in page["Cache-Control"]


def test_page_that_says_how_it_may_be_kept_is_left_alone_and_others_are_public(client, staff):
    client.force_login(staff)

    desk, public = client.get("/en/report/"), client.get("/en/about/")

    assert "no-store" in desk["Cache-Control"]
    assert "public" not in desk["Cache-Control"]
    assert public["Cache-Control"].startswith("public, max-age=")
