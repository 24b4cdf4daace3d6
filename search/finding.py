"""Finding what answers a query, the best first. What is not public now is never among it."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation

from search import pages
from search.kinds import KIND, KINDS
from search.models import Closeness, Occurrence, Spelling
from search.terms import MOST_TERMS, Term

# Fewer rows than this are all looked at; of more, so many of each kind, in titles and in texts.
MANY, ENOUGH = 2000, 500
# How many words that begin like a term are taken into account.
MOST_BEGINNINGS = 500
LAST = chr(0x10FFFF)
# What groups there are, in the order in which equally good ones stand.
GROUPS = {"page": pages.Pages, **KIND}


@dataclass(frozen=True)
class Sought:
    """A term with the words that answer it, as {primary key: (closeness, the word)}."""

    term: Term
    answers: dict

    @classmethod
    def of(cls, term):
        """Ask the index which words answer a term."""
        bases, answers = term.bases, {}
        for key, word, letters, closeness in _spelled(term, bases):
            near = term.closeness(letters, closeness, bases)
            if near is not None and near < answers.get(key, (len(Closeness),))[0]:
                answers[key] = near, word
        return cls(term, answers)

    @classmethod
    def of_all(cls, terms):
        """
        The same of the terms of a query, as {term: [sought]}, for readers of any language.

        What nothing answers is read more loosely. One more than is searched for: one may be left out.
        """
        return {term: cls._loosely(term) for term in terms[: MOST_TERMS + 1]}

    @classmethod
    def _loosely(cls, term):
        sought = cls.of(term)
        looser = [] if sought.answers else [cls.of(each) for each in term.loosened()]
        return looser if any(each.answers for each in looser) else [sought]


def _spelled(term, bases):
    columns = ("word_id", "word__text", "letters", "closeness")
    spellings = Spelling.objects.order_by().values_list(*columns)
    yield from spellings.filter(letters__in={term.text} | bases)
    if term.is_beginning:
        begun = spellings.filter(letters__gte=term.text, letters__lt=term.text + LAST)
        yield from begun[:MOST_BEGINNINGS]


@dataclass(frozen=True)
class Found:
    """What answers a query: for each kind the primary keys, the best first."""

    rows: dict
    # The words that answer, as they stand in texts.
    words: frozenset
    # Kinds of which there is more than was looked at.
    cut: frozenset = frozenset()

    @property
    def count(self):
        """How many things of all kinds."""
        return sum(map(len, self.rows.values()))


def find(terms, language):
    """What readers of a language find by the terms of a query."""
    return found_by(Sought.of_all(terms), language)


def found_by(sought, language):
    """What readers of a language find by what is `sought` (of all terms): groups by their best."""
    sought = [each for some in list(sought.values())[:MOST_TERMS] for each in some]
    with translation.override(language):
        ranks, words = pages.find([each.term for each in sought])
        ranks = {("page", place): rank for place, rank in ranks.items()}
        days, cut = {}, frozenset()
        if sought and all(each.answers for each in sought):
            if len(sought) > 1:
                sought.sort(key=lambda each: _how_common(each, language))
            standing, cut = _standing(sought, language)
            days = {(kind, row): dated for kind, row, _word, _is_in_title, dated in standing}
            ranks |= _ranks(sought, standing, language)
        words |= {word for each in sought for _near, word in each.answers.values()}
        return Found(_grouped(ranks, days), frozenset(words), cut)


def _grouped(ranks, days):
    """The primary keys by kind, the best first, and the kinds by their best."""
    today = timezone.localdate()
    groups = {}
    # At last by its key, so that equally good ones stand in one order on either database.
    order = sorted(
        ranks, key=lambda thing: (ranks[thing], _nearness(days.get(thing), today), thing)
    )
    for kind, row in order:
        groups.setdefault(kind, []).append(row)
    place = {kind: number for number, kind in enumerate(GROUPS)}
    best = sorted(groups, key=lambda kind: (ranks[kind, groups[kind][0]], place[kind]))
    return {kind: groups[kind] for kind in best}


def _how_common(sought, language):
    rows = Occurrence.objects.filter(language=language, word__in=sought.answers)
    return rows[:MANY].count()


def _standing(sought, language):
    """Where the rarest of the terms stands together with the others, and which kinds were cut."""
    rows = _together(sought, language).values_list("kind", "row", "word_id", "is_in_title", "dated")
    if len(some := rows[:MANY]) < MANY:
        kinds = [KIND[name] for name in sorted({kind for kind, *_rest in some})]
        return list(rows.filter(_is_public(kinds))) if kinds else [], frozenset()
    found, cut = [], set()
    for kind in KINDS:
        for is_in_title in (True, False):
            of_kind = rows.filter(_is_public([kind]), kind=kind.name, is_in_title=is_in_title)
            some = list(of_kind[:ENOUGH])
            found += some
            cut |= {kind.name} if len(some) == ENOUGH else set()
    return found, frozenset(cut)


def _together(sought, language):
    first, *others = sought
    rows = Occurrence.objects.filter(language=language, word__in=first.answers)
    for other in others:
        same = Occurrence.objects.filter(
            row=OuterRef("row"), kind=OuterRef("kind"), language=language, word__in=other.answers
        )
        rows = rows.filter(Exists(same))
    return rows


def _is_public(kinds):
    """The condition that the thing itself is shown to visitors now."""
    return reduce(or_, (IS_PUBLIC[kind.name] for kind in kinds))


IS_PUBLIC = {
    kind.name: Q(kind=kind.name) & Q(Exists(kind.public().filter(pk=OuterRef("row"))))
    for kind in KINDS
}


def _ranks(sought, standing, language):
    """
    How well each thing answers, as {(kind, row): rank}; the least rank is the best.

    A term in the title comes before one in the texts; then as written before base form before
    beginning. A thing is as good as the term that it answers worst.
    """
    rows = [row[:4] for row in standing]
    if len(sought) > 1:
        others = {word for each in sought[1:] for word in each.answers}
        beside = Occurrence.objects.filter(
            row__in={row for _kind, row, *_rest in rows}, language=language, word__in=others
        )
        rows += beside.values_list("kind", "row", "word_id", "is_in_title")
    ranks = {row[:2]: [(True, len(Closeness))] * len(sought) for row in standing}
    for kind, row, word, is_in_title in rows:
        if answered := ranks.get((kind, row)):
            for place, each in enumerate(sought):
                if word in each.answers:
                    near = (not is_in_title, each.answers[word][0])
                    answered[place] = min(answered[place], near)
    return {thing: max(answered) for thing, answered in ranks.items()}


def _nearness(dated, today):
    """What is to come first, the next one first of all; then the latest; at last what has no day."""
    if dated is None:
        return 2, 0
    days = (dated - today).days
    return (0, days) if days >= 0 else (1, -days)
