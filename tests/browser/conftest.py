"""A real browser in front of a real server."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.checks.opening import launch
from tests.factories import make_staff

# Playwright runs an event loop in this thread; the database is asked from outside of it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser():
    """The Chromium that `bin/test` has found."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, live_server):
    """A fresh page; a message of the browser's console fails the test."""
    context = browser.new_context(base_url=live_server.url, locale="fi-FI")
    page = context.new_page()
    page.set_default_timeout(10_000)
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    yield page
    context.close()
    assert told == []


@pytest.fixture
def staff_page(page):
    """A page on which an administrator has signed in."""
    sign_in(page)
    return page


def sign_in(page):
    """Sign in as a new administrator, as a person does."""
    staff = make_staff(password="secret")
    page.goto("/admin/")
    page.fill("#id_login", staff.username)
    page.fill("#id_password", "secret")
    page.click("form:has(#id_login) button")
