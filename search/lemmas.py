"""The base forms and the parts of Finnish, Swedish and English words, by simplemma's dictionaries."""

import re
from functools import cache, lru_cache

from django.conf import settings
from django.core.files import locks
from simplemma import Lemmatizer, __version__
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

LANGUAGES = ("fi", "sv", "en")
# Languages that write compounds in one word.
COMPOUNDING = ("fi", "sv")
SHORTEST_HEAD, SHORTEST_TAIL = 3, 4
# What the dictionaries take for another word: "hyödyt" for a form of the verb.
CORRECTIONS = {"fi": {"hyötyä": "hyöty"}, "sv": {}, "en": {}}

# The cases of Finnish names that no dictionary knows: Thessaloniki, Thessalonikissa.
CASES = re.compile(r"(.{4,}?)(i?)(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi)")

# As tries they take 23 MB for three languages instead of 460, and are read in an instant once they have
# been made, which takes some seconds and 700 MB.
FOLDER = settings.DATA_DIR / "dictionaries" / __version__
tries = TrieDictionaryFactory(disk_cache_dir=str(FOLDER))
dictionary = DictionaryLookupStrategy(tries)
lemmatizer = Lemmatizer(
    cache_max_size=20_000,
    lemmatization_strategy=DefaultStrategy(greedy=True, dictionary_factory=tries),
)


@cache
def _read(language):
    """Read a dictionary, once in a process; the first process of all makes it, and others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        tries.get_dictionary(language)


def read_dictionaries():
    """Read them all before anybody waits for one."""
    for language in LANGUAGES:
        _read(language)


def base_forms(word, language):
    """
    The base forms of a word in small letters: "kaupungeille" → {"kaupunki"}.

    Several, since a word may be a name as well ("porin": "Pori" and "pora").
    """
    _read(language)
    forms = {lemmatizer.lemmatize(way, language) for way in (word, word.capitalize())}
    bases = {form.casefold().strip(".") for form in forms}
    if language == "fi" and bases == {word} and (name := CASES.fullmatch(word)):
        bases |= {name[1], name[1] + name[2]}
    return {CORRECTIONS[language].get(base, base) for base in bases} - {""}


def parts(word, language):
    """
    The base forms of the words of which a compound is made: {"kaupunki", "hallitus"}.

    Where both halves are in the dictionary, at every place where that is so: "för" + "slag" too.
    """
    if language not in COMPOUNDING:
        return set()
    found = set()
    for at in range(SHORTEST_HEAD, len(word) - SHORTEST_TAIL + 1):
        head, tail = word[:at], word[at:]
        if is_known(tail, language) and is_known(head, language):
            for half in (head, tail):
                found |= {half} | base_forms(half, language) | parts(half, language)
    return found


@lru_cache(maxsize=20_000)
def is_known(word, language):
    """Whether a word is in the dictionary, as a name or otherwise."""
    _read(language)
    return dictionary.is_dictionary_member(word, language) or dictionary.is_dictionary_member(
        word.capitalize(), language
    )
