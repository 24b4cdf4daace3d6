"""
Cells that no spreadsheet takes for a formula, and back again.

https://owasp.org/www-community/attacks/CSV_Injection. The same rule in both formats, since files get converted.
"""

import re

# A text that begins like a formula, or already has apostrophes in front of one.
LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
FIRST = frozenset("'=+-@\t\r")


def guarded(text):
    """The text with an apostrophe in front where it could be taken for a formula."""
    return f"'{text}" if text[:1] in FIRST and LIKE_FORMULA.match(text) else text


def unguarded(text):
    """What `guarded` has guarded."""
    return text[1:] if text.startswith("'") and LIKE_FORMULA.match(text) else text
