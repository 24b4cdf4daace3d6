"""What no log, letter or report of an error may hold."""

import logging
import re

from reporting.privacy import HideLinkSecrets, hidden

HIDDEN = [
    # The key of a link that sets a new password.
    (re.compile(r"(/password/[0-9A-Za-z]+-)[^/\s?#\"']+"), r"\1…"),
    (re.compile(r"\b((?:sessionid|csrf\w*|password|token|secret|key|code)=)[^\s&;,)]+"), r"\1…"),
    (re.compile(r"[^\s@<>()\[\]{}'\"/:;,=]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    # Addresses of clients; those of this machine are nobody's.
    (re.compile(r"\b(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b"), "…"),
    (re.compile(r"\bip=[0-9A-Fa-f.:]+"), "ip=…"),
    # PostgreSQL repeats the row that it refuses.
    (re.compile(r"\bDETAIL: .*"), "DETAIL: …"),
]


def scrubbed(text):
    """A text without secrets of links, e-mail addresses, addresses of clients and rows of the database."""
    text = hidden(text)
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


class Scrub(HideLinkSecrets):
    """Writes “…” for all of these in whatever is logged; belongs to each handler."""

    def filter(self, record):
        record.msg, record.args = scrubbed(record.getMessage()), ()
        if record.exc_info or record.exc_text:
            told = record.exc_text or logging.Formatter().formatException(record.exc_info)
            # A formatter takes the text of a traceback from here when there is one.
            record.exc_text = scrubbed(told)
        return True
