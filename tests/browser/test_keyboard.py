"""Ways through the site with nothing but a keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.factories import make_action, make_event, make_milestone

pytestmark = pytest.mark.django_db(transaction=True)

# More steps than a person would take to anything on our pages.
FAR = 40


def walk_to(page, selector):
    """Press Tab until what is wanted has the focus, which must be seen all the way."""
    wanted = page.locator(selector)
    for _ in range(FAR):
        page.keyboard.press("Tab")
        assert is_seen(page.locator(":focus")), f"the focus cannot be seen before {selector}"
        if wanted.evaluate_all("(all) => all.includes(document.activeElement)"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def is_seen(focused):
    """Whether what has the focus is outlined and lies within the window."""
    return focused.evaluate(
        """(element) => {
            const { top, bottom, width } = element.getBoundingClientRect();
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            const isOutlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
            return isOutlined && width > 0 && bottom > 0 && top < innerHeight;
        }"""
    )


def skip_to_content(page):
    """Over the header by the first link of the page."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def choose(page, selector, letters):
    """Walk to a select and type the beginning of a choice."""
    walk_to(page, selector)
    page.keyboard.type(letters)


@pytest.mark.parametrize("width", [320, 1280])
def test_event_is_found_opened_and_taken_to_the_own_calendar(page, width):
    make_event(slug="lab", title_en="Harbour lab", kind="city_lab")
    make_event(title_en="Harbour talk", kind="seminar")
    make_event(title_en="Forest lab", kind="city_lab")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/en/events/")

    skip_to_content(page)
    walk_to(page, "#id_q")
    page.keyboard.type("harbour")
    expect(page.locator("main [role=status]")).to_have_text("2 events")
    choose(page, "#id_kind", "City")
    expect(page.locator("main [role=status]")).to_have_text("1 event")
    walk_to(page, ".event-row a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Harbour lab")
    skip_to_content(page)
    walk_to(page, "main a[href$='event.ics']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "lab.ics"
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"Harbour lab" in content


@pytest.mark.parametrize("width", [320, 1280])
def test_action_is_found_opened_and_left_again(page, width):
    wanted = make_action(title_en="Plant trees", status="planning")
    make_milestone(action=wanted, title_en="The first hundred")
    make_action(title_en="Plant bushes", status="completed")
    make_action(title_en="Build", status="planning")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/en/actions/")

    skip_to_content(page)
    walk_to(page, "#id_q")
    page.keyboard.type("plant")
    expect(page.locator(".action-row")).to_have_count(2)
    choose(page, "#id_status", "Plan")
    expect(page.locator(".action-row")).to_have_count(1)
    expect(page.locator("#id_status")).to_be_focused()
    walk_to(page, ".action-row a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Plant trees")
    expect(page.locator("main")).to_contain_text("The first hundred")
    page.go_back()

    expect(page.locator("#id_q")).to_have_value("plant")
    expect(page.locator("#id_status")).to_have_value("planning")
    expect(page.locator(".action-row")).to_have_count(1)


def test_button_works_for_who_presses_it(page):
    make_action(title_en="Plant trees")
    make_action(title_en="Build")
    page.goto("/en/actions/")

    skip_to_content(page)
    walk_to(page, "#id_q")
    page.keyboard.type("plant")
    walk_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.locator(".action-row")).to_have_count(1)
    expect(page.locator("main button[type=submit]")).to_be_focused()
    walk_to(page, ".filters__clear")
    page.keyboard.press("Enter")
    expect(page.locator(".action-row")).to_have_count(2)
