"""What holds for the whole site, shown on every public address."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from events.models import AgendaItem, EventBasket, Material, Takeaway
from programme.models import Participation, Strategy, StrategyAction, ThematicBasket
from reporting.models import ReportComment
from tests import factories
from tests.reporting import rows as reporting_rows
from tests.reporting.factories import make_report, make_round

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = [
    "programme:news_feed",
    "events:event_feed",
    "events:benefit_feed",
    "feed",
    "events:event_change_feed",
    "events:event_calendar",
    "reporting:correction_feed",
]


def public_addresses(client, language):
    """The path of every page that the sitemap names in a language."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    paths = [each.text.removeprefix("http://testserver") for each in root.iter(f"{SITEMAP}loc")]
    return [path for path in paths if path.startswith(f"/{language}/")]


class PageReader(HTMLParser):
    """Reads the texts of a page with their language, and what the page loads."""

    EMPTY = {"meta", "link", "br", "img", "input", "hr"}
    LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src"}

    def __init__(self, html):
        super().__init__()
        self.stack, self.texts, self.loaded, self.inline = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        url = attributes.get(self.LOADED.get(tag))
        if url and attributes.get("rel", "stylesheet") in ("stylesheet", "icon"):
            self.loaded.append(url)
        if "style" in attributes or tag == "style" or any(a.startswith("on") for a in attributes):
            self.inline.append(tag)
        if tag not in self.EMPTY:
            inherited = self.stack[-1][1] if self.stack else None
            self.stack.append((tag, attributes.get("lang", inherited)))

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        if data.strip() and self.stack:
            self.texts.append((*self.stack[-1], data.strip()))


def test_every_public_address_answers_in_every_language(client, public_data, language):
    addresses = public_addresses(client, language)

    assert len(addresses) == 20 + 24 + 3 + 5 + 112 + 2 + 34 + 30 + 23 + 37
    for address in addresses:
        response = client.get(address)
        page = PageReader(response.content.decode())
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
        # The standing of the jobs follows the clock by the minute.
        lifetime = "no-cache" if address.endswith("/data-status/") else "public"
        assert lifetime in response["Cache-Control"], address
        assert response["ETag"], address
        assert response["Content-Language"] == language, address
        assert all(url.startswith("/static/") for url in page.loaded), address
        assert page.inline == [], address
        assert page.stack == [], address
        assert response.content.count(b"<h1") == 1, address


def test_every_page_has_one_heading_and_points_to_its_other_languages(client, public_data):
    for address in public_addresses(client, "fi")[:60]:
        html = client.get(address).content.decode()

        assert html.count("<h1") == 1, address
        for code in ("fi", "sv", "en"):
            other = address.replace("/fi/", f"/{code}/", 1)
            assert f'hreflang="{code}" href="http://testserver{other}"' in html, address


def test_page_that_has_not_changed_is_not_sent_again(client, public_data):
    first = client.get("/fi/actions/")

    second = client.get("/fi/actions/", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_language_switch_stays_on_the_page_and_keeps_the_filters(client, public_data):
    html = client.get("/fi/actions/?status=planning&page=1").content.decode()

    assert 'href="/sv/actions/?status=planning&amp;page=1" hreflang="sv"' in html


@pytest.mark.parametrize(
    ("accepted", "home"),
    [("sv-FI,sv;q=0.9", "/sv/"), ("en-GB", "/en/"), ("de", "/fi/"), ("", "/fi/")],
)
def test_front_door_leads_to_the_language_of_the_browser(client, accepted, home):
    response = client.get("/", headers={"Accept-Language": accepted})

    assert response["Location"] == home
    assert response["Vary"] == "Accept-Language"


def test_numbers_on_the_pages_are_those_of_the_data(client, public_data):
    def figures(address, pattern):
        html = client.get(address).content.decode()
        return re.findall(pattern, re.sub(r"\s+", " ", html))

    assert figures("/en/", r"<b>(\d+)</b> <span>([^<]+)</span>") == [
        ("112", "cities known of the 136 that the programme states"),
        ("37", "events, 5 of them joint events"),
        ("34", "actions of the city"),
        ("16", "benefits received"),
        ("5", "stated by the city"),
        ("2", "expected"),
    ]
    assert figures("/en/cities/", r"ICC: <a [^>]+>([^<]+)</a>") == [
        "112 known of the 136 that the programme states"
    ]
    assert figures("/en/cities/", r"<p class=\"found\"[^>]*>([^<]+)</p>") == ["112 cities"]
    assert figures("/en/actions/", r"<p class=\"found\"[^>]*>([^<]+)</p>") == ["34 actions"]
    assert figures("/en/strategies/resurssiviisas/", r"(\d+ of its \d+) actions") == [
        "34 of its 89"
    ]
    assert figures("/en/benefits/", r"<h2>([^<]+) <span class=\"count\">(\d+)</span>") == [
        ("Received", "16"),
        ("Stated by the city", "5"),
        ("Expected", "2"),
    ]
    assert figures("/en/events/", r"<h2>([^<]+) <span class=\"count\">(\d+)</span>") == [
        ("Upcoming", "0"),
        ("Past", "37"),
    ]


def test_derived_role_is_marked_and_stated_one_is_not(client, public_data):
    def role(slug):
        texts = PageReader(client.get(f"/en/cities/{slug}/").content.decode()).texts
        words = [text for _tag, _language, text in texts]
        return words[words.index("Role") + 1 : words.index("Role") + 3]

    assert Participation.objects.filter(role_basis="derived").count() == 78
    assert role("pori")[0] == "Core city"
    assert role("pori")[1] != "(derived)"
    assert role("sofia") == ["Core city", "(derived)"]
    assert role("sarajevo")[0] == "Member, role not known"


def make_one_of_each(text, **published):
    """
    A row on every kind of page, with `text` in all its words.

    `published` goes to the rows that can be published by themselves. Returns the
    addresses of those that have a page.
    """
    named = {"name_en": text, "name_fi": ""}
    titled = {"title_en": text, "title_fi": ""}
    programme = factories.make_programme(**named, short_name=text[::-1], **published)
    factories.make_phase(programme=programme, **named, deliverables_en=text)
    basket = factories.make_basket(programme=programme, **named)
    city = factories.make_city(name_en=text, **published)
    part = factories.make_participation(city=city, programme=programme)
    factories.make_membership(participation=part, basket=basket)
    strategy = factories.make_strategy(programme=programme, **named, **published)
    theme = factories.make_objective(strategy=strategy, **named)
    state = factories.make_objective(strategy=strategy, parent=theme, **named)
    action = factories.make_action(
        strategy=strategy,
        objective=state,
        basket=basket,
        **titled,
        aim_en=text,
        why_en=text,
        origin_en=text,
        internal_notes="INTERNAL",
        **published,
    )
    action.organisations.add(factories.make_organisation(**named))
    factories.make_milestone(action=action, **titled)
    indicator = factories.make_indicator(**named, unit_en=text, scope_en=text, **published)
    factories.make_value(indicator=indicator, note_en=text, period_as_printed_en=text)
    action.indicators.add(indicator)
    said = {"description_en": text, "evidence_en": text, "evidence_on": "2026"}
    benefit = factories.make_benefit(programme=programme, **titled, **said, **published)
    benefit.actions.add(action)
    factories.make_news(programme=programme, **titled, summary_en=text, **published)
    event = factories.make_event(
        programme=programme,
        **titled,
        summary_en=text,
        body_en=text,
        place_en=text,
        note_en=text,
        join_url="https://example.org/INTERNAL",
        **published,
    )
    EventBasket.objects.create(event=event, basket=basket)
    AgendaItem.objects.create(event=event, **titled, speaker_role_en=text, action=action)
    Material.objects.create(event=event, **titled, url="https://example.org/")
    event.benefits.add(benefit)
    Takeaway.objects.create(event=event, **titled, action=action)
    Takeaway.objects.create(event=event, **titled, closed_reason_en=text)
    rows = [programme, basket, city, strategy, action, indicator, benefit, event]
    rows += make_reporting(programme, action, text)
    return [row.get_absolute_url() for row in rows]


def make_reporting(programme, action, text):
    """A round and a report on an action, with `text` in the words that visitors may read."""
    named = {"name_en": text, "name_fi": "", "public_note_en": text}
    round = make_round(programme=programme, **named)
    said = {"summary_en": text, "next_steps_en": text, "obstacles_en": text, "language": "en"}
    report = make_report(round=round, action=action, state="approved", **said)
    comment = {"label": "INTERNAL", "text": "INTERNAL"}
    ReportComment.objects.create(report=report, **comment)
    changes = {"texts/summary/en": [text, f"{text} again"]}
    report = reporting_rows.correct(report, changes, reason=text)
    draft = factories.make_action(strategy=action.strategy)
    make_report(round=round, action=draft, state="draft", summary_fi="INTERNAL")
    return [reporting_rows.close(round), report]


@pytest.mark.django_db
def test_every_fallback_text_carries_its_language(client):
    with translation.override("fi"):
        make_one_of_each("Zebra")

    seen = set()
    for address in public_addresses(client, "fi"):
        html = client.get(address).content.decode()
        for tag, language, text in PageReader(html).texts:
            if "Zebra" in text and tag not in ("title", "script"):
                seen.add(tag)
                assert language == "en", (address, tag, text)
    assert {"span", "option"} <= seen


def followed():
    """The public things that have a feed of their own."""
    models = (ThematicBasket, Strategy, StrategyAction)
    return [each for model in models for each in model.objects.public()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hidden",
    [
        {"is_public": False},
        {"publish_at": timezone.now() + timezone.timedelta(hours=1)},
    ],
    ids=["unpublished", "future"],
)
def test_hidden_row_appears_on_no_page_feed_or_sitemap(client, hidden, language):
    with translation.override(language):
        make_one_of_each("Zebra")
        addresses = make_one_of_each("Unicorn", **hidden)
        feeds = [reverse(name) for name in FEEDS]
        feeds += [each.get_absolute_url() + "feed/" for each in followed()]

    pages = {path: client.get(path) for path in public_addresses(client, language) + feeds}
    pages["/sitemap.xml"] = client.get("/sitemap.xml")
    shown = "".join(page.content.decode() for page in pages.values())

    assert "Zebra" in shown
    assert "arbeZ" in shown
    assert "nrocinU" not in shown
    assert "Unicorn" not in shown
    assert "INTERNAL" not in shown
    assert not set(addresses) & set(re.findall(r"/[a-z]{2}/[^\s\"<?#]+", shown))
    assert [client.get(address).status_code for address in addresses] == [404] * 10


@pytest.mark.django_db
def test_row_of_a_hidden_whole_is_hidden_with_it(client):
    hidden = factories.make_programme(is_public=False)
    strategy = factories.make_strategy(programme=hidden)
    action = factories.make_action()
    rows = [
        factories.make_basket(programme=hidden),
        strategy,
        factories.make_action(strategy=strategy),
        factories.make_event(programme=hidden),
    ]

    with translation.override("fi"):
        addresses = [row.get_absolute_url() for row in rows]

    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert client.get(f"/fi/actions/{action.code}/").status_code == 200


@pytest.mark.django_db
def test_basket_of_a_hidden_programme_is_not_named_on_its_action(client):
    basket = factories.make_basket(programme=factories.make_programme(is_public=False))
    shown = factories.make_basket(name_fi="Näkyvä kori")
    actions = [factories.make_action(basket=each) for each in (basket, shown)]

    pages = [client.get(f"/fi/actions/{action.code}/").content.decode() for action in actions]

    assert basket.name_fi not in pages[0]
    assert "Näkyvä kori" in pages[1]


@pytest.mark.django_db
def test_row_appears_when_its_time_has_come(client, time_machine):
    time_machine.move_to("2026-11-23 11:59+02:00")
    event = factories.make_event(publish_at="2026-11-23 12:00+02:00")
    address = f"/fi/events/{event.slug}/"
    before = client.get(address).status_code

    time_machine.move_to("2026-11-23 12:00+02:00")

    assert (before, client.get(address).status_code) == (404, 200)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Sivua ei löydy"),
        ("sv", "Sidan hittades inte"),
        ("en", "Page not found"),
    ],
)
def test_unknown_address_is_answered_in_the_language_of_the_page(client, language, sentence):
    response = client.get(f"/{language}/nowhere/")

    assert response.status_code == 404
    assert sentence in response.content.decode()
    assert f'href="/{language}/events/"' in response.content.decode()


@pytest.mark.django_db
def test_endless_query_is_refused_in_words(client):
    response = client.get("/en/actions/?q=" + "x" * 3000)

    assert response.status_code == 400
    assert "The address is too long" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["x", "0", "-1", "999999", "1.5", "%00"])
@pytest.mark.parametrize("path", ["actions", "cities", "events", "news", "indicators"])
def test_unknown_page_number_is_no_error(client, path, page):
    assert client.get(f"/fi/{path}/?page={page}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "actions/%00/",
        "actions/..%2f/",
        "events/%00/",
        "cities/%E2%80%AE/",
        "actions/?theme=%00&status=%FF",
        "cities/?role=" + "x" * 1900,
    ],
)
def test_nonsense_in_an_address_is_no_error(client, path):
    assert client.get(f"/fi/{path}").status_code in (200, 404)


def test_stranger_of_a_host_name_is_refused_in_words(client):
    response = client.get("/en/about/", headers={"Host": "evil.example.org"})

    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    assert "<h1>" in response.content.decode()


@pytest.mark.django_db
def test_public_page_knows_only_safe_methods(client):
    assert client.post("/fi/actions/").status_code == 405


def test_server_error_is_said_in_the_language_of_the_page(client, settings):
    client.raise_request_exception = False
    settings.ROOT_URLCONF = "tests.broken_urls"

    response = client.get("/sv/broken/")

    assert response.status_code == 500
    assert "Något gick fel" in response.content.decode()


@pytest.mark.django_db
def test_health_is_good_while_the_database_answers(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_health_says_why_when_the_database_is_away():
    code = (
        "import sys; import django; django.setup(); from django.test import Client;"
        "answer = Client().get('/healthz');"
        "sys.stdout.write(f'{answer.status_code} {answer.content.decode()}')"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "icc_site.settings",
        "DJANGO_DEBUG": "1",
        "DJANGO_ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    }

    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == "503 The database does not answer: OperationalError\n"


def test_robots_are_kept_from_the_back_office_and_shown_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.django_db
def test_every_answer_carries_a_strict_content_security_policy(client):
    for address in [
        "/fi/",
        "/fi/nowhere/",
        "/admin/login/",
        "/healthz",
        "/sitemap.xml",
    ]:
        policy = client.get(address)["Content-Security-Policy"]

        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
