"""What the back office adds to Django's admin for the keyboard and for those who listen."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_action, make_participation

pytestmark = pytest.mark.django_db(transaction=True)


def test_cells_of_a_table_are_named_by_their_columns(staff_page):
    city = make_participation().city

    staff_page.goto(f"/admin/programme/city/{city.pk}/change/")
    staff_page.click("#participations-group .add-row a")

    for number in (0, 1):
        role = staff_page.locator(f"#id_participations-{number}-role")
        expect(role).to_have_accessible_name("Rooli")


def test_day_and_time_are_named_by_the_moment_that_they_belong_to(staff_page):
    staff_page.goto("/admin/programme/city/add/")

    expect(staff_page.locator("#id_publish_at_0")).to_have_accessible_name(
        "Julkaistaan sivustolla, Pvm"
    )
    expect(staff_page.locator("#id_publish_at_1")).to_have_accessible_name(
        "Julkaistaan sivustolla, Klo"
    )


def test_searched_field_is_named_also_while_nothing_is_chosen(staff_page):
    staff_page.goto("/admin/programme/participation/add/")
    box = staff_page.get_by_role("combobox", name="Kaupunki", exact=True)

    box.click()

    expect(box).to_have_attribute("aria-expanded", "true")
    found = staff_page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(found).to_have_accessible_name("Kaupunki")
    expect(staff_page.locator(".select2-search__field")).to_have_accessible_name("Kaupunki")


def test_searched_field_of_an_added_row_is_named(staff_page):
    action = make_action()

    staff_page.goto(f"/admin/programme/strategyaction/{action.pk}/change/")
    staff_page.click("#responsibilities-group .add-row a")

    row = staff_page.locator("#responsibilities-0")
    expect(row.get_by_role("combobox", name="Organisaatio", exact=True)).to_be_visible()


def test_errors_of_a_form_take_the_keyboard_and_tell_of_their_fields(staff_page):
    staff_page.goto("/admin/programme/city/add/")

    staff_page.fill("#id_publish_at_0", "joskus")
    staff_page.click("[name=_save]")

    expect(staff_page.locator(".errornote")).to_be_focused()
    expect(staff_page.locator("#id_slug")).to_have_accessible_description(
        re.compile(r"Tämä kenttä vaaditaan\.$")
    )
    expect(staff_page.locator("#id_publish_at_0")).to_have_attribute(
        "aria-describedby", re.compile(r"\bid_publish_at_error\b")
    )


def test_calendar_is_entered_and_left_by_the_keyboard(staff_page):
    staff_page.goto("/admin/programme/city/add/")
    link = staff_page.locator("#calendarlink0")

    link.press("Enter")
    expect(staff_page.get_by_role("link", name="Edellinen kuukausi")).to_be_focused()
    staff_page.keyboard.press("Escape")

    expect(link).to_be_focused()
    expect(staff_page.locator("#calendarbox0")).to_be_hidden()


@pytest.mark.parametrize("address", ["", "programme/city/", "programme/city/add/"])
def test_back_office_is_as_wide_as_a_small_phone(staff_page, address):
    make_participation()
    staff_page.set_viewport_size({"width": 320, "height": 640})

    staff_page.goto(f"/admin/{address}")

    expect(staff_page.locator("h1")).to_be_visible()
    assert staff_page.evaluate("document.documentElement.scrollWidth") == 320
