"""How a hit is shown: its words marked, an excerpt around them, each text in its language."""

from dataclasses import dataclass
from unicodedata import normalize

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from programme.templatetags.programme_tags import ONLY_IN
from search.words import PART, found_in, in_small_letters

# Letters of an excerpt: before its first hit, and in all.
BEFORE, LENGTH = 70, 240


@dataclass(frozen=True)
class Hit:
    """One thing that was found, ready to be shown."""

    address: str
    code: SafeString
    title: SafeString
    facts: list
    excerpt: SafeString


def hits(kind, rows, words):
    """The things of a kind with these primary keys, in this order, as far as they are public now."""
    things = {thing.pk: thing for thing in kind.read_public(list(rows))}
    return [hit(kind, things[row], words) for row in rows if row in things]


def hit(kind, thing, words):
    """One thing, with the words marked that answered."""
    code, title = kind.code_of(thing), kind.title_of(thing)
    names = [
        name
        for name in kind.names_of(thing)
        if name.text not in (code, title.text) and spots(name.text, words)
    ]
    facts = [fact for fact in [*names, *kind.facts_of(thing)] if fact.text]
    when = kind.time_in_words(thing)
    return Hit(
        address=kind.address_of(thing),
        code=with_marks(code, words),
        title=in_its_language(title, words, is_told=not kind.is_name),
        facts=[with_marks(when, words)] * bool(when)
        + [in_its_language(fact, words) for fact in facts],
        excerpt=excerpt([text for text in kind.texts_of(thing) if text.text], words),
    )


def in_its_language(told, words, *, is_told=False):
    """A text with marks; in another language than the page with `lang`, and told so if asked."""
    marked = with_marks(told.text, words)
    if not told.is_fallback:
        return marked
    marked = format_html('<span lang="{}">{}</span>', told.language, marked)
    if not is_told:
        return marked
    only = ONLY_IN[told.language]
    return format_html('{} <small class="language-mark">({})</small>', marked, only)


def excerpt(texts, words):
    """Of the texts the one that answers best, around its first hit; empty when there is none."""
    if not texts:
        return SafeString("")
    best = max(texts, key=lambda told: len(set(found(told.text, words))))
    return in_its_language(type(best)(cut(best.text, words), best.language), words)


def cut(text, words):
    """As much of a text as an excerpt shows, in whole words, with "…" where something is left out."""
    text = " ".join(normalize("NFC", text).split())
    first = min(spots(text, words), default=(0, 0))[0]
    start = text.find(" ", first - BEFORE) + 1 if first > BEFORE else 0
    start = min(start, first)
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def with_marks(text, words):
    """A text as HTML in which the words are marked."""
    text = normalize("NFC", str(text))
    pieces, last = [], 0
    for start, end in spots(text, words):
        pieces.append((text[last:start], text[start:end]))
        last = end
    if not pieces:
        return escape(text)
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return marked + escape(text[last:])


def found(text, words):
    """Which of the words stand in a text."""
    for _match, word, joined in found_in(normalize("NFC", text)):
        yield from words.intersection((word, word.replace("-", ""), *joined))


def spots(text, words):
    """Where the words stand in a text, as (start, end); of a joined word the parts that answer."""
    result = []
    for match, word, joined in found_in(text):
        if words.intersection(joined):
            inner = PART.finditer(text, *match.span())
            result += [part.span() for part in inner if in_small_letters(part[0]) in words]
        elif word in words or word.replace("-", "") in words:
            result.append(match.span())
    return result
