"""All pages of the copy in one list, in place of the search."""

import unicodedata
from itertools import groupby

# The Finnish and the Swedish alphabet end so; other accents make no difference.
LAST = {"å": "{", "ä": "|", "ö": "}"}


def letters(titles, language):
    """
    The pages in a language by their first letter, as [(letter, [(address, title, its language)])].

    `titles` are those of all pages by address. Parts of lists, which have a query, are left out.
    """
    pages = [
        (at, title, other)
        for at, (title, other) in titles.items()
        if at.startswith(f"/{language}/") and "?" not in at and title
    ]
    pages.sort(key=lambda page: (alphabetical(page[1]), page[0]))
    return [
        (letter, list(group)) for letter, group in groupby(pages, key=lambda page: initial(page[1]))
    ]


def initial(title):
    """The letter under which a title stands; numbers and signs stand together, first."""
    first = alphabetical(title)[:1]
    as_letter = {key: letter for letter, key in LAST.items()}.get(first, first)
    return as_letter.upper() if as_letter.isalpha() else "0–9"


def alphabetical(title):
    """A key by which titles sort as in a Finnish or Swedish list."""
    plain = "".join(
        LAST.get(letter) or unicodedata.normalize("NFD", letter)[0] for letter in title.casefold()
    )
    return plain.lstrip("“”\"'’–-( ")
