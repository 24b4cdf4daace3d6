"""
Comma-separated values by RFC 4180, in UTF-8 with the mark by which Excel knows it.

A text that a spreadsheet could take for a formula has an apostrophe in front (`guarding.py`).
"""

import re
from codecs import BOM_UTF8
from itertools import islice

from open_data.reading import in_words
from programme.guarding import FIRST, guarded

# As many rows as are looked at together.
SOME = 200
# A cell with one of these stands between quotes (RFC 4180, section 2).
SPECIAL = '",\r\n'
ANY_SPECIAL = re.compile(f"[{SPECIAL}]")


def pieces(table):
    """The bytes of a table, some rows at a time."""
    rows = iter(table.rows)
    yield BOM_UTF8 + _lines([table.names])
    while some := list(islice(rows, SOME)):
        yield _lines(some)


def _lines(rows):
    """As the writer of the standard library has them, which looks at each character and takes half of the time."""
    columns = map(_cells, zip(*rows, strict=True))
    return "".join(f"{','.join(row)}\r\n" for row in zip(*columns, strict=True)).encode()


def _cells(column):
    """The cells of a column as they are written; of most columns they need no look at each."""
    if set(map(type, column)) <= {str, type(None)}:
        texts = [text or "" for text in column]
        if not FIRST.isdisjoint([text[0] for text in texts if text]):
            texts = list(map(guarded, texts))
    else:
        texts = list(map(cell, column))
    together = "".join(texts)
    if any(mark in together for mark in SPECIAL):
        return list(map(quoted, texts))
    return texts


def quoted(text):
    """A text as a cell, between quotes where it must be."""
    if not ANY_SPECIAL.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def cell(value):
    """A cell as text; numbers are not guarded, so that a negative one stays a number."""
    if isinstance(value, str | list):
        return guarded(in_words(value))
    return in_words(value)
