from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.factories import make_action, make_city, make_event

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/fi/", "/sv/actions/", "/en/events/", "/fi/cities/", "/fi/benefits/", "/fi/about/"]


@pytest.mark.parametrize("address", PAGES)
def test_page_fits_a_narrow_screen_and_sets_no_cookie(page, address):
    make_city(is_home=True, name_en="Pori")
    make_event(title_fi="Toimintaympäristöanalyysimenetelmäkehittämistyöpaja" * 2)
    make_action(title_fi="Täydennysrakentamissuunnitteluvuorovaikutteisuus" * 2)
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.context.cookies() == []
    expect(page.locator("h1")).to_be_visible()


def test_page_asks_no_other_host(page, live_server):
    make_event()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/fi/events/")

    assert len(asked) >= 3
    assert all(url.startswith(live_server.url) for url in asked)


def test_filter_is_chosen_with_the_keyboard_alone(page):
    make_action(title_fi="Suunnitteilla", status="planning")
    make_action(title_fi="Valmis", status="completed")
    page.goto("/fi/actions/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#id_status")).to_be_focused()
    page.locator("#id_status").select_option("planning")
    page.keyboard.press("Enter")
    page.locator("button[type=submit]").press("Enter")

    page.wait_for_url("**/actions/?*status=planning*")
    expect(page.locator(".action-row")).to_have_count(1)
    expect(page.locator(".action-row")).to_contain_text("Suunnitteilla")


def test_language_is_changed_on_the_same_page(page):
    make_event(slug="lab", title_fi="Työpaja", title_sv="Verkstad")
    page.goto("/fi/events/lab/")

    page.click(".languages >> text=Svenska")

    page.wait_for_url("**/sv/events/lab/")
    expect(page.locator("h1")).to_have_text("Verkstad")
    assert page.locator("html").get_attribute("lang") == "sv"


def test_event_is_filtered_opened_and_taken_to_the_own_calendar(page):
    make_event(slug="lab", title_fi="Työpaja", kind="city_lab")
    make_event(slug="seminar", title_fi="Seminaari", kind="seminar")
    page.goto("/fi/events/")

    page.select_option("#id_kind", "city_lab")
    page.click("button[type=submit]")
    expect(page.locator(".event-row")).to_have_count(1)
    page.click("text=Työpaja")
    with page.expect_download() as download:
        page.click("text=Lisää kalenteriin")

    content = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename == "lab.ics"
    assert "SUMMARY;LANGUAGE=fi:Työpaja" in content
