"""Redirects, equal answers, hosts, and where to tell of a weakness."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail

from tests.factories import make_action, make_staff

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
]
WORK = []


class Counting(PBKDF2PasswordHasher):
    """Notes each computation of a hash, which is what takes time."""

    iterations = 2

    def encode(self, password, salt, iterations=None):
        WORK.append(iterations or self.iterations)
        return super().encode(password, salt, iterations)


@pytest.fixture
def counted(settings):
    """How much the hashing of passwords has worked."""
    settings.PASSWORD_HASHERS = ["tests.test_security.Counting"]
    WORK.clear()
    return WORK


@pytest.mark.django_db
@pytest.mark.parametrize("where", ELSEWHERE)
def test_sign_in_leads_to_this_site_only(client, where):
    make_staff(username="rita")

    answer = client.post("/en/sign-in/", {"login": "rita", "password": "secret", "next": where})

    assert (answer.status_code, answer["Location"]) == (302, "/en/report/")


@pytest.mark.django_db
@pytest.mark.parametrize("where", ELSEWHERE)
def test_change_of_language_leads_to_this_site_only(client, where):
    answer = client.post("/i18n/setlang/", {"language": "sv", "next": where}, HTTP_REFERER=where)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert "evil" not in answer["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_query_leads_elsewhere(client, where):
    action = make_action()
    for path in (
        "/fi/sign-out/",
        "/",
        "/fi/actions",
        f"/fi/actions/{action.code}/",
        "/admin/login/",
    ):
        query = {"next": where, "embed": where, "page": where}
        answer = client.get(path, query)

        assert not answer.get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.django_db
def test_sign_in_takes_as_much_work_whether_there_is_an_account_or_not(client, counted):
    closed = make_staff(username="anna")
    closed.is_active = False
    closed.save()
    make_staff(username="rita")
    work = []
    for name in ("rita", "anna", "nobody", "nobody@example.org"):
        counted.clear()
        client.post("/en/sign-in/", {"login": name, "password": "wrong-password"})
        work.append(list(counted))

    assert work == [work[0]] * 4
    assert work[0]


@pytest.mark.django_db
def test_forgotten_password_is_answered_alike(client, counted):
    make_staff(username="rita", email="rita@example.org")
    answers, work = [], []
    for address in ("rita@example.org", "nobody@example.org"):
        counted.clear()
        answer = client.post("/en/password/", {"email": address})
        page = client.get(answer["Location"])
        answers.append((answer.status_code, answer["Location"], page.content))
        work.append(list(counted))

    assert answers[0] == answers[1]
    assert work[0] == work[1]
    assert [letter.to for letter in mail.outbox][:1] == [["rita@example.org"]]


def test_contact_is_told_once_the_city_has_said_it(client, db, settings, first_of_march):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@city.example"
    settings.SITE_URL = "https://icc.example.org"

    answer = client.get("/.well-known/security.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:security@city.example",
        "Expires: 2026-08-28T00:00:00Z",
        "Preferred-Languages: fi, sv, en",
        "Canonical: https://icc.example.org/.well-known/security.txt",
    ]


@pytest.fixture
def first_of_march():
    """The first of March."""
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        yield
