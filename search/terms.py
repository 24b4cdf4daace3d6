"""What somebody seeks: the words of a query, and how near what is written comes to each of them."""

import re
from dataclasses import dataclass
from unicodedata import normalize

from search.lemmas import LANGUAGES, base_forms
from search.models import Closeness
from search.words import found_in, plain

MOST_TERMS = 10
# One letter is no beginning: it would find nearly everything.
SHORTEST_BEGINNING, SHORTEST_STEM = 2, 4
# They are left out where something else is sought.
SMALL_WORDS = {
    *("ja", "tai", "sekä", "on", "ei", "se", "että", "kun", "jos", "mikä", "miten", "missä"),
    *("och", "eller", "i", "på", "av", "för", "med", "till", "som", "en", "ett", "den", "det"),
    *("att", "är", "om", "vad", "hur", "var"),
    *("the", "a", "an", "and", "or", "of", "in", "on", "to", "for", "with", "is", "what", "how"),
}
# Endings of names and of words without their dots, which no dictionary knows.
ENDINGS = re.compile(
    r"(?:o?i(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|hin|ksi)|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi"
    r"|iin|an|on|en|in|un|oja|jen|ja|jä|n|ns|s)$"
)


@dataclass(frozen=True)
class Term:
    """One word of a query in small letters; its parts where it is joined of several."""

    text: str
    parts: tuple = ()
    is_stem: bool = False

    @property
    def bases(self):
        """Its base forms in any of the languages."""
        if self.is_stem:
            return set()
        bases = {base for language in LANGUAGES for base in base_forms(self.text, language)}
        return bases - {self.text}

    @property
    def is_beginning(self):
        """Whether it finds what goes on after it as well."""
        return len(self.text) >= SHORTEST_BEGINNING

    def closeness(self, letters, closeness, bases):
        """How near a word comes that is found by these letters, None when it is another one."""
        if letters == self.text and not self.is_stem:
            return closeness
        if letters in bases:
            return max(closeness, Closeness.BASE)
        is_begun = self.is_beginning and letters.startswith(self.text)
        return Closeness.PART if is_begun else None

    def loosened(self):
        """The terms to try when nothing answers this one: its parts, or what it begins with."""
        if self.parts:
            return [Term(part) for part in self.parts]
        stem = ENDINGS.sub("", plain(self.text))
        return [Term(stem, is_stem=True)] if len(stem) >= SHORTEST_STEM else []


def terms_of(query):
    """The words of a query, each once; small words only when there are no others."""
    terms = {
        word: Term(word, tuple(joined))
        for _match, word, joined in found_in(normalize("NFC", query))
    }
    telling = [term for word, term in terms.items() if word not in SMALL_WORDS]
    return telling or list(terms.values())
