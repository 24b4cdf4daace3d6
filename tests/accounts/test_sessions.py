"""Sessions: how long they last, what ends them, and what one sees of them."""

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Session
from accounts.watching import kind_of_browser
from tests.reporting.pages import words

SECRET = {"login": "rita", "password": "secret"}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def clock():
    """A Monday morning that stands still."""
    with time_machine.travel("2026-11-02 08:00+02:00", tick=False) as clock:
        yield clock


def is_in(client):
    return client.get("/en/report/").status_code == 200


def test_session_ends_after_an_hour_without_doing_anything(clock, client, rita):
    client.force_login(rita)
    clock.shift(59 * 60)
    used = is_in(client)
    clock.shift(59 * 60)
    used_again = is_in(client)
    clock.shift(61 * 60)

    assert (used, used_again, is_in(client)) == (True, True, False)


def test_session_ends_after_ten_hours_whatever_is_done(clock, client, rita):
    client.force_login(rita)
    for _half_hour in range(20):
        clock.shift(30 * 60)
        assert is_in(client)
    clock.shift(60)

    assert not is_in(client)
    assert Session.objects.filter(user=rita).count() == 0


def test_session_is_written_at_most_once_a_minute(clock, client, rita, django_assert_num_queries):
    client.force_login(rita)
    is_in(client)
    ends = Session.objects.get().expire_date
    clock.shift(50)
    is_in(client)
    soon = Session.objects.get().expire_date
    clock.shift(20)
    is_in(client)

    assert soon == ends
    assert Session.objects.get().expire_date > ends


def test_session_from_before_the_limits_has_ended(client, rita):
    client.force_login(rita)
    session = client.session
    del session["signed_in_at"]
    session.save()

    assert not is_in(client)


def test_session_of_a_person_has_its_beginning(rita):
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(session_key="x", expire_date=timezone.now(), user=rita)


def test_new_password_ends_the_other_sessions(rita, client):
    elsewhere = Client()
    elsewhere.post("/en/sign-in/", SECRET)
    client.post("/en/sign-in/", SECRET)
    new = "correct horse battery"
    fields = {"oldpassword": "secret", "password1": new, "password2": new}

    answer = client.post("/en/account/password/", fields)

    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert Session.objects.filter(user=rita).count() == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Salasana on liian lyhyt. Siinä on oltava vähintään 15 merkkiä."),
        ("sv", "Lösenordet är för kort. Det ska ha minst 15 tecken."),
        ("en", "This password is too short. It must contain at least 15 characters."),
    ],
)
def test_short_password_is_refused_in_a_sentence(client, rita, language, sentence):
    client.force_login(rita)
    fields = {"oldpassword": "secret", "password1": "short", "password2": "short"}

    page = client.post(f"/{language}/account/password/", fields)

    assert sentence in words(page)


def test_person_sees_the_own_sessions_and_ends_the_others(client, rita):
    elsewhere = Client(headers={"User-Agent": FIREFOX})
    elsewhere.post("/en/sign-in/", SECRET)
    client.force_login(rita)

    page = client.get("/en/account/")
    key = elsewhere.session.session_key
    client.post("/en/account/sessions/")

    assert "Firefox, Windows" in words(page)
    assert key not in page.content.decode()
    assert (is_in(client), is_in(elsewhere)) == (True, False)


def test_signing_out_leaves_nothing_behind(client, rita):
    client.force_login(rita)
    client.post("/en/sign-out/")

    assert Session.objects.count() == 0


def test_ended_sessions_are_cleared_away(clock, client, rita):
    client.force_login(rita)
    clock.shift(2 * 60 * 60)

    call_command("clearsessions")

    assert Session.objects.count() == 0


def test_person_who_is_removed_is_out(client, rita):
    client.force_login(rita)
    rita.delete()

    assert not is_in(client)
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Mac OS X) Chrome/140 Safari/537 Edg/140", "Edge, macOS"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome, Android"),
        ("", ""),
    ],
)
def test_of_a_browser_only_its_kind_is_kept(agent, kind):
    assert kind_of_browser(agent) == kind
