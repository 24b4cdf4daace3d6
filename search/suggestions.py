"""What to try when nothing was found."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from search.finding import found_by

# Of so many words one is left out in turn.
MOST_LEFT_OUT = 5


def of(terms, sought, language):
    """What other languages have, and what is found without one of the words; `sought` is that of the terms."""
    return {
        "languages": list(_in_other_languages(terms, sought, language)),
        "shorter": list(_without_a_word(terms, sought, language)),
    }


def _in_other_languages(terms, sought, language):
    """As (language, address, how many)."""
    for code, _name in settings.LANGUAGES:
        if code != language and (count := found_by(sought, code).count):
            with translation.override(code):
                address = reverse("search:search")
            yield translation.get_language_info(code), f"{address}?{_query(terms)}", count


def _without_a_word(terms, sought, language):
    """As (word left out, query of the others, how many)."""
    if len(terms) < 2:
        return
    for left_out in terms[:MOST_LEFT_OUT]:
        others = [term for term in terms if term != left_out]
        by_others = {term: found for term, found in sought.items() if term != left_out}
        if count := found_by(by_others, language).count:
            yield left_out.text, _query(others), count


def _query(terms):
    return urlencode({"q": " ".join(term.text for term in terms)})
