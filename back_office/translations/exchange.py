"""Texts to a translator and back: what goes into the file, and what may come out of it."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from back_office.models import Translation
from back_office.models.translations import State
from back_office.translations.board import lines
from back_office.translations.noting import note_rows
from back_office.translations.texts import (
    KEY_LIMIT,
    LANGUAGES,
    Text,
    as_written,
    column,
    fingerprint,
)
from back_office.translations.workbooks import Unreadable, read_workbook
from back_office.translations.writers import find, may_write, write

COLUMNS = 5
BATCH = 500


class Given(NamedTuple):
    """A line of a file: which text, the hashes of what its maker saw, and what is in the cells."""

    line: int
    key: str
    source: str
    seen: str
    text: str

    @property
    def about(self):
        """The text that the key names, and both hashes. Raises ValueError."""
        model, object_id, name, language, source_hash, seen_hash = self.key.split("/")
        if language not in LANGUAGES or int(object_id) >= KEY_LIMIT:
            raise ValueError(self.key)
        return Text(model, int(object_id), name, language), source_hash, seen_hash


@dataclass
class Verdict:
    """What becomes of a line: "write", "confirm" or "refused", why, and the texts of today."""

    given: Given
    outcome: str
    name: str = ""
    reason: str = ""
    source: str = ""
    text: str = ""
    thing: object = None
    about: Text = None

    @property
    def has_other_source(self):
        """Whether the file shows another original than that of today."""
        return fingerprint(self.source) != fingerprint(self.given.source)


@dataclass
class Sorted:
    """All lines of a file, judged; `same` is how many say nothing new."""

    verdicts: list[Verdict] = field(default_factory=list)
    same: int = 0

    @property
    def changes(self):
        return [each for each in self.verdicts if each.outcome != "refused"]

    @property
    def refused(self):
        return [each for each in self.verdicts if each.outcome == "refused"]


def rows_for_translator(translations):
    """The rows of the file, without its headings: key, where, source, present text, new text."""
    keys = list(
        translations.exclude(state=State.SOURCE)
        .order_by("model", "object_id")
        .values_list("model", "object_id")
        .distinct()
    )
    wanted = set(translations.exclude(state=State.SOURCE).values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        for line in lines(keys[start : start + BATCH]):
            for row in line.translations:
                if row.pk in wanted:
                    yield _row(line, row)


def _row(line, row):
    thing = line.thing
    source = as_written(getattr(thing, column(row.field, row.source_language)))
    text = as_written(getattr(thing, column(row.field, row.language)))
    place = [row.model, str(row.object_id), row.field, row.language]
    key = "/".join([*place, fingerprint(source), fingerprint(text)])
    return [key, _name(thing, row.field), source, text, ""]


def _name(thing, name):
    kind = capfirst(thing._meta.verbose_name)
    return f"{kind}: {thing} – {thing._meta.get_field(name).verbose_name}"


def read(file):
    """The lines of a file that say something, as Given. Raises Unreadable."""
    given, seen = [], set()
    for line, (key, _where, source, present, text) in read_workbook(file, COLUMNS):
        if text == "":
            continue
        if text is None:
            raise Unreadable(
                _("Line %d: the new translation is a formula, a date or an error, not a text.")
                % line
            )
        if key in seen:
            raise Unreadable(_("Line %d: this text stands in the file twice.") % line)
        seen.add(key)
        given.append(Given(line, key or "", source or "", present or "", as_written(text)))
    return given


def judge(given, user, *, lock=False):
    """What would become of each line now, if it came from this user; a few queries a model."""
    told = Sorted()
    known = _known(given, user, lock)
    for each in given:
        verdict = _judge(each, user, known)
        if verdict.outcome == "same":
            told.same += 1
        else:
            told.verdicts.append(verdict)
    return told


@transaction.atomic
def apply(given, user):
    """Judge the lines anew, with their rows locked, and write those that may be written."""
    told = judge(given, user, lock=True)
    texts = {}
    for each in told.changes:
        if each.outcome == "write":
            texts.setdefault(each.thing, {})[each.about.column] = each.given.text
        else:
            Translation.objects.filter(**each.about._asdict()).confirm()
    for thing, columns in texts.items():
        write(thing, columns, by=user)
    return told


def _known(given, user, lock):
    """The (row, translation) of each text that the lines are about and the user may see."""
    wanted = {}
    for each in given:
        with suppress(LookupError, ValueError):
            text = each.about[0]
            wanted.setdefault(find(user, text.model), set()).add(text.object_id)
    known = {}
    for model, ids in wanted.items():
        rows = model._default_manager.order_by("pk").filter(pk__in=ids)
        things = {thing.pk: thing for thing in (rows.select_for_update() if lock else rows)}
        note_rows(model, things.values())
        label = model._meta.label_lower
        for row in Translation.objects.filter(model=label, object_id__in=things):
            text = Text(label, row.object_id, row.field, row.language)
            known[text] = (things[row.object_id], row)
    return known


def _judge(given, user, known):
    try:
        text, *seen = given.about
    except ValueError:
        return Verdict(given, "refused", reason=_("The first cell is not a key that we gave."))
    if text not in known:
        return Verdict(given, "refused", reason=_("There is no such text, or it is not for you."))
    thing, row = known[text]
    source = as_written(getattr(thing, column(row.field, row.source_language)))
    present = as_written(getattr(thing, text.column))
    verdict = Verdict(given, "write", _name(thing, row.field), "", source, present, thing, text)
    verdict.reason = _refusal(verdict, row, user, seen)
    if verdict.reason:
        verdict.outcome = "refused"
    elif given.text == present:
        verdict.outcome = "confirm" if row.state == State.OUTDATED else "same"
    return verdict


def _refusal(verdict, row, user, seen):
    """Why a line may not be written; empty when it may."""
    if row.language == row.source_language:
        return _("This text is the original; it is changed on its own form.")
    if not may_write(user, verdict.thing, verdict.about.column):
        return _("You may not write this text.")
    if row.source_hash != seen[0]:
        return _("The source has changed since the file was made.")
    if row.text_hash != seen[1] and verdict.given.text != verdict.text:
        return _("Somebody has changed this translation since the file was made.")
    return _invalid(verdict)


def _invalid(verdict):
    model_field = type(verdict.thing)._meta.get_field(verdict.about.column)
    try:
        model_field.clean(verdict.given.text, verdict.thing)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
