"""The list of kinds of pages leaves none out."""

import pytest
from django.contrib import admin
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLResolver

from tests.browser.checks.kinds import KINDS

# Addresses of ours that lead to no page of their own.
NO_PAGE = {
    "root": "leads to the home page",
    "healthz": "one word for machines",
    "job_health": "for machines",
    "metrics": "for machines",
    "robots": "for machines",
    "security_txt": "for machines",
    "sitemap": "for machines",
    "sitemap_part": "for machines",
    "set_language": "a button",
    "sign_out": "a button",
    "account_logout": "another name of “sign_out”",
    "account_login": "another name of “sign_in”",
    "account_signup": "another name of “sign_in”",
    "mfa_index": "another name of “account”",
    "mfa_list_webauthn": "another name of “account”",
    "account_sessions": "a button",
    "mfa_login_webauthn": "answers a script",
    "mfa_download_recovery_codes": "a file",
    "sign_in_go_on": "the page that the kind “session-again” comes to",
    "mfa_remove_webauthn": "needs a passkey, see tests/browser/test_sign_in.py",
    "mfa_reauthenticate_webauthn": "needs a passkey, see tests/browser/test_sign_in.py",
    "openid_connect_login": "leads to the city’s identity provider",
    "openid_connect_callback": "leads from the city’s identity provider",
    "account_set_password": "for accounts without one, of the looks of the kind “account-password”",
    "readers:thanks": "the page that the kind “feedback-sent” comes to",
    "material": "a file",
    "attachment": "a file",
    "events:event_calendar": "a file",
    "events:event_file": "a file",
    "council:round_summary_json": "a file",
    "council:round_summary_pdf": "a file",
    "council:summary_json": "a file",
    "council:summary_pdf": "a file",
    "reporting:round_csv": "a file",
    "reporting:round_json": "a file",
    "reporting:board_csv": "a file",
    "programme:news_feed": "a feed",
    "events:event_feed": "a feed",
    "events:benefit_feed": "a feed",
    "feed": "a feed",
    "basket_feed": "a feed",
    "strategy_feed": "a feed",
    "action_feed": "a feed",
    "events:event_change_feed": "a feed",
    "reporting:correction_feed": "a feed",
    "data_manifest": "for programs",
    "data_catalogue": "for programs",
    "data_file": "a file",
    "data_nothing": "for programs: nothing is there",
    "api_docs": "leads to the documentation of the API",
    "reporting:not_me": "a button; the page that it leads to is that of the kind “link-ended”",
}


class Anything(dict):
    """A name for whatever a path asks for."""

    def __missing__(self, key):
        return "1"


def our_names(resolver=None, namespace=""):
    """The names of all addresses of ours, those of the back office left to Django."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLResolver):
            yield f"{namespace}{pattern.name}"
        elif pattern.app_name != "admin":
            yield from our_names(pattern, f"{pattern.namespace}:" if pattern.namespace else "")


def names_of_kinds():
    """The names of the addresses that the kinds open; not of those that lead nowhere."""
    for kind in KINDS:
        path = kind.path.format_map(Anything())
        path = path if path.startswith("/") else f"/fi/{path}"
        if kind.name != "not-found":
            yield resolve(path.partition("?")[0]).view_name


def test_every_address_with_a_page_is_among_the_kinds():
    named = {name for name in our_names() if not name.startswith("api:")}

    assert set(NO_PAGE) <= named
    assert "programme:action_list" in named
    assert named - set(NO_PAGE) - set(names_of_kinds()) == set()


@pytest.mark.parametrize("page", ["changelist", "add", "change", "delete", "history"])
def test_back_office_has_each_of_its_pages_among_the_kinds(page):
    ours = {f"admin:{m._meta.app_label}_{m._meta.model_name}_{page}" for m in admin.site._registry}

    assert ours & set(names_of_kinds()) != set()


def test_kinds_have_names_of_their_own():
    names = [kind.name for kind in KINDS]

    assert len(set(names)) == len(names)
