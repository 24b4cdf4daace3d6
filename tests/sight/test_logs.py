"""A line for each request, and nobody's data in any line."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator

from reporting.links import link_for, secret_of
from tests.factories import make_staff
from tests.reporting.factories import make_person, make_report


def test_visit_is_one_line_without_the_query(client, db, log):
    client.get("/fi/about/?q=Anna+Aalto")

    assert log.about_requests() == [
        {
            "level": "INFO",
            "logger": "requests",
            "message": "GET /fi/about/ 200",
            "method": "GET",
            "path": "/fi/about/",
            "view": "about",
            "status": 200,
        }
    ]


def test_whoever_is_signed_in_is_a_number(client, db, log):
    staff = make_staff()
    client.force_login(staff)
    client.get("/admin/")
    client.get("/fi/about/")

    assert [line.get("account") for line in log.about_requests()] == [str(staff.pk), None]


def test_lines_of_one_request_have_its_number(client, db, log, broken):
    answer = client.get(broken)

    assert {line["request"] for line in log.lines} == {answer["X-Request-ID"]}
    assert [line["logger"] for line in log.lines] == ["django.request", "requests"]


def test_page_that_anybody_may_keep_does_not_tell_the_number(client, db):
    assert "X-Request-ID" not in client.get("/fi/about/")
    assert client.get("/fi/sign-in/").has_header("X-Request-ID")


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "0123456789abcdef", True),
        (0, "0123456789abcdef", False),
        (1, 'x" injected', False),
        (1, "x" * 65, False),
    ],
)
def test_number_is_taken_from_our_proxy_only(client, db, settings, proxies, given, is_taken):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    answer = client.get("/fi/sign-in/", headers={"X-Request-ID": given})

    assert (answer["X-Request-ID"] == given) == is_taken


def test_log_holds_nobodys_data(client, db, log, broken):
    staff = make_staff(username="anna", email="anna.aalto@example.org", password="hunter22hunter22")
    report = make_report(reporter=make_person(name="Rita Reporter"))
    secret = secret_of(link_for(report, report.assignee))
    key = default_token_generator.make_token(staff)
    wrong = {"login": "anna.aalto@example.org", "password": "hunter22-wrong"}
    secrets = [secret, key, "Aalto", "example.org", "hunter22", "Rita", "192.0.2.77", "anna"]

    client.get(f"/fi/report/link/{secret}/")
    client.post(f"/fi/report/link/{secret}/", {"summary": "Rita Reporter"})
    client.get(f"/fi/report/link/{secret}x/", REMOTE_ADDR="192.0.2.77")
    client.post("/fi/sign-in/", wrong, REMOTE_ADDR="192.0.2.77")
    client.post("/fi/sign-in/", wrong | {"login": "anna", "password": "hunter22hunter22"})
    session = client.cookies["sessionid"].value
    client.get("/admin/auth/user/?q=Aalto")
    client.post("/fi/password/", {"email": "anna.aalto@example.org"})
    client.get(f"/fi/password/1-{key}/")
    client.get("/fi/cities/anna.aalto@example.org/")
    client.get(broken)
    text = log.getvalue()

    assert len(log.about_requests()) == 10
    assert "RuntimeError" in text
    assert [each for each in [*secrets, session] if each in text] == []
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", text.replace("127.0.0.1", ""))


def test_line_is_never_two(client, db, log):
    client.get("/fi/%0aERROR%20forged/")

    assert [line["path"] for line in log.about_requests()] == ["/fi/\nERROR forged/"]
