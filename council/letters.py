"""
Which letters the typeface of the paper has.

PDF/UA forbids a letter without a shape, and typst then makes no file at all. So what the typeface
lacks (emoji, Arabic, Chinese) is shown by a mark on paper; the page shows it as it is.
"""

import struct
from bisect import bisect_right
from functools import cache
from pathlib import Path

FONT = Path(__file__).parent / "typst" / "fonts" / "SourceSans3.ttf"
MISSING = "□"
# Spaces, ends of lines, and the signs that join, divide and turn letters.
WITHOUT_SHAPE = frozenset(" \t\n\r\x85\xa0\xad\u2028\u2029\u202f\u205f\u2060\u3000\ufeff") | {
    chr(code) for code in range(0x2000, 0x2010)
}


def printable(text):
    """The text with a mark in place of each letter that has no shape."""
    return "".join(letter if _has(letter) else MISSING for letter in text)


def _has(letter):
    """Whether a letter has a shape, or is one that needs none."""
    starts, ends = _ranges()
    at = bisect_right(starts, ord(letter)) - 1
    if at >= 0 and ord(letter) <= ends[at]:
        return True
    return letter in WITHOUT_SHAPE


@cache
def _ranges():
    """The code points of the typeface as starts and ends of ranges, in order."""
    font = FONT.read_bytes()
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    offsets = [struct.unpack_from(">L", font, cmap + 8 + 8 * each)[0] for each in range(count)]
    # Format 12 of OpenType's cmap: whole ranges, of all of Unicode.
    whole = next(cmap + at for at in offsets if font[cmap + at : cmap + at + 2] == b"\0\x0c")
    (number,) = struct.unpack_from(">L", font, whole + 12)
    groups = [struct.unpack_from(">LL", font, whole + 16 + 12 * each) for each in range(number)]
    return tuple(zip(*groups, strict=True))


def _table(font, name):
    """Where a table of an OpenType file begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * each) for each in range(count))
    return next(offset for tag, _sum, offset, _length in records if tag == name)
