"""Pictures of every kind of page: what `bin/screenshots` runs."""

import sys
import tempfile

from playwright.sync_api import sync_playwright

from tests.browser.checks import site as sites
from tests.browser.checks.kinds import KINDS
from tests.browser.checks.opening import Doors, launch
from tests.browser.checks.site import ROOT

FOLDER = ROOT / "var" / "screenshots"
LANGUAGE = "fi"
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")


def main(names):
    """Draw the kinds whose name begins with one of the names, or all of them."""
    kinds = [kind for kind in KINDS if not names or kind.name.startswith(tuple(names))]
    if not kinds:
        sys.exit(f"No kind of page begins with “{names[0]}”: {', '.join(k.name for k in KINDS)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    say("Starting a site with examples ...")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites.prepare(folder)
        browser = launch(playwright)
        with sites.served(folder) as site:
            doors = Doors(browser, site)
            for number, kind in enumerate(kinds, start=1):
                say(f"{number}/{len(kinds)} {kind.name}")
                draw(doors, kind)
        browser.close()
    say(f"The pictures are in {FOLDER}/")


def draw(doors, kind):
    """Draw a kind in each width and colour scheme; it is opened once."""
    with doors.opened(kind, LANGUAGE, reduced_motion="reduce") as opened:
        for width in WIDTHS:
            opened.page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                opened.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                path = FOLDER / f"{kind.name}-{width}-{scheme}.png"
                opened.page.screenshot(path=path, full_page=True)


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
