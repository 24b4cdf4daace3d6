"""
The cookies of the site, and what it leaves in the browser's own storage: all that there are.

Names and lives are those of the settings that set them. Each is needed for what the reader does,
so none is asked for (Act 917/2014, section 205). A test visits every kind of page and finds no other.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Cookie(NamedTuple):
    """A cookie: where it comes from, what for, and after what it ends; None when the browser is closed."""

    name: str
    where: Promise
    purpose: Promise
    life: timedelta | None


def _seconds(number):
    return timedelta(seconds=number) if number else None


def cookies():
    """Every cookie, as the settings are now."""
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            _("At sign-in"),
            _("Knows you again from page to page while you are signed in."),
            None
            if settings.ACCOUNT_SESSION_REMEMBER is False
            else _seconds(settings.SESSION_COOKIE_AGE),
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("On pages with a form that is sent: feedback, sign-in, reporting, back office"),
            _("Makes sure that a form was sent from this site and by you."),
            _seconds(settings.CSRF_COOKIE_AGE),
        ),
        Cookie(
            settings.LANGUAGE_COOKIE_NAME,
            _("When a language is chosen in the back office"),
            _("Remembers the language of the back office."),
            _seconds(settings.LANGUAGE_COOKIE_AGE),
        ),
        Cookie(
            CookieStorage.cookie_name,
            _("After something was done in the back office or at a desk"),
            _("Carries a sentence such as “saved” to the next page, and is removed there."),
            None,
        ),
    ]


# Kept by scripts in the browser, never sent to us: (key, where, purpose).
STORED = [
    (
        "edited-language",
        _("In the forms of the back office"),
        _("Remembers which language of the texts was open last."),
    ),
]
