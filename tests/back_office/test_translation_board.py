"""The translation board and the page of one row in one language."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from back_office.models import Translation
from programme.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db
BOARD = "/admin/translations/"


def page_of(thing, language="sv"):
    return f"{BOARD}{thing._meta.label_lower}/{thing.pk}/{language}/"


def outdated_news(**fields):
    news = factories.make_news(title_fi="Vanha", title_sv="Gammal", **fields)
    news.title_fi = "Uusi"
    news.save()
    return news


def shown(answer):
    """What the board shows: the states of each row by language."""
    return {
        str(line.thing): [[(c.state, c.number) for c in cell.counts] for cell in line.cells]
        for line in answer.context["lines"]
    }


def translator(client, *names):
    """A browser of somebody who may translate, or who has the rights of these names."""
    user = User.objects.create_user("translator", password="secret", is_staff=True)
    kind = ContentType.objects.get_for_model(Translation)
    for name in names or ["translate_content"]:
        right = Permission.objects.filter(codename=name).first()
        user.user_permissions.add(
            right or Permission.objects.create(codename=name, name=name, content_type=kind)
        )
    client.force_login(user)
    return client


def test_board_shows_each_row_in_each_language(staff_client):
    outdated_news(summary_fi="Yksi")

    answer = staff_client.get(BOARD)

    assert shown(answer) == {
        "Uusi": [[("source", 2)], [("outdated", 1), ("empty", 1)], [("empty", 2)]]
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Uusi", "Valmis", "Kori"}),
        ("?model=programme.newsitem", {"Uusi", "Valmis"}),
        ("?language=sv&state=outdated", {"Uusi"}),
        ("?language=sv&state=open", {"Uusi", "Kori"}),
        ("?language=sv&state=done", {"Valmis"}),
        ("?q=gammal", {"Uusi"}),
        ("?q=färdig&model=programme.newsitem", {"Valmis"}),
        ("?q=färdig&model=programme.thematicbasket", set()),
        ("?state=nonsense&language=de&model=x.y&page=99", {"Uusi", "Valmis", "Kori"}),
    ],
)
def test_board_is_narrowed(staff_client, query, names):
    outdated_news()
    factories.make_news(title_fi="Valmis", title_sv="Färdig")
    basket = factories.make_basket(name_fi="Kori")
    Translation.objects.about(basket.programme).delete()

    assert set(shown(staff_client.get(BOARD + query))) == names


def test_board_counts_how_far_each_model_is(staff_client):
    factories.make_news(title_fi="Yksi", title_sv="Ett")
    factories.make_news(title_fi="Pori")
    Translation.objects.filter(language="en").spare()

    (progress,) = staff_client.get(BOARD).context["progress"]

    shares = [(share.language, share.ready, share.all) for share in progress.shares]
    assert shares == [("fi", 2, 2), ("sv", 1, 2), ("en", 2, 2)]


def test_board_asks_as_many_queries_for_three_rows_as_for_one(staff_client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            lines = staff_client.get(BOARD + "?q=a").context["lines"]
        return len(queries), len(lines)

    phase = factories.make_phase()
    for_one = count()
    factories.make_phase(programme=phase.programme)
    factories.make_phase(programme=factories.make_programme())

    assert count() == (for_one[0], for_one[1] + 3)


def test_part_leads_to_the_form_of_the_whole(staff_client):
    milestone = factories.make_milestone(title_fi="Päätös")
    news = factories.make_news(title_fi="Uutinen")

    lines = {str(line.thing): line for line in staff_client.get(BOARD).context["lines"]}

    whole = f"/admin/programme/strategyaction/{milestone.action_id}/change/"
    assert lines["Päätös"].address == f"{whole}#milestones-group"
    assert lines["Päätös"].whole == milestone.action
    assert lines["Uutinen"].address == f"/admin/programme/newsitem/{news.pk}/change/#id_title_fi"


def test_board_says_what_a_language_lacks(staff_client):
    factories.make_news(
        title_fi="Uutinen", title_sv="Nyhet", title_en="", summary_fi="Yksi", summary_sv=""
    )

    (line,) = staff_client.get(BOARD).context["lines"]

    assert line.gaps == ["Ruotsi: otsikko on, mutta tiivistelmä puuttuu"]


def test_board_says_of_a_public_row_that_its_finnish_is_missing(staff_client):
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet", is_public=True)
    draft = factories.make_news(title_sv="Utkast", title_fi="", is_public=False)
    NewsItem.objects.filter(pk=news.pk).update(title_fi="")

    lines = {line.thing: line.gaps for line in staff_client.get(BOARD).context["lines"]}

    assert lines == {news: ["Suomi: otsikko puuttuu, vaikka sivu on julkinen"], draft: []}


def test_form_says_after_saving_what_a_language_lacks(staff_client):
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet", summary_fi="Yksi")
    form = (
        staff_client.get(f"/admin/programme/newsitem/{news.pk}/change/").context["adminform"].form
    )
    data = {field.html_name: field.value() or "" for field in form}

    answer = staff_client.post(f"/admin/programme/newsitem/{news.pk}/change/", data, follow=True)

    told = [(message.level_tag, str(message)) for message in answer.context["messages"]]
    assert ("warning", "Ruotsi: otsikko on, mutta tiivistelmä puuttuu") in told
    assert [level for level, _text in told] == ["warning", "success", "info"]


def test_form_marks_the_text_that_is_outdated(staff_client):
    news = outdated_news()

    form = (
        staff_client.get(f"/admin/programme/newsitem/{news.pk}/change/").context["adminform"].form
    )

    marks = {name: field.widget.attrs.get("data-outdated") for name, field in form.fields.items()}
    assert {name for name, mark in marks.items() if mark} == {"title_sv"}
    assert page_of(news) in form.fields["title_sv"].help_text


def test_form_of_a_whole_marks_the_texts_of_its_parts(staff_client):
    milestone = factories.make_milestone(title_fi="Vanha", title_sv="Gammal")
    milestone.title_fi = "Uusi"
    milestone.save()

    html = staff_client.get(
        f"/admin/programme/strategyaction/{milestone.action_id}/change/"
    ).content.decode()

    assert html.count("data-outdated") == 1
    assert page_of(milestone) in html


def test_list_is_narrowed_to_what_is_outdated(staff_client):
    news = outdated_news()
    factories.make_news(title_sv="Nyhet")

    answers = {
        code: list(
            staff_client.get(f"/admin/programme/newsitem/?outdated={code}").context["cl"].queryset
        )
        for code in ("sv", "en")
    }

    assert answers == {"sv": [news], "en": []}


def sent(answer, **texts):
    """What a browser would send from the page of one row, with these texts typed."""
    data = texts
    for entry in answer.context["form"].entries:
        data = {
            f"source_{entry.field}": entry.row.source_hash,
            f"seen_{entry.field}": entry.row.text_hash,
            entry.column: entry.text,
        } | data
    return data


def test_translating_writes_the_texts_of_that_language_only(staff_client):
    news = factories.make_news(title_fi="Uutinen", summary_fi="Yksi", summary_en="One")
    opened = staff_client.get(page_of(news))
    NewsItem.objects.filter(pk=news.pk).update(is_public=False)

    data = sent(opened, title_sv="Nyhet", summary_sv="Ett\r\ntvå", title_fi="X", title_en="X")
    answer = staff_client.post(page_of(news), data)

    assert answer.status_code == 302
    news.refresh_from_db()
    assert (news.title_fi, news.title_sv, news.title_en or "") == ("Uutinen", "Nyhet", "")
    assert (news.summary_sv, news.summary_en, news.is_public) == ("Ett\ntvå", "One", False)


def test_translation_is_refused_when_its_source_has_changed_meanwhile(staff_client):
    news = factories.make_news(title_fi="Uutinen")
    opened = staff_client.get(page_of(news))
    news.title_fi = "Aivan toinen"
    news.save()

    answer = staff_client.post(page_of(news), sent(opened, title_sv="Nyhet"))

    assert NewsItem.objects.get().title_sv in (None, "")
    html = answer.content.decode()
    assert "Alkuperäinen teksti on muuttunut sen jälkeen, kun avasit tämän sivun." in html
    assert "Aivan toinen" in html
    assert ">\nNyhet</textarea>" in html


def test_second_translator_sees_both_texts_and_may_then_save(staff_client):
    news = factories.make_news(title_fi="Uutinen")
    opened = staff_client.get(page_of(news))
    news.title_sv = "Den förstas"
    news.save()

    refused = staff_client.post(page_of(news), sent(opened, title_sv="Den andras"))
    html = refused.content.decode()
    stands = NewsItem.objects.get().title_sv
    again = staff_client.post(page_of(news), sent(refused, title_sv="Den andras"))

    assert "Joku muu on muuttanut tätä käännöstä" in html
    assert "Den förstas" in html
    assert "Den andras" in html
    assert (refused.status_code, stands) == (200, "Den förstas")
    assert (again.status_code, NewsItem.objects.get().title_sv) == (302, "Den andras")


def test_text_that_is_too_long_is_refused_in_words(staff_client):
    news = factories.make_news(title_fi="Uutinen")
    opened = staff_client.get(page_of(news))

    answer = staff_client.post(page_of(news), sent(opened, title_sv="x" * 2000))

    assert list(answer.context["form"].errors) == ["title_sv"]
    assert NewsItem.objects.get().title_sv in (None, "")


def test_outdated_text_is_still_right(staff_client):
    news = outdated_news()
    opened = staff_client.get(page_of(news))

    staff_client.post(page_of(news), sent(opened, right_title="on"))

    row = Translation.objects.about(news).get(field="title", language="sv")
    assert (row.state, NewsItem.objects.get().title_sv) == ("done", "Gammal")


def test_text_needs_no_translation_until_it_does(staff_client):
    news = factories.make_news(title_fi="Pori")
    row = Translation.objects.about(news).filter(field="title", language="sv")

    staff_client.post(page_of(news), sent(staff_client.get(page_of(news)), spare_title="on"))
    spared = row.get().state
    staff_client.post(page_of(news), sent(staff_client.get(page_of(news))))

    assert (spared, row.get().state) == ("not_needed", "empty")


def test_what_is_written_stands_in_the_history_of_the_row(staff_client):
    news = factories.make_news(title_fi="Uutinen")
    staff_client.post(page_of(news), sent(staff_client.get(page_of(news)), title_sv="Nyhet"))

    html = staff_client.get(f"/admin/programme/newsitem/{news.pk}/history/").content.decode()

    assert ("Nyhet" in html, "Uutinen" in html) == (True, True)


def test_translator_writes_other_languages_but_never_the_source(client):
    news = factories.make_news(title_fi="Uutinen")
    browser = translator(client)

    swedish = browser.get(page_of(news))
    finnish = browser.get(page_of(news, "fi"))
    browser.post(page_of(news), sent(swedish, title_sv="Nyhet"))
    browser.post(page_of(news, "fi"), sent(finnish, title_fi="Muutettu"))

    news.refresh_from_db()
    assert (news.title_fi, news.title_sv) == ("Uutinen", "Nyhet")
    assert list(swedish.context["form"].fields) == ["title_sv", "spare_title"]
    assert list(finnish.context["form"].fields) == []


def test_who_may_see_a_model_sees_its_texts_and_those_of_no_other(client):
    news, basket = factories.make_news(), factories.make_basket()
    browser = translator(client, "view_newsitem")

    board = browser.get(BOARD)
    seen = browser.get(page_of(news))
    browser.post(page_of(news), sent(seen, title_sv="Nyhet"))

    assert set(shown(board)) == {str(news)}
    assert [each.label for each in board.context["progress"]] == ["programme.newsitem"]
    assert browser.get(page_of(basket)).status_code == 404
    assert NewsItem.objects.get().title_sv in (None, "")


def test_board_is_for_staff(client):
    client.force_login(User.objects.create_user("visitor"))

    assert client.get(BOARD).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["auth.user/1/sv/", "programme.newsitem/99/sv/", f"programme.newsitem/{10**30}/sv/", "x/1/sv/"],
)
def test_page_of_what_is_not_there_is_not_found(staff_client, path):
    assert staff_client.get(BOARD + path).status_code == 404


def test_language_that_is_not_ours_is_not_found(staff_client):
    assert staff_client.get(page_of(factories.make_news(), "de")).status_code == 404
