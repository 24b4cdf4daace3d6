"""A frozen copy of the site in a browser: below any address, and from a disk without a network."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.freezing.conftest import freeze, make_site
from tests.freezing.plain import plain_server

PHONE = {"width": 320, "height": 640}


@pytest.fixture(params=["on a server, below a folder", "on a disk"])
def home(request, db, settings, tmp_path):
    """The address of the copy's home page, and the folder of the copy."""
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://icc.example.org", ["icc.example.org"]
    settings.MEDIA_ROOT = tmp_path / "media"
    make_site()
    freeze(copy := tmp_path / "kept" / "old-site")
    with ExitStack() as stack:
        root = f"{tmp_path.as_uri()}/kept/"
        if "server" in request.param:
            root = stack.enter_context(plain_server(tmp_path / "kept"))
        yield f"{root}old-site/fi/index.html", copy


@pytest.fixture
def reader(browser):
    """A page on a telephone, with the addresses it has asked for; what the console says fails the test."""
    context = browser.new_context(viewport=PHONE, locale="fi-FI")
    page, told = context.new_page(), []
    page.asked = []
    page.set_default_timeout(10_000)
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    yield page
    context.close()
    assert told == []


def is_as_wide_as_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_reader_walks_from_the_home_page_to_an_event_in_another_language(home, reader):
    address, copy = home
    root = address.removesuffix("fi/index.html")

    reader.goto(address)
    banner = reader.get_by_text("Jäädytetty 26.11.2026 – ei enää päivitetä.")
    assert (banner.count(), is_as_wide_as_the_screen(reader)) == (1, True)
    reader.locator("header summary").first.click()
    reader.locator("nav a[href$='events/index.html']").first.click()
    reader.get_by_role("link", name="Kaupunkilabra").first.click()
    assert reader.locator("h1").inner_text() == "Kaupunkilabra"
    reader.locator("a[hreflang=sv]").first.click()
    assert reader.url == f"{root}sv/events/lab/index.html"
    assert reader.get_by_text("Fryst 26.11.2026 – uppdateras inte längre.").count() == 1
    assert is_as_wide_as_the_screen(reader)

    file = reader.locator("a[href$='event.ics']").first.evaluate("link => link.href")
    name = Path(file.removeprefix(root))
    assert (copy / name).read_text().startswith("BEGIN:VCALENDAR")
    assert [each for each in reader.asked if not each.startswith(root)] == []
