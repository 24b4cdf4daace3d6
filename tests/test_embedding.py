"""Cards for other sites: who may frame them, what they show, and that nothing else can be framed."""

import re

import pytest

from tests.factories import make_action, make_benefit, make_event

pytestmark = pytest.mark.django_db

NOBODY = "frame-ancestors 'none'"


def frames(response):
    """Who may frame an answer, by both headers: the policy, and the one from before it."""
    policy = response["Content-Security-Policy"].split("; ")
    told = next(each for each in policy if each.startswith("frame-ancestors"))
    return told, response.get("X-Frame-Options")


@pytest.mark.parametrize("make", [make_action, make_event])
def test_card_may_be_framed_by_those_whom_the_setting_names(client, settings, make):
    settings.EMBEDDED_BY = ["'self'", "https://www.pori.fi"]
    address = make().get_absolute_url()

    assert frames(client.get(f"{address}?embed")) == (
        "frame-ancestors 'self' https://www.pori.fi",
        None,
    )
    assert frames(client.get(address)) == (NOBODY, "DENY")


@pytest.mark.parametrize("make", [make_action, make_event])
def test_without_the_setting_nothing_can_be_framed(client, settings, make):
    settings.EMBEDDED_BY = []
    address = make().get_absolute_url()

    card, page = client.get(f"{address}?embed"), client.get(address)

    assert frames(card) == frames(page) == (NOBODY, "DENY")
    assert "?embed" not in page.content.decode()


@pytest.mark.parametrize(
    "path",
    ["", "actions/", "events/", "benefits/", "feed/", "actions/none/", "sign-in/", "about/"],
)
def test_no_other_page_can_be_framed(client, settings, path):
    settings.EMBEDDED_BY = ["*"]

    assert frames(client.get(f"/fi/{path}?embed")) == (NOBODY, "DENY")


def test_card_has_no_script_and_no_navigation_and_leads_out_of_the_frame(client, settings):
    settings.EMBEDDED_BY = ["*"]
    action = make_action(code="3.I.70", title_en="A square", status="planning")

    html = client.get("/en/actions/3.I.70/?embed").content.decode()

    assert "A square" in html
    assert "Planning" in html
    assert '<base target="_top">' in html
    assert not re.search(r"<script|<nav|<form|<header", html)
    assert set(re.findall(r'<a [^>]*href="([^"]+)"', html)) == {
        f"http://testserver/en{action.get_absolute_url()[3:]}"
    }


def test_card_of_a_moved_event_says_so(client):
    make_event(slug="lab", title_en="City Lab", status="moved", place_en="Pori")

    html = client.get("/en/events/lab/?embed").content.decode()

    assert "<strong>Moved</strong>" in html
    assert "Pori" in html


@pytest.mark.parametrize("make", [make_action, make_event])
def test_there_is_no_card_of_a_draft(client, make):
    draft, shown = make(is_public=False), make()

    assert client.get(f"{draft.get_absolute_url()}?embed").status_code == 404
    assert client.get(f"{shown.get_absolute_url()}?embed").status_code == 200


@pytest.mark.parametrize("make", [make_action, make_event])
def test_page_shows_how_to_embed_it(client, settings, make):
    settings.EMBEDDED_BY = ["*"]
    thing = make(title_en="“Best” <lab>")
    address = thing.get_absolute_url().replace("/fi/", "/en/")

    html = client.get(address).content.decode()

    snippet = re.search(r"<code>(&lt;iframe.*?)</code>", html)[1]
    assert f'src="http://testserver{address}?embed"' in snippet
    assert "&lt;lab&gt;" in snippet


def test_benefit_has_no_card(client):
    benefit = make_benefit()

    assert "<nav" in client.get(f"{benefit.get_absolute_url()}?embed").content.decode()


def test_card_sets_no_cookie_and_may_be_kept(client):
    response = client.get(f"{make_action().get_absolute_url()}?embed")

    assert not response.cookies
    assert response["Cache-Control"].startswith("public, max-age=")
