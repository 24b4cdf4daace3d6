"""Texts out to a translator and back, as a workbook."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from back_office.models import Translation
from back_office.translations import workbooks
from programme.models import NewsItem
from tests import factories
from tests.back_office.test_translation_board import translator

pytestmark = pytest.mark.django_db
EXPORT, FILES = "/admin/translations/export/", "/admin/translations/files/"


def export(client, query="language=sv"):
    answer = client.get(f"{EXPORT}?{query}")
    assert answer["Content-Type"] == workbooks.TYPE
    return load_workbook(BytesIO(answer.content))


def texts(book):
    """The rows of a workbook below its headings."""
    return [[cell or "" for cell in row] for row in book.active.iter_rows(3, values_only=True)]


def filled(book, *new):
    """The workbook with these texts in the last column, as a file to be sent."""
    for row, text in enumerate(new, start=3):
        book.active.cell(row, 5, text)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("sv.xlsx", file.getvalue())


def send(client, file):
    return client.post(FILES, {"file": file})


def confirm(client, preview):
    return client.post(FILES, {"changes": preview.context["changes"]}, follow=True)


def refusals(answer):
    return [(each.given.line, each.reason) for each in answer.context["told"].refused]


def why_not(answer):
    """What the page says of a file that it could not take."""
    return answer.context["upload_form"].errors["file"]


def outcomes(answer):
    return [(each.given.line, each.outcome) for each in answer.context["told"].verdicts]


def test_file_has_the_source_beside_the_translation(staff_client):
    factories.make_news(title_fi="Uutinen", title_sv="Nyhet", summary_fi="Yksi\r\nkaksi")

    book = export(staff_client, "language=sv&model=programme.newsitem")

    assert [cell.value for cell in book.active[2]] == [
        "Tunniste (älä muuta)",
        "Missä",
        "Lähde",
        "Nykyinen käännös",
        "Uusi käännös",
    ]
    assert [row[1:] for row in texts(book)] == [
        ["Uutinen: Uutinen – otsikko", "Uutinen", "Nyhet", ""],
        ["Uutinen: Uutinen – tiivistelmä", "Yksi\nkaksi", "", ""],
    ]


def test_file_has_what_was_chosen_and_never_the_source_itself(staff_client):
    factories.make_news(title_fi="Valmis", title_sv="Färdig")
    factories.make_news(title_fi="Kesken")

    to_do = texts(export(staff_client, "language=sv&state=open"))
    finnish = texts(export(staff_client, "language=fi"))

    assert [row[2] for row in to_do] == ["Kesken"]
    assert finnish == []


def test_text_that_looks_like_a_formula_is_a_text(staff_client):
    factories.make_news(title_fi='=HYPERLINK("http://x")', title_sv="+1\x07")

    cells = [*export(staff_client).active[3]]

    assert [cell.data_type for cell in cells[:4]] == ["s"] * 4
    assert all(cell.quotePrefix for cell in cells[:4])
    assert (cells[2].value, cells[3].value) == ('=HYPERLINK("http://x")', "+1")


def test_same_file_out_and_in_again_is_no_change(staff_client, public_data):
    from_here = export(staff_client, "language=sv")
    given = [row[3] for row in texts(from_here)]

    empty = send(staff_client, filled(export(staff_client, "language=sv")))
    same = send(staff_client, filled(from_here, *given))

    assert outcomes(empty) == outcomes(same) == []
    assert same.context["told"].same == len([text for text in given if text])


def test_nothing_is_written_before_it_is_confirmed(staff_client):
    factories.make_news(title_fi="Uutinen")

    preview = send(staff_client, filled(export(staff_client), " Nyhet "))
    before = NewsItem.objects.get().title_sv or ""
    done = confirm(staff_client, preview)

    assert outcomes(preview) == [(3, "write")]
    assert before == ""
    assert [str(message) for message in done.context["messages"]] == ["1 teksti tallennettiin."]
    assert NewsItem.objects.get().title_sv == "Nyhet"
    assert Translation.objects.get(field="title", language="sv").state == "done"


def test_line_whose_source_has_changed_is_refused_with_both_texts(staff_client):
    news = factories.make_news(title_fi="Vanha otsikko")
    book = export(staff_client)
    news.title_fi = "Uusi otsikko"
    news.save()

    preview = send(staff_client, filled(book, "Gammal rubrik"))

    assert refusals(preview) == [(3, "Alkuperäinen teksti on muuttunut tiedoston viennin jälkeen.")]
    html = preview.content.decode()
    for text in ("Vanha otsikko", "Uusi otsikko", "Gammal rubrik"):
        assert text in html
    assert 'name="changes"' not in html


def test_line_whose_translation_somebody_has_changed_is_refused_with_both_texts(staff_client):
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet")
    book = export(staff_client)
    news.title_sv = "En annans nyhet"
    news.save()

    preview = send(staff_client, filled(book, "Min nyhet"))

    assert refusals(preview) == [
        (3, "Joku muu on muuttanut tätä käännöstä tiedoston viennin jälkeen.")
    ]
    assert "En annans nyhet" in preview.content.decode()
    assert "Min nyhet" in preview.content.decode()


def test_what_changes_between_preview_and_confirmation_is_refused_and_the_rest_written(
    staff_client,
):
    changed, other = factories.make_news(title_fi="Yksi"), factories.make_news(title_fi="Kaksi")
    preview = send(staff_client, filled(export(staff_client), "Ett", "Två"))
    changed.title_fi = "Aivan muuta"
    changed.save()

    done = confirm(staff_client, preview)

    assert outcomes(preview) == [(3, "write"), (4, "write")]
    assert outcomes(done) == [(3, "refused"), (4, "write")]
    changed.refresh_from_db()
    other.refresh_from_db()
    assert (changed.title_sv or "", other.title_sv) == ("", "Två")


def test_change_that_passed_save_by_is_noticed_too(staff_client):
    news = factories.make_news(title_fi="Vanha")
    book = export(staff_client)
    NewsItem.objects.filter(pk=news.pk).update(title_fi="Uusi")

    preview = send(staff_client, filled(book, "Ny"))

    assert outcomes(preview) == [(3, "refused")]


def test_outdated_text_that_is_copied_over_is_still_right(staff_client):
    news = factories.make_news(title_fi="Vanha", title_sv="Samma")
    news.title_fi = "Uusi"
    news.save()

    preview = send(staff_client, filled(export(staff_client), "Samma"))
    confirm(staff_client, preview)

    assert outcomes(preview) == [(3, "confirm")]
    assert Translation.objects.get(field="title", language="sv").state == "done"


def test_line_in_the_source_language_is_refused(staff_client):
    factories.make_news(title_fi="Uutinen")
    book = export(staff_client)
    key = book.active["A3"].value
    model, pk, field, _language, source, _seen = key.split("/")
    book.active["A3"] = "/".join([model, pk, field, "fi", source, source])

    preview = send(staff_client, filled(book, "Toinen"))

    assert outcomes(preview) == [(3, "refused")]
    assert NewsItem.objects.get().title_fi == "Uutinen"


@pytest.mark.parametrize(
    "key",
    [
        "nonsense",
        "",
        "auth.user/1/username/sv/a/b",
        "programme.newsitem/1/slug/sv/a/b",
        "programme.newsitem/99999/title/sv/a/b",
        "programme.newsitem/99999999999999999999999/title/sv/a/b",
        "programme.newsitem/1/title/de/a/b",
        "programme.newsitem/x/title/sv/a/b",
    ],
)
def test_key_that_is_not_ours_is_refused_in_words(staff_client, key):
    factories.make_news()
    book = export(staff_client)
    book.active["A3"] = key

    preview = send(staff_client, filled(book, "Nyhet"))

    ((line, reason),) = refusals(preview)
    assert (line, bool(reason)) == (3, True)


def test_text_that_is_too_long_is_refused_in_words(staff_client):
    factories.make_news(title_fi="Uutinen")

    preview = send(staff_client, filled(export(staff_client), "x" * 2000))

    assert outcomes(preview) == [(3, "refused")]


def test_text_that_stands_twice_is_refused(staff_client):
    factories.make_news(title_fi="Uutinen")
    book = export(staff_client)
    book.active["A4"] = book.active["A3"].value

    answer = send(staff_client, filled(book, "Ett", "Två"))

    assert why_not(answer) == ["Rivi 4: sama teksti on tiedostossa kahdesti."]


def test_formula_is_refused(staff_client):
    factories.make_news(title_fi="Uutinen")

    answer = send(staff_client, filled(export(staff_client), "=1+1"))

    assert why_not(answer) == ["Rivi 3: uusi käännös on kaava, päivämäärä tai virhe, ei teksti."]


def packed(**parts):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_file_that_is_no_workbook_is_refused_in_words(staff_client):
    sentence = ["Tiedostoa ei voi lukea Excel-työkirjana (XLSX)."]

    for content in (b"nonsense", b"PK\x03\x04nonsense", packed(**{"[Content_Types].xml": "<x/>"})):
        answer = send(staff_client, SimpleUploadedFile("x.xlsx", content))
        assert why_not(answer) == sentence


def test_file_that_is_too_large_is_refused(staff_client):
    answer = send(staff_client, SimpleUploadedFile("x.xlsx", b"0" * (workbooks.FILE_LIMIT + 1)))

    assert why_not(answer) == ["Tiedosto on suurempi kuin 2 Mt."]


def test_workbook_that_would_burst_is_refused_before_it_is_opened(staff_client):
    bomb = packed(**{"xl/sharedStrings.xml": b"0" * (workbooks.UNPACKED_LIMIT + 1)})

    answer = send(staff_client, SimpleUploadedFile("x.xlsx", bomb))

    assert len(bomb) < workbooks.FILE_LIMIT
    assert why_not(answer) == ["Työkirja on purettuna liian suuri."]


def test_workbook_with_too_many_rows_is_refused(staff_client):
    book = Workbook()
    book.active.cell(workbooks.ROWS_LIMIT + 3, 1, "x")

    answer = send(staff_client, filled(book))

    assert why_not(answer) == ["Työkirjassa on yli 10000 riviä. Lähetä se osissa."]


def test_confirmation_that_was_not_shown_here_writes_nothing(staff_client, client):
    factories.make_news(title_fi="Uutinen")
    preview = send(staff_client, filled(export(staff_client), "Nyhet"))
    other = translator(client)

    forged = other.post(FILES, {"changes": "x"}, follow=True)
    borrowed = confirm(other, preview)

    for answer in (forged, borrowed):
        (message,) = answer.context["messages"]
        assert message.level_tag == "error"
    assert NewsItem.objects.get().title_sv in (None, "")


def test_translator_brings_texts_back(client):
    factories.make_news(title_fi="Uutinen")
    browser = translator(client)

    confirm(browser, send(browser, filled(export(browser), "Nyhet")))

    assert NewsItem.objects.get().title_sv == "Nyhet"


def test_who_may_only_look_gets_a_file_but_writes_nothing(client):
    factories.make_news(title_fi="Uutinen")
    browser = translator(client, "view_newsitem")

    preview = send(browser, filled(export(browser), "Nyhet"))

    assert refusals(preview) == [(3, "Sinulla ei ole oikeutta muuttaa tätä tekstiä.")]


def test_export_without_a_language_asks_for_one(staff_client):
    answer = staff_client.get(EXPORT)

    assert list(answer.context["export_form"].errors) == ["language"]


def test_preview_asks_as_many_queries_for_three_lines_as_for_one(staff_client):
    def count(number):
        book = export(staff_client)
        with CaptureQueriesContext(connection) as queries:
            preview = send(staff_client, filled(book, *["Ny"] * number))
        return len(queries), len(outcomes(preview))

    factories.make_news()
    for_one = count(1)
    factories.make_news()
    factories.make_news()

    assert count(3) == (for_one[0], 3)
