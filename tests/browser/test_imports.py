"""A file of rows in a real browser: refused, mended, imported, undone."""

import pytest
from playwright.sync_api import expect

from programme.models import NewsItem
from tests.factories import make_news

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = "slug,title_fi,published_on"


@pytest.fixture
def news():
    """What the files below are about."""
    return make_news(slug="alku", title_fi="Alku", published_on="2024-03-29")


def choose(page, *rows):
    """Choose a file on the page of the import, and wait for its preview."""
    text = "\r\n".join([COLUMNS, *rows]).encode()
    page.set_input_files(
        "[name=file]", {"name": "uutiset.csv", "mimeType": "text/csv", "buffer": text}
    )
    page.get_by_role("button", name="Tarkista tiedosto").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("uutiset.csv")


def counted(page):
    """What the preview counts, by its words."""
    names, numbers = page.locator(".import-counts dt"), page.locator(".import-counts dd")
    return dict(zip(names.all_inner_texts(), numbers.all_inner_texts(), strict=True))


def titles():
    return dict(NewsItem.objects.values_list("slug", "title_fi"))


def test_file_with_errors_is_mended_imported_and_undone(staff_page, news):
    page = staff_page
    page.goto("/admin/programme/newsitem/")
    page.get_by_role("link", name="Tuo", exact=True).click()

    choose(page, "alku,Toinen alku,2024-03-29", "uusi,Uusi uutinen,2024-13-29")

    assert counted(page) == {"uusia": "0", "muuttuneita": "1", "ennallaan": "0", "hylättyjä": "1"}
    refused = page.locator(".import-row.is-refused")
    expect(refused.get_by_role("heading")).to_contain_text("uusi")
    expect(refused.locator(".reasons li")).to_contain_text("published_on")
    expect(page.get_by_role("button", name="Tuo nämä muutokset")).to_have_count(0)
    assert titles() == {"alku": "Alku"}

    page.get_by_role("link", name="Valitse toinen tiedosto").click()
    choose(page, "alku,Toinen alku,2024-03-29", "uusi,Uusi uutinen,2024-12-29")

    assert counted(page) == {"uusia": "1", "muuttuneita": "1", "ennallaan": "0", "hylättyjä": "0"}
    assert titles() == {"alku": "Alku"}

    page.get_by_role("button", name="Tuo nämä muutokset").click()
    undo = page.get_by_role("button", name="Kumoa tämä tuonti")

    expect(undo).to_be_visible()
    assert titles() == {"alku": "Toinen alku", "uusi": "Uusi uutinen"}

    undo.click()

    expect(page.locator(".import-facts")).to_contain_text("Kumottu")
    assert titles() == {"alku": "Alku"}
