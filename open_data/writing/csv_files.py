"""
Comma-separated values by RFC 4180, in UTF-8 with the mark by which Excel knows it.

A text that a spreadsheet could take for a formula has an apostrophe in front (`guarding.py`).
"""

import csv
from codecs import BOM_UTF8

from open_data.reading import in_words
from programme.guarding import FIRST, guarded


class Echo:
    """A file for the writer of the standard library that hands back what is written."""

    def write(self, text):
        return text


def pieces(table):
    """The bytes of a table, a row at a time."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield BOM_UTF8 + writer.writerow(table.names).encode()
    for row in table.rows:
        # The writer itself leaves empty what is None, and a call for each would take most of the time.
        cells = [
            value
            if value is None or (type(value) is str and value[:1] not in FIRST)
            else cell(value)
            for value in row
        ]
        yield writer.writerow(cells).encode()


def cell(value):
    """A cell as text; numbers are not guarded, so that a negative one stays a number."""
    if isinstance(value, str | list):
        return guarded(in_words(value))
    return in_words(value)
