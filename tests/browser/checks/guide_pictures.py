"""The pictures of the guide for staff: what `bin/screenshots --guide` runs."""

import tempfile

from playwright.sync_api import sync_playwright

from tests.browser.checks import site as sites
from tests.browser.checks.kinds import KINDS
from tests.browser.checks.opening import Doors, launch
from tests.browser.checks.site import ROOT

FOLDER = ROOT / "static" / "img" / "guide"
# Picture, kind of page, a field in the part of the page that is meant ("" is the top of the page).
PICTURES = [
    ("etusivu", "admin", ""),
    ("tapahtumat", "admin-list", ""),
    ("kielet", "admin-event", "title_fi"),
    ("paivamaara", "admin-event", "starts_on"),
    ("julkaisu", "admin-event", "is_public"),
]

# What is on every page, and would take half of the picture.
FRAME = "#header, #nav-sidebar, #toggle-nav-sidebar"
# In another time zone the pages would speak of the difference.
LOOKS = {"reduced_motion": "reduce", "timezone_id": "Europe/Helsinki"}


def main():
    """Draw the pictures, in Finnish, on a site with examples that is thrown away."""
    kinds = {kind.name: kind for kind in KINDS}
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites.prepare(folder)
        browser = launch(playwright)
        with sites.served(folder) as site:
            doors = Doors(browser, site)
            for name, kind, field in PICTURES:
                with doors.opened(kinds[kind], "fi", **LOOKS) as opened:
                    draw(opened.page, FOLDER / f"{name}.png", field)
        browser.close()


def draw(page, path, field):
    """A picture of the top of a page, or of what is around a field of its form; without its frame."""
    page.set_viewport_size({"width": 900, "height": 520})
    page.eval_on_selector_all(FRAME, "all => all.forEach(each => each.remove())")
    if not field:
        page.screenshot(path=path, clip={"x": 0, "y": 0, "width": 900, "height": 420})
        return
    place = page.locator(f"[name={field}]")
    place.scroll_into_view_if_needed()
    top = place.bounding_box()["y"] + page.evaluate("scrollY")
    clip = {"x": 0, "y": max(top - 110, 0), "width": 900, "height": 300}
    page.screenshot(path=path, full_page=True, clip=clip)


if __name__ == "__main__":
    main()
