"""Figures for whoever has the token, and for nobody else."""

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from reporting.models import OutboxMail

TOKEN = "metrics-token-0123456789"


@pytest.fixture
def token(settings):
    """As production has it when `METRICS_TOKEN` is set."""
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def figures(answer):
    """The samples by their name and labels."""
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (each.name, *sorted(each.labels.values())): each.value
        for one in families
        for each in one.samples
    }


def test_without_a_token_in_the_settings_there_are_none(client, db):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", "Bearer ä"])
def test_without_the_token_nothing_is_told(client, db, token, given):
    answer = client.get("/metrics", headers={"Authorization": given})

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.content == b""


def test_requests_are_counted_by_view_and_kind_of_answer(client, db, token):
    before = figures(client.get("/metrics", headers=token))
    client.get("/fi/about/")
    client.get("/fi/nowhere/")
    after = figures(client.get("/metrics", headers=token))

    def more(*name):
        return after[name] - before.get(name, 0)

    assert more("site_requests_total", "2xx", "about") == 1
    assert more("site_requests_total", "4xx", "none") == 1
    assert more("site_request_seconds_count", "site") == 3


def test_letters_that_wait_are_counted(client, db, token):
    letter = {"kind": "asked", "recipient": "a@example.org", "language": "fi"}
    OutboxMail.objects.create(sent_at=timezone.now(), **letter)
    OutboxMail.objects.create(**letter)

    told = figures(client.get("/metrics", headers=token))

    assert told["site_letters_waiting",] == 1
    assert told["site_letters_waiting_seconds",] >= 0
