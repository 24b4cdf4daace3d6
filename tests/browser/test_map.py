import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_city

pytestmark = pytest.mark.django_db(transaction=True)

SMALLER_SIDE = """
    area => { const { width, height } = area.getBoundingClientRect(); return Math.min(width, height) }
"""


@pytest.fixture
def cities(transactional_db):
    """Two cities on the map and one beside it."""
    make_city(slug="pori", name_en="Pori", latitude=61.48, longitude=21.79, is_home=True)
    make_city(slug="cork", name_en="Cork", latitude=51.9, longitude=-8.47, country="IE")
    make_city(slug="busan", name_en="Busan", latitude=35.1, longitude=129.03, country="KR")


def test_map_has_land_and_large_targets_and_leads_to_a_city(page, cities):
    page.set_viewport_size({"width": 1280, "height": 900})

    with page.expect_response("**/europe*.svg") as land:
        page.goto("/fi/cities/")
    areas = page.locator(".map__reach")
    sides = [area.evaluate(SMALLER_SIDE) for area in areas.all()]
    page.locator(".map__picture a[href$='/cork/'] .map__reach").click()

    assert land.value.ok
    assert len(sides) == 2
    assert min(sides) >= 24
    page.wait_for_url("**/fi/cities/cork/")


@pytest.mark.parametrize("width", [320, 1280])
def test_land_is_drawn_and_fits(page, cities, width):
    page.set_viewport_size({"width": width, "height": 900})

    page.goto("/fi/cities/", wait_until="networkidle")

    # The land is about as large as the sheet once it has come, and has no size before.
    expect(page.locator(".map__land")).to_be_visible()
    land, sheet = (page.locator(part).bounding_box() for part in (".map__land", ".map__picture"))
    assert land["width"] > 0.9 * sheet["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keyboard_reaches_each_city_once(page, cities):
    page.goto("/fi/cities/")

    reached = []
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body"):
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        page.keyboard.press("Tab")

    assert [link for link in reached if re.fullmatch(r"/fi/cities/.+/", link or "")] == [
        "/fi/cities/busan/",
        "/fi/cities/cork/",
        "/fi/cities/pori/",
    ]
