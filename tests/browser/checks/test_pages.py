"""Every kind of page in every language: open to everybody, silent, and no wider than the screen."""

import pytest

from privacy.cookies import cookies
from tests.browser.checks.excuses import is_excused
from tests.browser.checks.visits import visit


@pytest.fixture(scope="module")
def seen(doors, kind, language, axe):
    """What one visit has found out."""
    return visit(doors, axe, kind, language)


def test_page_is_the_one_that_is_meant(seen, kind):
    assert seen.status == kind.status


def test_page_says_its_language_and_has_one_heading(seen, language):
    assert seen.language == language
    assert len(seen.headings) == 1
    assert seen.headings[0].strip() != ""


def test_page_has_no_barrier_that_axe_finds(seen):
    assert "\n".join(seen.barriers) == ""


def test_page_is_no_wider_than_the_screen(seen):
    assert "\n".join(seen.too_wide) == ""


def test_page_asks_no_other_host_and_is_silent(seen, site):
    assert seen.asked != []
    assert [url for url in seen.asked if not url.startswith(f"{site.address}/")] == []
    assert "\n".join(seen.heard) == ""


def test_page_leaves_no_cookie_that_the_page_of_cookies_does_not_name(seen):
    assert set(seen.cookies) <= {cookie.name for cookie in cookies()}


def test_page_has_valid_markup(seen, kind, checker, tell):
    errors, warnings = checker.judge(seen.source)

    area = kind.name.partition("-")[0]
    tell(*(f"vnu warns of “{area}”: {each}" for each in warnings))
    assert "<h1" in seen.source
    assert "\n".join(each for each in errors if not is_excused(each)) == ""
