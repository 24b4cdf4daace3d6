"""Letters tell of errors, once, and of nobody."""

import logging

import pytest
from django.core import mail

from icc_site.sight.errors import ErrorLetters
from icc_site.sight.scrubbing import Scrub

PERSONAL = ["anna", "192.0.2.77", "hunter22", "Aalto", "written", "sessionid"]


@pytest.fixture
def letters(settings):
    """As production has it when `ERROR_EMAIL` is set."""
    settings.ADMINS = [("", "operator@city.example")]
    handler = ErrorLetters()
    handler.setLevel("ERROR")
    handler.addFilter(Scrub())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    yield mail.outbox
    logger.removeHandler(handler)


def test_error_is_told_once_and_holds_nobodys_data(client, db, broken, letters):
    for _ in range(3):
        answer = client.post(broken, {"text": "written"}, HTTP_COOKIE="sessionid=abc")

    letter = letters[0]
    assert len(letters) == 1
    assert letter.to == ["operator@city.example"]
    assert letter.subject.endswith("django.request: RuntimeError")
    assert "Internal Server Error: /fi/broken/" in letter.body
    assert "X-Request-ID" in answer
    assert [each for each in PERSONAL if each in letter.body] == []


def test_other_error_is_told_too(client, db, broken, letters):
    client.get(broken)
    logging.getLogger("django.request").error("Something else")

    assert len(letters) == 2


def test_what_others_try_is_not_told(client, db, letters):
    assert client.get("/fi/about/", HTTP_HOST="evil.example").status_code == 400
    assert letters == []
