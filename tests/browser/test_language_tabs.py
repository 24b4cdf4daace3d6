import pytest
from playwright.sync_api import expect

from events.models import Event
from tests.browser.conftest import sign_in
from tests.factories import make_event, make_phase

pytestmark = pytest.mark.django_db(transaction=True)


def open_event(page, **fields):
    event = make_event(**fields)
    page.goto(f"/admin/events/event/{event.pk}/change/")
    return event


def tabs(page, field):
    """The tabs of a field: the list right before its rows."""
    return page.locator(f".language-tabs:has(+ .field-{field}_fi) [role=tab]")


def test_text_is_edited_in_one_language_at_a_time(staff_page):
    event = open_event(staff_page, title_fi="Tapahtuma")
    expect(staff_page.locator("#id_title_fi")).to_be_visible()
    expect(staff_page.locator("#id_title_sv")).to_be_hidden()

    tabs(staff_page, "title").nth(1).click()
    staff_page.fill("#id_title_sv", "Evenemang")
    staff_page.click("[name=_save]")

    expect(staff_page.locator(".messagelist .success")).to_be_visible()
    event.refresh_from_db()
    assert (event.title_fi, event.title_sv) == ("Tapahtuma", "Evenemang")


def test_empty_language_says_so_and_stops_saying_it(staff_page):
    open_event(staff_page, title_fi="Tapahtuma")
    finnish, swedish = (tabs(staff_page, "title").nth(number) for number in (0, 1))
    expect(finnish).not_to_have_class("is-empty")
    expect(swedish).to_have_class("is-empty")

    swedish.click()
    staff_page.fill("#id_title_sv", "Evenemang")

    expect(swedish).not_to_have_class("is-empty")


def test_tabs_are_walked_with_the_arrow_keys(staff_page):
    open_event(staff_page)

    tabs(staff_page, "title").nth(0).focus()
    staff_page.keyboard.press("ArrowRight")
    expect(tabs(staff_page, "title").nth(1)).to_be_focused()
    expect(tabs(staff_page, "title").nth(1)).to_have_attribute("aria-selected", "true")
    staff_page.keyboard.press("ArrowLeft")
    staff_page.keyboard.press("ArrowLeft")

    expect(tabs(staff_page, "title").nth(2)).to_be_focused()
    expect(staff_page.locator("#id_title_en")).to_be_visible()


def test_home_and_end_lead_to_the_first_and_the_last_language(staff_page):
    open_event(staff_page)

    tabs(staff_page, "title").nth(1).focus()
    staff_page.keyboard.press("End")
    expect(tabs(staff_page, "title").nth(2)).to_be_focused()
    staff_page.keyboard.press("Home")

    expect(tabs(staff_page, "title").nth(0)).to_be_focused()
    expect(staff_page.locator("#id_title_fi")).to_be_visible()


def test_keyboard_meets_one_tab_and_then_the_text(staff_page):
    open_event(staff_page)

    tabs(staff_page, "title").nth(0).focus()
    staff_page.keyboard.press("Tab")

    expect(staff_page.locator("#id_title_fi")).to_be_focused()


def test_tabs_and_panels_tell_of_each_other(staff_page):
    open_event(staff_page, title_fi="Tapahtuma", title_en="Event")

    names = tabs(staff_page, "title").all_inner_texts()
    list_name = staff_page.locator(".language-tabs").nth(0).get_attribute("aria-label")
    tab = tabs(staff_page, "title").nth(2)
    tab.click()
    panel = staff_page.locator(f"#{tab.get_attribute('aria-controls')}")

    assert names == ["Suomi", "Svenska – tyhjä", "English"]
    assert list_name == "Kieli: Otsikko"
    expect(panel).to_have_role("tabpanel")
    expect(panel).to_have_accessible_name("English")
    expect(panel.locator("input")).to_have_value("Event")
    expect(tab.locator("span").nth(0)).to_have_attribute("lang", "en")


def test_chosen_language_holds_for_every_text_and_for_the_next_page(staff_page):
    open_event(staff_page)

    tabs(staff_page, "title").nth(2).click()
    expect(staff_page.locator("#id_note_en")).to_be_visible()
    open_event(staff_page)

    expect(staff_page.locator("#id_title_en")).to_be_visible()
    expect(staff_page.locator("#id_title_fi")).to_be_hidden()


def test_error_opens_its_own_tab(staff_page):
    open_event(staff_page)
    tabs(staff_page, "title").nth(0).click()
    staff_page.fill("#id_title_fi", "")
    tabs(staff_page, "title").nth(1).click()
    staff_page.eval_on_selector("form#event_form", "form => form.noValidate = true")

    staff_page.click("[name=_save]")

    expect(staff_page.locator(".field-title_fi .errorlist")).to_be_visible()
    expect(tabs(staff_page, "title").nth(0)).to_have_attribute("aria-selected", "true")
    expect(tabs(staff_page, "title").nth(0)).to_have_text("Suomi – virheitä: 1")
    expect(tabs(staff_page, "title").nth(1)).not_to_contain_text("virhe")
    assert Event.objects.get().title_fi != ""


def test_part_that_is_added_on_the_page_has_its_tabs(staff_page):
    phase = make_phase()
    staff_page.goto(f"/admin/programme/programme/{phase.programme.pk}/change/")

    staff_page.click("#phases-group .add-row a")
    added = staff_page.locator("#phases-1")
    added.locator("[role=tab]").nth(1).click()

    expect(added.locator("#id_phases-1-name_sv")).to_be_visible()
    expect(added.locator("#id_phases-1-name_fi")).to_be_hidden()


def test_tabs_still_work_after_a_part_before_them_is_taken_away(staff_page):
    phase = make_phase()
    staff_page.goto(f"/admin/programme/programme/{phase.programme.pk}/change/")
    for _time in range(2):
        staff_page.click("#phases-group .add-row a")

    staff_page.click("#phases-1 .inline-deletelink")
    left = staff_page.locator("#phases-1")
    left.locator("[role=tab]").nth(2).click()

    expect(left.locator("#id_phases-1-name_en")).to_be_visible()
    expect(left.locator(".field-name_en")).to_have_accessible_name("English – tyhjä")


def test_without_script_every_language_is_there(browser, live_server):
    context = browser.new_context(
        base_url=live_server.url, locale="fi-FI", java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page)

    open_event(page)

    for language in ("fi", "sv", "en"):
        expect(page.locator(f"#id_title_{language}")).to_be_visible()
        expect(page.locator(f"label[for=id_title_{language}]")).to_have_text(
            f"Otsikko [{language}]:"
        )
    context.close()
