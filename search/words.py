"""How texts are taken apart into words, and by which letters each word is found."""

import re
from unicodedata import category, normalize

from search.lemmas import base_forms, parts
from search.models import LONGEST, Closeness

# A code such as 3.I.70, a name such as Hinku-tavoite or EU:n is one word, and so is each of its parts.
JOINTS = re.escape(".-\u2010–’'/:&+")
PART = re.compile(r"\w+")
WORD = re.compile(rf"\w+(?:[{JOINTS}]\w+)*")
# Letters that Unicode does not take apart into a plain one and its mark.
PLAIN = str.maketrans({"đ": "d", "\u0131": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"})
SHORTEST_PART = 4


def in_small_letters(word):
    """A word as words are compared."""
    return normalize("NFC", normalize("NFC", word).casefold())[:LONGEST]


def plain(word):
    """A word in small letters without its accents: "málaga" → "malaga"."""
    apart = normalize("NFD", word.translate(PLAIN))
    return "".join(letter for letter in apart if category(letter) != "Mn")


def found_in(text):
    """The words of a text in their order, each as (match, itself in small letters, its parts)."""
    for match in WORD.finditer(text):
        parts_of_it = PART.findall(match[0])
        joined = parts_of_it if len(parts_of_it) > 1 else []
        yield match, in_small_letters(match[0]), [in_small_letters(part) for part in joined]


def words(text):
    """All words of a text in small letters: each one, its parts, and all of it without hyphens."""
    found = set()
    for _match, word, joined in found_in(normalize("NFC", text)):
        found |= {word, *joined}
        if "-" in word:
            found.add(word.replace("-", ""))
    return found


def spellings(word, language):
    """
    The letters by which a word in small letters is found, with how close each of them is.

    People may leave accents out but do not put them where there are none: "malaga" finds Málaga.
    """
    bases = base_forms(word, language)
    halves = {
        half
        for form in {word} | bases
        for half in parts(form, language)
        if len(half) >= SHORTEST_PART
    }
    found = {}
    for letters, closeness in [
        ({word}, Closeness.AS_WRITTEN),
        (bases, Closeness.BASE),
        (halves, Closeness.PART),
    ]:
        for each in letters | {plain(each) for each in letters}:
            found.setdefault(each[:LONGEST], closeness)
    return found
