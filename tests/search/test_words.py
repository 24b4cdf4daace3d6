"""How texts are taken apart, and by which letters each word is found."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from programme.languages import shown
from search.finding import find
from search.indexing import catch_up
from search.lemmas import base_forms, parts
from search.models import Closeness
from search.terms import terms_of
from search.words import plain, spellings, words
from tests import factories


@pytest.mark.parametrize(
    ("word", "language", "base"),
    [
        ("kaupungeille", "fi", "kaupunki"),
        ("ydinkaupungit", "fi", "ydinkaupunki"),
        ("toimenpiteiden", "fi", "toimenpide"),
        ("hyödyt", "fi", "hyöty"),
        ("porissa", "fi", "pori"),
        ("malagassa", "fi", "malaga"),
        ("städerna", "sv", "stad"),
        ("kärnstäderna", "sv", "kärnstad"),
        ("åtgärderna", "sv", "åtgärd"),
        ("borgmästarnas", "sv", "borgmästare"),
        ("cities", "en", "city"),
        ("strategies", "en", "strategy"),
    ],
)
def test_base_form_is_known(word, language, base):
    assert base in base_forms(word, language)


def test_compounds_are_made_of_their_parts():
    assert {"kaupunki", "hallitus"} <= parts("kaupunginhallitus", "fi")
    assert {"kasvihuone", "kaasu", "päästö"} <= parts("kasvihuonekaasupäästö", "fi")
    assert {"utsläpp", "minskning"} <= parts("utsläppsminskning", "sv")
    assert parts("kaupunki", "fi") == set()
    assert parts("greenhouse", "en") == set()


def test_codes_and_joined_words_are_whole_and_in_parts():
    assert words("3.I.70 (Hinku-tavoite), EU:n.") == {
        *("3.i.70", "3", "i", "70"),
        *("hinku-tavoite", "hinkutavoite", "hinku", "tavoite"),
        *("eu:n", "eu", "n"),
    }


def test_accents_may_be_left_out():
    assert [plain(word) for word in ("málaga", "päästö", "łódź", "ørsted")] == [
        "malaga",
        "paasto",
        "lodz",
        "orsted",
    ]
    assert spellings("málaga", "en") == {
        "málaga": Closeness.AS_WRITTEN,
        "malaga": Closeness.AS_WRITTEN,
    }


def test_accents_are_not_found_where_there_are_none():
    assert "råd" not in spellings("rad", "sv")
    assert "rad" in spellings("råd", "sv")


def test_small_words_are_left_out_beside_others():
    assert [term.text for term in terms_of("kaupunki ja meri")] == ["kaupunki", "meri"]
    assert [term.text for term in terms_of("ja")] == ["ja"]


def test_composed_and_decomposed_letters_are_the_same():
    assert words("a\u0308iti") == words("äiti") == {"äiti"}


TITLES = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60
) | st.lists(
    st.sampled_from(["Kaupunkien", "Málaga", "päästöt", "3.I.70", "städernas", "EU:n", "ja", "%"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fi=TITLES, sv=TITLES | st.just(""), en=TITLES | st.just(""))
def test_shown_title_is_found_by_its_words_in_each_language(fi, sv, en):
    assume(all(words(title) for title in (fi, sv, en) if title))
    action = factories.make_action(title_fi=fi, title_sv=sv, title_en=en)
    catch_up()

    for language in ("fi", "sv", "en"):
        with translation.override(language):
            terms = terms_of(shown(action, "title").text)
        assert action.pk in find(terms, language).rows["action"]


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(query=st.text(max_size=120), kind=st.sampled_from(["", "action", "page"]) | st.text())
def test_any_text_is_answered_by_a_page(client, query, kind):
    assert client.get("/fi/search/", {"q": query, "kind": kind}).status_code == 200
