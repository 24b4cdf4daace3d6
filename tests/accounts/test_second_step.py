"""The second step: who needs one, how it is set up and shown, and what is closed without it."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Session
from accounts.urls import OPEN, keeping
from tests.accounts.apps import give_app, shown_by_app
from tests.reporting.factories import make_user
from tests.reporting.pages import controls, words

SECRET = {"login": "rita", "password": "secret"}


def test_staff_without_second_step_are_led_to_set_one_up(client, rita, second_step_needed):
    answer = client.post("/en/sign-in/?next=/admin/", SECRET)
    page = client.get("/admin/", follow=True, headers={"Accept-Language": "en"})

    assert answer["Location"] == "/admin/"
    assert page.redirect_chain[-1][0] == "/en/account/"
    assert "signs in with a second step. Set one up now" in words(page)


@pytest.mark.parametrize(
    "door",
    ["/admin/", "/admin/auth/user/", "/en/report/", "/en/report/board/", "/en/account/password/"],
)
def test_nothing_is_open_to_staff_before_the_second_step(client, rita, second_step_needed, door):
    client.force_login(rita)

    before = client.get(door)
    session = client.session
    session["second_step_shown"] = rita.pk
    session.save()

    assert before.status_code == 302
    assert client.get(door).status_code == 200


def test_nothing_is_done_by_staff_before_the_second_step(client, rita, second_step_needed):
    client.force_login(rita)
    account = {
        "username": "intruder",
        "password1": "a-very-long-one",
        "password2": "a-very-long-one",
    }

    answer = client.post("/admin/auth/user/add/", account)

    assert answer.status_code == 302
    assert type(rita).objects.filter(username="intruder").count() == 0


def test_what_staff_had_typed_is_kept_while_they_set_it_up(client, rita, second_step_needed):
    client.post("/en/sign-in/", SECRET)
    typed = SECRET | {"carried-summary": "First panels."}

    onward = client.post("/en/sign-in/?next=/en/report/r/1.A.1/", typed)
    session = client.session
    session["second_step_shown"] = rita.pk
    session.save()
    page = client.get(session["going_to"])

    assert onward["Location"] == "/en/account/"
    assert controls(page)["summary"] == "First panels."


def test_who_is_not_staff_needs_none(client, second_step_needed, db):
    client.force_login(make_user("reporter"))

    assert client.get("/en/report/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_app_is_set_up_and_lets_in_at_once(client, rita, second_step_needed, mailoutbox):
    client.post("/en/sign-in/", SECRET)
    page = client.get("/en/account/app/")
    wrong = client.post("/en/account/app/", {"code": "000000"})
    code = shown_by_app(page.context["form"].secret)

    right = client.post("/en/account/app/", {"code": code})

    assert "<svg" in page.content.decode()
    assert "data:" not in page.content.decode()
    assert page.context["form"].secret in words(page)
    assert "The code is not right. Please try again." in words(wrong)
    assert right["Location"] == "/en/account/codes/"
    assert client.get("/admin/").status_code == 200
    assert [letter.to for letter in mailoutbox] == [["rita@example.org"]]
    assert "An authenticator app has been added" in mailoutbox[0].body


@pytest.mark.django_db(transaction=True)
def test_session_from_before_the_second_step_ends(client, rita, second_step_needed):
    elsewhere = Client()
    elsewhere.post("/en/sign-in/", SECRET)
    client.post("/en/sign-in/", SECRET)
    page = client.get("/en/account/app/")
    client.post("/en/account/app/", {"code": shown_by_app(page.context["form"].secret)})

    codes = elsewhere.get("/en/account/codes/")

    assert client.get("/en/account/codes/").status_code == 200
    assert codes["Location"] == "/en/sign-in/?next=/en/account/codes/"


@pytest.mark.parametrize("name", sorted(OPEN | {each.name for each in keeping}))
def test_page_of_the_account_is_kept_by_nobody(client, rita, name):
    give_app(rita)
    arguments = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "nothing"},
        "mfa_remove_webauthn": {"pk": 1},
        "openid_connect_login": {"provider_id": "city"},
        "openid_connect_callback": {"provider_id": "city"},
    }
    address = reverse(name, kwargs=arguments.get(name))
    outside = client.get(address)
    client.force_login(rita)
    inside = client.get(address)

    for answer in (outside, inside):
        assert "public" not in answer.get("Cache-Control", "")
        # What leads on, is not there or must be asked otherwise holds nothing to keep.
        assert answer.status_code in (302, 404, 405) or "no-store" in answer["Cache-Control"]


def test_sign_in_asks_for_the_code_of_the_app(client, rita, second_step_needed):
    give_app(rita)

    asked = client.post("/en/sign-in/?next=/admin/", SECRET)
    before = client.get("/admin/").status_code
    wrong = client.post("/en/sign-in/code/", {"code": "000000"})
    right = client.post("/en/sign-in/code/", {"code": shown_by_app()})

    assert (asked["Location"], before) == ("/en/sign-in/code/", 302)
    assert "The code is not right. Please try again." in words(wrong)
    assert right["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_recovery_code_lets_in_but_once(client, rita, second_step_needed):
    give_app(rita)
    for times in range(2):
        client.post("/en/sign-in/", SECRET)
        answer = client.post("/en/sign-in/code/", {"code": "11111111"})
        client.post("/en/sign-out/")

        assert answer.status_code == (302, 200)[times]


def test_what_was_typed_outlives_the_second_step(client, rita):
    give_app(rita)
    typed = SECRET | {"carried-summary": "First panels."}

    client.post("/en/sign-in/?next=/en/report/r/1.A.1/", typed)
    page = client.post("/en/sign-in/code/", {"code": "11111111"}, follow=True)

    assert controls(page)["summary"] == "First panels."
    assert 'action="/en/report/r/1.A.1/"' in page.content.decode()


def test_what_was_typed_is_shown_to_its_writer_only(client, rita):
    client.force_login(make_user("reporter"))
    session = client.session
    session["kept_at_sign_in"] = {"user": rita.pk, "next": "/en/", "carried": [["a", "Ours."]]}
    session.save()

    answer = client.get("/en/sign-in/go-on/")

    assert answer["Location"] == "/en/report/"


def test_change_after_a_while_asks_who_it_is(client, rita):
    give_app(rita)
    with time_machine.travel("2026-11-02 09:00", tick=False) as clock:
        client.post("/en/sign-in/", SECRET)
        client.post("/en/sign-in/code/", {"code": shown_by_app()})
        at_once = client.get("/en/account/app/remove/")
        clock.shift(20 * 60)
        later = client.get("/en/account/app/remove/")
        again = client.post(later["Location"], {"password": "secret"})

    assert at_once.status_code == 200
    assert later["Location"] == "/en/account/again/?next=%2Fen%2Faccount%2Fapp%2Fremove%2F"
    assert again["Location"] == "/en/account/app/remove/"


def test_command_takes_the_second_step_away_and_writes_it_down(rita, client, caplog, capsys):
    give_app(rita)
    client.force_login(rita)

    call_command("remove_second_step", "rita")

    assert capsys.readouterr().out == "rita: 1 removed; signed out everywhere.\n"
    assert Authenticator.objects.count() == 0
    assert Session.objects.filter(user=rita).count() == 0
    assert f"second steps removed: account {rita.pk}, 1 of them, by the command" in caplog.text
    with pytest.raises(CommandError, match="There is no account with the user name nobody"):
        call_command("remove_second_step", "nobody")


def test_administrator_takes_it_away_and_nobody_else(client, rita, caplog):
    give_app(rita)
    form = {"action": "remove_second_step", "_selected_action": rita.pk}
    helper = make_user("coordinator", is_staff=True)
    helper.user_permissions.set(permissions_on_accounts())
    client.force_login(helper)
    client.post("/admin/auth/user/", form)
    left = Authenticator.objects.filter(user=rita).count()
    boss = make_user(is_staff=True, is_superuser=True)
    client.force_login(boss)
    with translation.override("en"):
        client.post(reverse("admin:auth_user_changelist"), form)

    assert left == 2
    assert Authenticator.objects.filter(user=rita).count() == 0
    assert f"account {rita.pk}, 1 of them, by account {boss.pk}" in caplog.text


def permissions_on_accounts():
    """All that Django knows of accounts."""
    return Permission.objects.filter(content_type__app_label="auth")
