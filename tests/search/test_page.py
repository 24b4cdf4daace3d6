"""The page of the search: what it shows, and what it says to odd questions."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.reporting.factories import make_report
from tests.search.looking import hits_of, marked, page_of, titles_of

pytestmark = pytest.mark.django_db


def test_page_without_words_says_what_can_be_looked_through(client, language):
    page = client.get(f"/{language}/search/").content.decode()

    assert 'name="q"' in page
    assert f'href="/{language}/events/"' in page.partition('id="results"')[2]
    assert "hit__title" not in page
    assert "noindex" not in page


def test_page_of_hits_is_not_for_other_search_engines(client):
    assert '<meta name="robots" content="noindex">' in page_of(client, "qqqq")


def test_every_page_leads_to_the_search(client, language):
    assert f'href="/{language}/search/"' in client.get(f"/{language}/about/").content.decode()


def test_words_are_marked_in_title_and_excerpt_in_the_form_in_which_they_stand(client):
    factories.make_action(title_fi="Kaupunkien puistot", aim_fi="Jokaisella kaupungilla on puisto.")

    page = page_of(client, "kaupungeille")

    assert "<mark>Kaupunkien</mark> puistot" in page
    assert "Jokaisella <mark>kaupungilla</mark> on puisto." in page


def test_only_the_part_that_answers_is_marked_in_a_joined_word(client):
    factories.make_indicator(name_fi="Hinku-tavoite")

    assert marked(page_of(client, "tavoite")) == ["tavoite"]
    assert marked(page_of(client, "hinku-tavoite")) == ["Hinku-tavoite"]
    assert marked(page_of(client, "hinkutavoite")) == ["Hinku-tavoite"]


def test_excerpt_shows_whole_words_around_the_hit(client):
    before, after = "alku " * 60, " loppu" * 60
    factories.make_news(title_fi="Uutinen", summary_fi=f"{before}marjapuuro{after}")

    excerpt = re.search(r'hit__excerpt">(.*?)</p>', page_of(client, "marjapuuro"))[1]

    words = re.sub("</?mark>", "", excerpt).split()
    assert words[0] == words[-1] == "…"
    assert set(words[1:-1]) == {"alku", "marjapuuro", "loppu"}
    assert len(excerpt) < 300


def test_excerpt_comes_from_the_text_that_answers(client):
    factories.make_action(
        title_fi="Toimi", aim_fi="Tavoite on toinen.", why_fi="Marjapuuro maistuu."
    )

    assert "<mark>Marjapuuro</mark> maistuu." in page_of(client, "marjapuuro")


def test_markup_of_texts_and_of_queries_stays_text(client):
    factories.make_action(title_fi="<b>Marja</b> & puuro", aim_fi="<script>marja</script>")
    factories.make_event(title_fi="Marja", body_fi="# Otsikko\n\n[marja](https://example.org/)")

    page = page_of(client, '<i>marja</i>"')

    assert "&lt;b&gt;<mark>Marja</mark>&lt;/b&gt; &amp; puuro" in page
    assert "<script>marja" not in page
    assert "<i>" not in page
    assert "example.org" not in page
    assert "Otsikko <mark>marja</mark>" in page


def test_text_in_another_language_is_found_shown_and_marked_as_such(client):
    action = factories.make_action(title_fi="Marjapuuron keittäminen", title_sv="", title_en="")

    page = page_of(client, "marjapuuro", "sv")

    assert hits_of(client, "marjapuuro", "sv") == [f"actions/{action.code}/"]
    assert '<span lang="fi"><mark>Marjapuuron</mark> keittäminen</span>' in page
    assert "endast på finska" in page


def test_inflected_word_of_a_text_in_another_language_is_found(client):
    factories.make_action(title_fi="Kaupunkien puistot")

    assert len(hits_of(client, "kaupungeille", "sv")) == 1


def test_text_that_readers_of_a_language_do_not_see_is_not_found_but_suggested(client):
    factories.make_action(title_fi="Puuro", title_sv="Marmelad")

    assert hits_of(client, "marmelad") == []
    assert 'href="/sv/search/?q=marmelad"' in page_of(client, "marmelad")


def test_nothing_found_with_all_words_leads_to_fewer(client):
    factories.make_action(title_fi="Marjapuuro")

    page = page_of(client, "marjapuuro xyzzy")

    assert 'href="?q=marjapuuro"' in page
    assert 'href="?q=xyzzy"' not in page


def test_hits_are_grouped_by_kind_with_counts(client):
    for _n in range(7):
        factories.make_action(title_fi="Marjapuuro")
    factories.make_event(title_fi="Marjapuuro")

    page = page_of(client, "marjapuuro")

    headings = re.findall(r'<h2 id="hits-(\w+)">\S+ <span class="count">(\d+)</span>', page)
    assert headings == [("action", "7"), ("event", "1")]
    assert page.count("hit__title") == 6
    assert 'href="?q=marjapuuro&amp;kind=action"' in page


def test_one_kind_can_be_leafed_through(client):
    for _n in range(25):
        factories.make_action(title_fi="Marjapuuro")
    factories.make_event(title_fi="Marjapuuro")

    first = hits_of(client, "marjapuuro", kind="action")
    second = hits_of(client, "marjapuuro", kind="action", page=2)

    assert (len(first), len(second)) == (20, 5)
    assert len({*first, *second}) == 25
    assert hits_of(client, "marjapuuro", kind="city") == []


def test_best_hits_come_first_and_their_kind_with_them(client):
    factories.make_action(title_fi="Muuta", aim_fi="Puuro")
    factories.make_action(title_fi="Puurolautanen")
    factories.make_action(title_fi="Puurojen aika")
    factories.make_action(title_fi="Hyvä puuro")
    factories.make_news(title_fi="Uutinen", summary_fi="Puuro")

    assert titles_of(client, "puuro") == [
        "Hyvä puuro",
        "Puurojen aika",
        "Puurolautanen",
        "Muuta",
        "Uutinen",
    ]


def test_what_is_to_come_stands_before_what_is_over_and_the_nearest_first(client):
    for year in ("2001", "2900", "2011", "2800", ""):
        factories.make_event(title_fi=f"Puuro {year}".strip(), starts_on=year, ends_on=year)

    titles = titles_of(client, "puuro")

    assert titles == ["Puuro 2800", "Puuro 2900", "Puuro 2011", "Puuro 2001", "Puuro"]


def test_report_of_an_example_says_so(client):
    report = make_report(state="approved", summary_fi="Marjapuuro")
    type(report.round).objects.filter(pk=report.round_id).update(is_example=True)

    page = page_of(client, "marjapuuro")

    assert "Esimerkki" in page.partition("hit__facts")[2]


@pytest.mark.parametrize(
    "query",
    [
        "%",
        "_",
        "'",
        '"',
        "\\",
        "*",
        "()",
        "😀",
        "\0",
        "a\0b",
        "....",
        "-",
        "\u202e",
        "\u0301",
        "ﷺ",
        "İstanbul",
        "ẞ",
        "x" * 100,
        "ä" * 100,
        "a b c d e f g h i j k l m n",
        "ja och the",
        "NULL",
        "\N{LATIN SMALL LETTER A}\u0308" * 20,
        "3.I.70.3.I.70.-–-",
        chr(0x10FFFF),
    ],
)
def test_odd_words_are_answered_by_a_page(client, query):
    factories.make_action(title_fi="Marjapuuro a%b_c")

    page = page_of(client, query)

    assert "Marjapuuro" not in page or "a" in query
    assert "\0" not in page


@pytest.mark.parametrize("query", ["%FF%FE", "%ED%A0%80", "a%00b", "+", "%"])
def test_odd_bytes_are_answered_by_a_page(client, query):
    assert client.get(f"/fi/search/?q={query}&kind={query}&page={query}").status_code == 200


def test_words_of_signs_only_are_refused_in_a_sentence(client):
    assert "Kirjoita ainakin yksi kirjain tai numero." in page_of(client, "%%%")


def test_words_that_are_too_long_are_kept_and_refused_in_a_sentence(client):
    page = page_of(client, "x" * 101)

    assert f'value="{"x" * 101}"' in page
    assert "enintään 100 merkkiä" in page


def test_unknown_kind_is_left_out_and_said(client):
    factories.make_action(title_fi="Marjapuuro")

    page = page_of(client, "marjapuuro", kind="<king>")

    assert "&lt;king&gt;" in page
    assert len(hits_of(client, "marjapuuro", kind="<king>")) == 1


def test_pages_of_the_site_are_found(client, language):
    words = {"fi": "sivustosta", "sv": "webbplatsen", "en": "about this site"}

    assert "about/" in hits_of(client, words[language], language)


def test_small_words_do_not_count_beside_others(client):
    factories.make_action(title_fi="Marjapuuro")

    assert len(hits_of(client, "marjapuuro ja")) == 1


def test_only_what_was_asked_is_searched_for_in_long_questions(client):
    factories.make_action(
        title_fi="yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen"
    )

    page = page_of(
        client,
        "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksitoista",
    )

    assert "kymmenellä ensimmäisellä sanalla" in page
    assert page.count("hit__title") == 1


def make_one_of_each(word):
    programme = factories.make_programme(name_fi=word)
    factories.make_basket(programme=programme, name_fi=word)
    strategy = factories.make_strategy(programme=programme, name_fi=word)
    objective = factories.make_objective(strategy=strategy, name_fi=word)
    action = factories.make_action(strategy=strategy, objective=objective, title_fi=word)
    action.responsibilities.create(organisation=factories.make_organisation())
    factories.make_milestone(action=action)
    factories.make_participation(city=factories.make_city(name_en=word), programme=programme)
    factories.make_value(indicator=factories.make_indicator(name_fi=word))
    factories.make_benefit(programme=programme, title_fi=word)
    factories.make_news(programme=programme, title_fi=word)
    factories.make_event(programme=programme, title_fi=word).takeaways.create(title_fi="Oppi")
    make_report(action=action, state="approved")


def test_queries_do_not_grow_with_the_hits(client):
    counts = []
    for more in (1, 2):
        for _n in range(more):
            make_one_of_each("Marjapuuro")
        hits_of(client, "marjapuuro")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            hits = hits_of(client, "marjapuuro")
        counts.append((len(hits), len(queries)))

    assert [number for number, _queries in counts] == [11, 33]
    assert counts[0][1] == counts[1][1] <= 45


def test_address_alone_is_enough(client):
    factories.make_action(title_fi="Äänekäs marjapuuro")

    answer = client.get(f"/fi/search/?q={quote('äänekäs')}")

    assert "<mark>Äänekäs</mark>" in answer.content.decode()
    assert not answer.cookies
    assert answer["Cache-Control"].startswith("public, max-age=")
