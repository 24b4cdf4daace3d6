"""Two snapshots side by side, line by line in words: what was, what is, and whether it differs."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, pgettext_lazy
from django.utils.translation import gettext as _

from programme import numbers
from programme.languages import Shown
from reporting.models import ActionReport, ReportValue
from reporting.snapshots import LANGUAGES, TEXTS
from reporting.told import day_in_words, decimal, in_language, percent_in_words


class Kind(models.TextChoices):
    """How what is said relates to what was said before."""

    NEW = "new", pgettext_lazy("what is said in a report is", "new")
    CHANGED = "changed", pgettext_lazy("what is said in a report is", "changed")
    GONE = "gone", pgettext_lazy("what is said in a report is", "no longer said")
    SAME = "same", pgettext_lazy("what is said in a report is", "unchanged")


@dataclass(frozen=True)
class Line:
    """One thing that is said, before and now; an empty text was not said."""

    label: str
    was: Shown
    now: Shown

    @property
    def kind(self):
        """New, changed, gone or the same; its `label` is the word for it."""
        if self.was.text == self.now.text:
            return Kind.SAME
        if not self.was.text:
            return Kind.NEW
        return Kind.CHANGED if self.now.text else Kind.GONE


def differences(before, after):
    """A line for each thing that one of the snapshots says; `before` may be {}."""
    lines = [*_facts(before, after), *_texts(before, after), *_values(before, after)]
    return [line for line in lines if line.was.text or line.now.text]


def changes_between(before, after):
    """Only what differs."""
    return [line for line in differences(before, after) if line.kind != Kind.SAME]


def _facts(before, after):
    for name, words in FACTS.items():
        yield Line(label_of(name), words(before), words(after))


def _texts(before, after):
    for name in TEXTS:
        for language in sorted(LANGUAGES, key=lambda code: code != after["language"]):
            label = label_of(name)
            if language != after["language"]:
                label = f"{label} ({get_language_info(language)['name_translated']})"
            yield Line(label, _text(before, name, language), _text(after, name, language))


def _values(before, after):
    was, now = before.get("values", {}), after["values"]
    for slug in sorted({*was, *now}):
        name = in_language((now.get(slug) or was[slug])["name"]).text
        for part, words in PARTS.items():
            label = f"{name}: {_of_value(part)}" if part != "value" else name
            yield Line(label, words(was.get(slug)), words(now.get(slug)))


def label_of(name):
    """What a field of a report is called."""
    return str(capfirst(ActionReport._meta.get_field(name).verbose_name))


def _of_value(part):
    return str(ReportValue._meta.get_field(part).verbose_name)


def _text(snapshot, name, language):
    return Shown(snapshot.get("texts", {}).get(name, {}).get(language, ""), language)


def _here(text):
    return Shown(str(text), get_language())


def _status(snapshot):
    status = snapshot.get("status", {})
    return in_language(status["words"]) if status.get("code") else _here("")


def _percent(snapshot):
    percent = snapshot.get("percent")
    return _here("" if percent is None else percent_in_words(percent))


def _is_unchanged(snapshot):
    return _here(_("yes") if snapshot.get("is_unchanged") else "")


def _number(said):
    """A value in words: a number with its unit and parts, or why there is none."""
    if not said:
        return _here("")
    if said["value"] is None:
        return in_language(said["reason_words"])
    number = numbers.in_words(decimal(said["value"]))
    text = f"{number}\N{NO-BREAK SPACE}{in_language(said['unit']).text}".strip()
    if said["numerator"] is not None:
        parts = [numbers.in_words(decimal(said[name])) for name in ("numerator", "denominator")]
        text += (
            " ("
            + _("%(part)s of %(whole)s") % dict(zip(("part", "whole"), parts, strict=True))
            + ")"
        )
    return _here(text)


def _source(said):
    return _here(said["source"] if said else "")


def _measured_on(said):
    day = said and said["measured_on"]
    return _here(day_in_words(day) if day else "")


FACTS = {"status": _status, "percent": _percent, "is_unchanged": _is_unchanged}
PARTS = {"value": _number, "source": _source, "measured_on": _measured_on}
