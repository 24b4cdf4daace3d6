"""The words that visitors type over the lists of actions, cities and events."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from programme.words import patterns
from tests.factories import make_action, make_city, make_event, make_participation, make_strategy

pytestmark = pytest.mark.django_db

LISTS = ["/en/actions/", "/en/cities/", "/en/events/"]
HOSTILE = [
    "\0",
    "a\0b",
    "%",
    "_",
    "\\",
    "[",
    "(?i)",
    "***:a",
    "a{9999}",
    ".*" * 50,
    "'; DROP TABLE programme_city; --",
    "<script>alert(1)</script>",
    "\u202e\ufeff\u0000",
    "e\u0301" * 50,
    "İıßŁø",
    "🌊",
    " ".join("abcdefghijklmnopqrstuvwxyz"),
    "x" * 101,
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def found(client, address, **choices):
    """What a list shows, of whatever page it has one."""
    response = client.get(address, choices)
    assert response.status_code == 200
    return [*response.context.get("upcoming", []), *response.context["page"]]


def test_action_is_found_by_code_and_by_title_in_every_language(client):
    wanted = make_action(
        code="3.I.70", title_fi="Äärimmäinen Öljy", title_sv="Årlig översikt", title_en="Éclair"
    )
    make_action(code="3.J.71", title_fi="Muu")

    for q in ("3.I.70", "3.i", "öljy", "ÄÄRI", "ÅRLIG", "Översikt årlig", "éclair", "ÉCLAIR"):
        assert found(client, "/en/actions/", q=q) == [wanted], q


def test_every_word_must_be_found_but_not_in_one_column(client):
    wanted = make_action(code="1.A.1", title_fi="Uusi tie", title_en="A new road")
    make_action(code="1.A.2", title_fi="Uusi talo", title_en="A new house")

    assert found(client, "/en/actions/", q="  uusi   road 1.a ") == [wanted]
    assert found(client, "/en/actions/", q="uusi road castle") == []


def test_plain_letters_find_accented_ones_and_not_the_other_way_round(client):
    malaga = make_city(name_en="Málaga", country="ES")
    wloclawek = make_city(name_en="Włocławek", country="PL")
    decomposed = "ma\u0301laga"

    assert found(client, "/en/cities/", q="malaga") == [malaga]
    assert found(client, "/en/cities/", q=decomposed) == [malaga]
    assert found(client, "/en/cities/", q="WLOC") == [wloclawek]
    assert found(client, "/en/cities/", q="mälaga") == []


def test_marks_of_patterns_are_ordinary_letters(client):
    wanted = make_action(title_fi="100 % (tai_enemmän) [luonnos]")
    make_action(title_fi="100 prosenttia, tai enemmän")

    for q in ("%", "tai_e", "(tai", "[luonnos]", "100 %"):
        assert found(client, "/en/actions/", q=q) == [wanted], q
    assert len(found(client, "/en/actions/", q="100")) == 2


def test_city_is_found_by_any_of_its_names(client):
    wanted = make_city(
        name_en="Turku", name_sv="Åbo", name_fi="Turku", native_name="Turun kaupunki", country="FI"
    )
    make_city(name_en="Lviv", country="UA")

    for q in ("turku", "ÅBO", "abo", "turun"):
        assert found(client, "/en/cities/", q=q) == [wanted], q


def test_city_is_found_by_its_country_as_the_reader_calls_it(client):
    finnish, greek = make_city(country="FI"), make_city(country="GR")

    assert found(client, "/en/cities/", q="finland") == [finnish]
    assert found(client, "/fi/cities/", q="suomi") == [finnish]
    assert found(client, "/fi/cities/", q="kreikka") == [greek]
    assert found(client, "/en/cities/", q="kreikka") == []


def test_words_and_choices_hold_together(client):
    mentor, core = make_city(name_en="Oulu"), make_city(name_en="Pori")
    make_participation(city=mentor, role="mentor", role_basis="stated")
    make_participation(city=core, role="core", role_basis="stated")

    assert found(client, "/en/cities/", q="finland") == [mentor, core]
    assert found(client, "/en/cities/", q="finland", role="core") == [core]
    assert found(client, "/en/cities/", q="oulu", role="core") == []


def test_drafts_are_not_found_beside_public_ones(client):
    shared = {"title_fi": "Salaisuus"}
    action, event = make_action(**shared), make_event(**shared)
    city = make_city(name_en="Salaisuus")
    make_action(**shared, is_public=False)
    make_action(**shared, strategy=make_strategy(is_public=False))
    make_event(**shared, is_public=False)
    make_city(name_en="Salaisuus", is_public=False)

    results = [found(client, address, q="salaisuus") for address in LISTS]

    assert results == [[action], [city], [event]]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("q", HOSTILE)
def test_whatever_one_types_gets_a_page(client, address, q):
    make_action()
    make_city()
    make_event()

    response = client.get(address, {"q": q, "programme": q, "basket": q})

    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="found"' in html
    assert "<script>alert" not in html
    assert "\0" not in html


@pytest.mark.parametrize("address", LISTS)
def test_endless_words_are_refused_in_words(client, address):
    response = client.get(address, {"q": "ä" * 1_000_000})

    assert response.status_code == 400
    assert "<h1>" in response.content.decode()


def test_too_long_words_are_left_out_and_said(client):
    action = make_action()

    response = client.get("/en/actions/", {"q": "x" * 101})

    assert list(response.context["page"]) == [action]
    assert f"“{'x' * 79}…” cannot be searched for and was left out." in response.content.decode()


def test_nul_is_a_space(client):
    wanted = make_action(title_fi="Uusi tie")
    make_action(title_fi="Uusi talo")

    assert found(client, "/en/actions/", q="\0uusi\0tie\0") == [wanted]
    assert len(found(client, "/en/actions/", q="\0")) == 2


@pytest.mark.parametrize("address", LISTS)
def test_search_asks_as_many_queries_for_three_rows_as_for_one(client, address):
    def make():
        make_action(title_fi="Sama")
        make_city(name_en="Sama")
        make_event(title_fi="Sama")

    def count():
        with CaptureQueriesContext(connection) as queries:
            return len(found(client, address, q="sama")), len(queries)

    make()
    rows, for_one = count()
    make()
    make()

    assert (rows, *count()) == (1, 3, for_one)


def test_pattern_is_made_of_each_word():
    assert patterns(" Öl  3. ") == ["Ö" + patterns("l")[0], "3\\."]
    assert patterns(" ") == []


def test_pattern_has_room_for_every_case_of_a_letter():
    assert patterns(" Öl  3.I ") == [patterns("Öl")[0], patterns("3.I")[0]]
    assert patterns("") == []
    assert "\\." in patterns("3.I")[0]


def test_list_without_a_match_offers_to_drop_each_choice(client):
    make_action(title_fi="Puita", status="planning")
    make_action(title_fi="Puita", status="planning")
    make_action(title_fi="Teitä", status="completed")
    choices = {"q": "puita", "status": "completed"}

    response = client.get("/en/actions/", choices)

    html = response.content.decode()
    assert list(response.context["page"]) == []
    assert '<a href="?status=completed">Without “Words or code: puita”</a>: 1' in html
    assert '<a href="?q=puita">Without “Status: Completed”</a>: 2' in html


def test_choice_whose_loss_would_not_help_is_not_offered(client):
    make_event(title_fi="Työpaja", kind="city_lab")

    html = client.get("/en/events/", {"q": "zebra", "kind": "seminar"}).content.decode()
    other = client.get("/en/events/", {"q": "työpaja", "kind": "seminar"}).content.decode()

    assert "Nothing matches all the choices." in html
    assert "Without “" not in html
    assert f'<a href="?{urlencode({"q": "työpaja"})}">Without “Kind: Seminar”</a>: 1' in other


def test_dropped_choice_is_said_in_its_own_language(client):
    basket = make_action(basket=None).strategy.programme.baskets.create(
        number=9, slug="metsa", name_fi="metsä <b>"
    )

    html = client.get("/en/actions/", {"basket": basket.slug}).content.decode()

    assert 'Without “Thematic basket: <span lang="fi">Metsä &lt;b&gt;</span>”</a>: 1' in html


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/en/actions/", "No action has been published yet."),
        ("/en/events/", "No coming events are known."),
        ("/en/events/month/2022-07/", "No events of this month are known."),
    ],
)
def test_empty_site_blames_no_choice(client, address, sentence):
    html = client.get(address).content.decode()

    assert sentence in html
    assert "Nothing matches" not in html
    assert 'class="nothing-found"' in html or "in a feed reader" in html


def test_list_says_how_many_events_it_has_found(client):
    make_event(title_fi="Mennyt työpaja")
    make_event(title_fi="Tuleva työpaja", starts_on="2199", ends_on="")
    make_event(title_fi="Muu")

    response = client.get("/en/events/", {"q": "työpaja"})

    assert '<p class="found">2 events</p>' in response.content.decode()
    assert [len(response.context[name]) for name in ("upcoming", "page")] == [1, 1]


def test_script_of_the_lists_is_small_and_only_on_their_pages(client):
    script = settings.BASE_DIR / "static" / "js" / "live_list.js"
    make_action(code="1.A.1")
    others = ["/en/", "/en/actions/1.A.1/", "/en/indicators/", "/en/progress/"]

    loading = [
        address
        for address in [*LISTS, "/en/events/month/2022-07/", *others]
        if "js/live_list.js" in client.get(address).content.decode()
    ]

    assert script.stat().st_size <= 1024
    assert loading == [*LISTS, "/en/events/month/2022-07/"]
