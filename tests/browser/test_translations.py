"""A translator's round trip, in a real browser."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.factories import make_news

pytestmark = pytest.mark.django_db(transaction=True)


def export(page, folder):
    """Export the Swedish texts that are to be translated, and fill the last column in."""
    page.goto("/admin/translations/?language=sv&state=open")
    page.click(".object-tools a")
    expect(page.locator("#chosen_language")).to_have_value("sv")
    with page.expect_download() as download:
        page.click("form[method=get] [type=submit]")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def fill_in(path, **translations):
    book = load_workbook(path)
    for row in book.active.iter_rows(min_row=3):
        row[4].value = translations.get(row[2].value)
    book.save(path)


def send(page, path):
    page.goto("/admin/translations/files/")
    page.set_input_files("[type=file]", path)
    page.click("form[method=post] .submit-row [type=submit]")


def test_translator_takes_texts_out_and_brings_them_back_until_the_source_changes(
    staff_page, tmp_path
):
    page = staff_page
    news = make_news(title_fi="Uutinen")
    page.goto("/admin/translations/")
    expect(page.locator("tbody tr", has_text="Uutinen").last).to_contain_text("tyhjä")

    path = export(page, tmp_path)
    fill_in(path, Uutinen="Nyhet på svenska")
    send(page, path)
    expect(page.get_by_text("Mitään ei ole vielä tallennettu.")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("Nyhet på svenska")
    page.click("[type=submit][value='Tallenna nämä tekstit']")

    expect(page.locator(".messagelist")).to_have_text("1 teksti tallennettiin.")
    expect(page.locator("tbody tr", has_text="Uutinen").last).to_contain_text("valmis")
    page.goto("/sv/news/")
    expect(page.get_by_text("Nyhet på svenska")).to_be_visible()

    news.refresh_from_db()
    news.title_fi = "Aivan toinen uutinen"
    news.save()
    fill_in(path, Uutinen="Nyhet igen")
    send(page, path)

    refused = page.locator(".verdict")
    expect(refused).to_contain_text("Alkuperäinen teksti on muuttunut tiedoston viennin jälkeen.")
    expect(refused).to_contain_text("Aivan toinen uutinen")
    expect(refused).to_contain_text("Nyhet igen")
    expect(page.locator("[name=changes]")).to_have_count(0)


def test_board_opens_the_form_in_the_language_and_says_that_it_is_outdated(staff_page):
    news = make_news(title_fi="Vanha", title_sv="Gammal")
    news.title_fi = "Uusi"
    news.save()
    form = f"/admin/programme/newsitem/{news.pk}/change/"

    staff_page.goto(f"{form}#id_title_sv")
    swedish = staff_page.locator(".language-tabs [role=tab]").nth(1)

    expect(staff_page.locator("#id_title_sv")).to_be_focused()
    expect(swedish).to_have_attribute("aria-selected", "true")
    expect(swedish).to_have_text("Svenska – vanhentunut")
    staff_page.get_by_role("link", name=re.compile("Vertaa")).click()
    staff_page.get_by_label("Käännös on edelleen oikein").check()
    staff_page.click("[type=submit][value='Tallenna']")
    expect(staff_page.locator(".messagelist")).to_have_text("Tallennettu: Otsikko.")
    staff_page.goto(f"{form}?again#id_title_sv")
    expect(swedish).to_have_text("Svenska")
