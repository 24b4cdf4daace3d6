"""How a report became what it is: its public revisions, and its corrections in words."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from programme import numbers
from programme.languages import Shown
from programme.models import StrategyAction
from reporting.models import ReportRevision, ReportValue
from reporting.told import (
    TEXTS,
    day_in_words,
    decimal,
    hidden_indicators,
    in_language,
    percent_in_words,
)

OTHERS = {
    "status": gettext_lazy("Status"),
    "percent": gettext_lazy("Progress"),
    "is_unchanged": gettext_lazy("No change since the last report"),
}
OF_VALUES = {
    "value": "",
    "numerator": gettext_lazy("part"),
    "denominator": gettext_lazy("whole"),
    "no_value_reason": gettext_lazy("why there is no value"),
    "source": gettext_lazy("source"),
    "measured_on": gettext_lazy("measured on"),
}
ROLES = {
    "reporter": gettext_lazy("the reporter"),
    "coordinator": gettext_lazy("the coordinator"),
    "approver": gettext_lazy("the approver"),
    "translator": gettext_lazy("the translator"),
}
# The moves that make a public revision.
MAKE_A_REVISION = ("approve", "correct", "translate")
# Words in a snapshot that follow from a code beside them.
DERIVED = {"words", "reason_words"}


@dataclass(frozen=True)
class Change:
    """One thing that a correction has changed: what, from what, to what."""

    thing: Shown
    part: str
    old: Shown
    new: Shown


@dataclass(frozen=True)
class Entry:
    """One public revision in the story of a report, and in which role it was made."""

    revision: ReportRevision
    role: str
    changes: list

    @property
    def correction(self):
        """The correction that it is, None for any other revision."""
        is_one = self.revision.kind == ReportRevision.Kind.CORRECTION
        return self.revision.correction if is_one else None


def lined(corrections):
    """Corrections with the `lines` of what each has changed, for the reader."""
    corrections = list(corrections)
    hidden = _hidden_in(corrections)
    for correction in corrections:
        correction.lines = changes_of(correction, hidden)
    return corrections


def _hidden_in(corrections):
    """Which indicators are not to be told of: asked only where a correction tells of any."""
    paths = [path for correction in corrections for path in correction.changes]
    return hidden_indicators() if any(path.startswith("values/") for path in paths) else set()


def public_revisions(report):
    """The revisions that visitors may read, the latest first."""
    revisions = report.revisions.exclude(kind=ReportRevision.Kind.SUBMITTED)
    return revisions.select_related("correction").defer("salts").order_by("-number")


def roles_in(report):
    """In which role a report was sent and its revisions were made, as [(move, when, role)]."""
    moves = report.transitions.filter(name__in=["submit", *MAKE_A_REVISION])
    return list(moves.order_by("sequence").values_list("name", "made_at", "actor_role"))


def story_of(revisions, roles):
    """The public revisions with the role (of `roles_in`) of who made them and what they changed."""
    roles = {at: role for move, at, role in roles if move in MAKE_A_REVISION}
    corrections = [each.correction for each in revisions if _is_correction(each)]
    hidden = _hidden_in(corrections)
    return [
        Entry(each, _role_in_words(roles.get(each.made_at)), _changes_in(each, hidden))
        for each in revisions
    ]


def reporter_in_words(report, roles):
    """Who sent the report: by name where the person allows it, else by role."""
    person = report.submitted_by_person
    if person and person.is_named:
        return person.name
    sent = (role for move, at, role in roles if (move, at) == ("submit", report.submitted_at))
    return _role_in_words(next(sent, None))


def corrected_fields(revisions):
    """Which corrections changed what, as {"percent": [revision], "values/seats": [revision]}."""
    corrected = {}
    for revision in revisions:
        if revision.kind == ReportRevision.Kind.CORRECTION:
            for field in {_field(path) for path in revision.correction.changes}:
                corrected.setdefault(field, []).append(revision)
    return corrected


def later_than_approval(revisions):
    """The last correction and the last translation among revisions, the latest first."""
    return {
        kind.value: next((each for each in revisions if each.kind == kind), None)
        for kind in (ReportRevision.Kind.CORRECTION, ReportRevision.Kind.TRANSLATION)
    }


def _field(path):
    first, *rest = path.split("/")
    return f"{first}/{rest[0]}" if first in ("values", "texts") else first


def _changes_in(revision, hidden):
    return changes_of(revision.correction, hidden) if _is_correction(revision) else []


def _is_correction(revision):
    return revision.kind == ReportRevision.Kind.CORRECTION


def _role_in_words(role):
    return ROLES.get(role, ROLES["reporter"])


def changes_of(correction, hidden=frozenset()):
    """What a correction has changed, line by line, in the reader's language."""
    snapshot = correction.revision.snapshot
    lines = []
    for path, (old, new) in sorted(correction.changes.items()):
        field, *rest = path.split("/")
        if not set(rest) & DERIVED and not (field == "values" and rest[0] in hidden):
            lines.append(_line(snapshot, field, rest, old, new))
    return lines


def _line(snapshot, field, rest, old, new):
    if field == "values" and len(rest) == 2:
        slug, part = rest
        thing = in_language(snapshot["values"][slug]["name"])
        return Change(thing, OF_VALUES.get(part, part), _of_value(part, old), _of_value(part, new))
    if field == "texts" and len(rest) == 2:
        name, language = rest
        return Change(_here(TEXTS[name]), "", _text(old, language), _text(new, language))
    words = WORDS.get(field, str)
    return Change(_here(OTHERS.get(field, field)), "", _word(words, old), _word(words, new))


def _of_value(part, told):
    return _word(VALUE_WORDS.get(part, _number), told)


def _number(told):
    return numbers.in_words(decimal(told))


def _word(words, told):
    return _here(words(told) if told not in ("", None) else _("not given"))


def _text(told, language):
    return Shown(told, language) if told else _here(_("not given"))


def _here(text):
    return Shown(str(text), get_language())


WORDS = {
    "status": lambda code: StrategyAction.Status(code).label,
    "percent": percent_in_words,
    "is_unchanged": lambda said: _("yes") if said else _("no"),
}
VALUE_WORDS = {
    "no_value_reason": lambda code: ReportValue.NoValueReason(code).label,
    "source": str,
    "measured_on": day_in_words,
}
