"""The words that a visitor seeks: found in any case, in every language, with or without accents."""

import re
from collections import defaultdict
from unicodedata import normalize

from django.db.models import Q
from modeltranslation.utils import get_translation_fields

# Letters that Unicode does not take apart into a plain one and its mark.
ACCENTED = defaultdict(str, {"d": "đ", "i": "\u0131", "l": "ł", "o": "ø"})
for letter in map(chr, range(0xC0, 0x250)):
    ACCENTED[normalize("NFD", letter)[0].lower()] += letter


def patterns(words):
    """
    For each word a regular expression, to be used without regard to case.

    A plain letter also finds the accented ones, an accented one only itself. Expressions, since
    SQLite's LIKE folds the letters of English only; what is written here both databases and
    Python read alike.
    """
    return ["".join(map(_pattern, word)) for word in normalize("NFC", words).split()]


def _pattern(letter):
    if letter.isascii() and letter.isalpha():
        return f"[{letter}{ACCENTED[letter.lower()]}]"
    return re.escape(letter)


def stands_in(pattern, columns):
    """The condition that the pattern is found in one of the columns."""
    return Q(*((f"{column}__iregex", pattern) for column in columns), _connector=Q.OR)


def stand_in(words, columns):
    """The condition that each of the words is found in some of the columns."""
    return Q(*(stands_in(pattern, columns) for pattern in patterns(words)))


def contained(words, columns):
    """
    The condition that each word stands in some of the columns, letter for letter in any case.

    For large tables: 30 times quicker than `stand_in`, and without its forgiving of accents.
    SQLite's LIKE folds the letters of English only, hence the ways in which people write ä.
    """
    return Q(
        *(
            Q(
                *((f"{column}__icontains", way) for column in columns for way in _ways(word)),
                _connector=Q.OR,
            )
            for word in normalize("NFC", words).split()
        )
    )


def _ways(word):
    """A word in small letters, in capitals and with a capital: as few as tell LIKE all."""
    ways = (word.lower(), word.upper(), word.capitalize())
    return sorted({"".join(c.lower() if c.isascii() else c for c in way) for way in ways})


def in_every_language(*fields):
    """The columns of translated fields."""
    return [column for field in fields for column in get_translation_fields(field)]
