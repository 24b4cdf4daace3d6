"""What every kind of public page asks of the database while nothing is cached, with the public data."""

from collections import defaultdict
from datetime import UTC, datetime
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import translation

from programme.models import City
from tests.browser.checks.kinds import FILES, PUBLIC
from tests.browser.checks.test_kinds import NO_PAGE
from tests.factories import make_city

MOST = 8
EXCUSED = {
    "search-found": "asks of each kind of what was found, and of its parts",
    "search-fallback": "asks of each kind of what was found, and of its parts",
    "sitemap": "asks of each kind of page",
    "cities-chosen": "asks for the chosen cities apart from the most populous ones",
}
NAMES = defaultdict(str)


def kinds():
    """The kinds that the public data has pages of: not those of rounds and of example events."""
    for kind in [*PUBLIC, *FILES]:
        if kind.status == 200 and not kind.then and "example-" not in kind.path:
            yield kind


def questions(client, kind):
    """How many queries an answer takes."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(kind.address("fi", NAMES))
        b"".join(answer)
    assert answer.status_code in (200, 302), kind.name
    return len(queries)


def test_no_kind_of_page_asks_more_than_eight_questions(client, settings, public_data):
    # Nothing waits for the search.
    call_command("rebuild_search", stdout=StringIO())
    # What is known of the files is kept for as long as their data stays the same.
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": memory, "LOCATION": "cold"}}
    client.get("/data/manifest.json")

    asked = {kind.name: questions(client, kind) for kind in kinds() if kind.name not in EXCUSED}

    assert asked["home"] > 0
    assert {name: number for name, number in asked.items() if number > MOST} == {}


def test_every_feed_and_file_for_everybody_is_among_the_kinds():
    kinds = [kind.address("fi", NAMES).partition("?")[0] for kind in FILES]
    named = {resolve(path).view_name for path in kinds}
    files = {name for name, what in NO_PAGE.items() if what in ("a feed", "a file")}
    behind_a_door = {"mfa_download_recovery_codes", "reporting:board_csv", "material", "attachment"}

    assert files - named == behind_a_door


def test_excuses_name_kinds():
    assert set(EXCUSED) <= {kind.name for kind in [*PUBLIC, *FILES]}


def test_unchanging_part_is_rendered_once_for_each_language_and_knows_nothing_of_the_page():
    source = "{% load i18n site_tags %}{% unchanging %}{% translate 'News' %}{{ name }}{% endunchanging %}"
    part = engines["django"].from_string(source)

    told = {}
    for code in ("fi", "sv", "fi"):
        with translation.override(code):
            told.setdefault(code, []).append(part.render({"name": "Pori"}))

    assert told == {"fi": ["Uutiset", "Uutiset"], "sv": ["Nyheter"]}


def test_what_is_public_is_built_once_and_yet_follows_the_clock(db, time_machine):
    make_city(slug="pori")
    make_city(slug="turku", publish_at=datetime(2026, 3, 1, 12, tzinfo=UTC))

    time_machine.move_to(datetime(2026, 3, 1, 11, 59, 59, tzinfo=UTC))
    cities = City.objects.public()
    before = list(cities.values_list("slug", flat=True))
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))

    assert before == ["pori"]
    assert list(cities.values_list("slug", flat=True)) == ["pori", "turku"]
    assert list(City.objects.public().values_list("slug", flat=True)) == ["pori", "turku"]


def test_what_has_been_narrowed_before_stays_narrowed(db):
    make_city(slug="pori", is_home=True)
    make_city(slug="turku")
    make_city(slug="oulu", is_public=False)

    assert [city.slug for city in City.objects.public()] == ["pori", "turku"]
    assert [city.slug for city in City.objects.filter(is_home=True).public()] == ["pori"]
    assert [city.slug for city in City.objects.order_by("-slug").public()] == ["turku", "pori"]
    assert [city.slug for city in City.objects.public().filter(slug="turku").public()] == ["turku"]
