"""Keeping the index: reading things anew when they have changed, or all of them."""

import logging
from collections import defaultdict

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.utils import translation

from changes import versions
from changes.models import Change
from search.kinds import KIND, KINDS, SEEN_ELSEWHERE
from search.models import Occurrence, Spelling, Word
from search.words import spellings, words

logger = logging.getLogger(__name__)

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# How many things, words or changes are taken in hand together, in one transaction.
AT_ONCE = 200


@transaction.atomic
def take_in(kind, rows):
    """Read things of a kind anew, by their primary keys; those that are kept no longer are left out."""
    Occurrence.objects.filter(kind=kind.name, row__in=rows).delete()
    found = {}
    for thing in kind.read(kind.kept().filter(pk__in=rows)):
        dated = latest_day(kind, thing)
        for language in LANGUAGES:
            with translation.override(language):
                found[thing.pk, language, dated] = words_of(kind, thing)
    keys = learn({word for seen in found.values() for word in seen})
    Occurrence.objects.bulk_create(
        Occurrence(
            row=row,
            kind=kind.name,
            language=language,
            word_id=keys[word],
            is_in_title=is_in_title,
            dated=dated,
        )
        for (row, language, dated), seen in found.items()
        for word, is_in_title in seen.items()
    )


def latest_day(kind, thing):
    """The last day that a thing is about, None when it is not known."""
    start, end = kind.time_of(thing)
    return (end or start).latest


def words_of(kind, thing):
    """The words that readers of the active language see, as {(word, its language): in the title}."""
    start, _end = kind.time_of(thing)
    seen = {(str(start)[:4], translation.get_language()): False} if start else {}
    for told in [*kind.facts_of(thing), *kind.texts_of(thing)]:
        seen |= dict.fromkeys(((word, told.language) for word in words(told.text)), False)
    for told in [kind.title_of(thing), *kind.names_of(thing)]:
        seen |= dict.fromkeys(((word, told.language) for word in words(told.text)), True)
    return seen


def learn(found):
    """Know all these words, given as (word, language). Returns their primary keys."""
    keys = known(found)
    # In one order, so that two who learn the same words do not wait for each other for ever.
    new = sorted(found - keys.keys())
    Word.objects.bulk_create(
        (Word(text=text, language=language) for text, language in new), ignore_conflicts=True
    )
    learned = known(new)
    spell(learned)
    return keys | learned


def known(found):
    """The primary keys of those of the words that are known, by (word, language)."""
    found, keys = sorted(found), {}
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        rows = Word.objects.filter(text__in={text for text, _language in some})
        keys |= {(text, language): pk for pk, text, language in rows.values_list()}
    wanted = set(found)
    return {word: key for word, key in keys.items() if word in wanted}


def spell(learned):
    """Note by which letters words are found, given as {(word, language): primary key}."""
    Spelling.objects.bulk_create(
        (
            Spelling(word_id=key, letters=letters, closeness=closeness)
            for (text, language), key in learned.items()
            for letters, closeness in spellings(text, language).items()
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def follow(at_most=AT_ONCE):
    """
    Take in what has changed, in the order in which it did. Returns how many changes that were.

    Whoever comes at the same time takes others. A row that changes meanwhile goes on waiting.
    """
    waiting = Change.objects.filter(waits_for_search=True).select_for_update(skip_locked=True)
    changes = list(waiting.order_by("pk")[:at_most])
    rows = defaultdict(set)
    for change in changes:
        for kind, row in affected(change):
            rows[kind].add(row)
    for kind in sorted(rows):
        take_in(KIND[kind], sorted(rows[kind]))
    Change.objects.filter(pk__in=[change.pk for change in changes]).taken()
    return len(changes)


def catch_up():
    """Take in all that waits. Returns how many changes that were."""
    return sum(iter(follow, 0))


KIND_OF = {kind.model._meta.label_lower: kind for kind in KINDS}


def affected(change):
    """What is to be read anew after a change, as (kind, row)."""
    if kind := KIND_OF.get(change.table):
        yield kind.name, change.row
    if change.table in SEEN_ELSEWHERE:
        name, condition = SEEN_ELSEWHERE[change.table]
        things = KIND[name].kept().filter(**condition(change.row))
        yield from ((name, row) for row in things.values_list("pk", flat=True))


def rebuild():
    """
    Read everything anew, with the spellings that are known today. Returns how many things that were.

    In many small transactions: the site goes on, and finds what it found before.
    """
    waiting = list(Change.objects.filter(waits_for_search=True).values_list("pk", flat=True))
    forget()
    for words_at_once in slices(Word.objects.all()):
        with transaction.atomic():
            rows = Word.objects.filter(pk__in=words_at_once).values_list()
            Spelling.objects.filter(word__in=words_at_once).delete()
            spell({(text, language): pk for pk, text, language in rows})
    number = 0
    for kind in KINDS:
        for rows in slices(kind.kept()):
            take_in(kind, rows)
            number += len(rows)
    for start in range(0, len(waiting), AT_ONCE):
        Change.objects.filter(pk__in=waiting[start : start + AT_ONCE]).taken()
    versions.move()
    return number


def forget():
    """Leave out what is kept no longer, and words that stand nowhere."""
    for kind in KINDS:
        gone = ~Exists(kind.kept().filter(pk=OuterRef("row")))
        Occurrence.objects.filter(gone, kind=kind.name).delete()
    Occurrence.objects.exclude(kind__in=KIND).delete()
    Word.objects.filter(~Exists(Occurrence.objects.filter(word=OuterRef("pk")))).delete()


def slices(things):
    """Primary keys of all things, some at once, without keeping the rows in memory."""
    last = 0
    while some := list(
        things.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        yield some
        last = some[-1]


def keep_up(at_most=AT_ONCE):
    """
    Take in what waits, before a search or after a change, so that nothing waits for long.

    When the database has no time for it now, it goes on waiting: for the next one, or for
    `rebuild_search --pending`.
    """
    try:
        if Change.objects.filter(waits_for_search=True).exists():
            follow(at_most)
    except DatabaseError as error:
        logger.warning("The search could not take changes in: %s", error)
