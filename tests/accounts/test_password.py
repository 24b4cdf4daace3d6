"""A forgotten password: the letter, the link, and what a stranger learns by asking."""

import re

import pytest

from tests.reporting.pages import words

NEW = "correct horse battery"


def ask(client, address):
    """Ask for a letter. Returns the page to which that leads."""
    return client.post("/en/password/", {"email": address}, follow=True)


def link_of(letter):
    """The address in a letter."""
    return re.search(r"http://testserver(/\S+)", letter.body).group(1)


def test_letter_has_a_link_that_changes_the_password_once(client, rita, mailoutbox):
    ask(client, "rita@example.org")
    link = link_of(mailoutbox[0])
    form = client.get(link)["Location"]
    done = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    client.cookies.clear()
    again = client.get(link)
    signed_in = client.post("/en/sign-in/", {"login": "rita", "password": NEW})

    assert mailoutbox[0].to == ["rita@example.org"]
    assert mailoutbox[0].subject == "A new password for the ICC site"
    assert "Your user name is rita." in mailoutbox[0].body
    assert "Your password has been changed" in words(done)
    assert "The link in the letter is no longer valid" in words(again)
    assert signed_in.status_code == 302
    assert "The password of your account has been changed." in mailoutbox[1].body


def test_reset_alone_does_not_sign_in(client, rita, mailoutbox):
    ask(client, "rita@example.org")
    form = client.get(link_of(mailoutbox[0]))["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})

    assert client.get("/en/report/").status_code == 302


@pytest.mark.parametrize("is_active", [True, False])
def test_page_does_not_tell_whether_there_is_an_account(client, rita, mailoutbox, is_active):
    rita.is_active = is_active
    rita.save()
    known = ask(client, "rita@example.org")
    unknown = ask(client, "nobody@example.org")

    assert known.content == unknown.content
    assert known.redirect_chain == unknown.redirect_chain
    # Both cost a letter, so that the time does not tell either.
    assert [letter.to for letter in mailoutbox] == [["rita@example.org"], ["nobody@example.org"]]
    assert "There is no account with it." in mailoutbox[1].body


def test_mail_server_that_refuses_tells_nothing_either(client, rita, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = ask(client, "rita@example.org")

    assert page.status_code == 200
    assert "a letter about an account could not be sent" in caplog.text


def test_letters_to_one_address_are_limited(client, rita, mailoutbox, counting):
    pages = [ask(client, "rita@example.org") for _ in range(4)]

    assert [page.status_code for page in pages] == [200, 200, 200, 429]
    assert len(mailoutbox) == 3


def test_letter_is_in_the_language_of_the_page(client, rita, mailoutbox, language):
    client.post(f"/{language}/password/", {"email": "rita@example.org"})

    assert f"http://testserver/{language}/password/" in mailoutbox[0].body


def test_there_is_no_sign_up(client, db):
    for address in ("sign-up/", "signup/", "account/email/", "account/signup/"):
        assert client.get(f"/en/{address}").status_code == 404
