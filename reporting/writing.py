"""What comes of a form that has been posted: saved, sent, or why not; nothing typed is lost."""

import logging
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programme import numbers
from programme.languages import shown
from reporting.desk import Desk, clock
from reporting.forms.report import ReportForm
from reporting.models import ReportComment, State
from reporting.refusals import Conflict, Incomplete, NotAllowed, UnseenWarnings
from reporting.transitions import transition

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """
    The desk and the form afterwards.

    `sentence` says what happened, `unsaved` names what was not saved, `warnings` wait to be
    seen, `meanwhile` holds what somebody else has saved, by field.
    """

    desk: Desk
    form: ReportForm
    sentence: str
    is_saved: bool = False
    is_done: bool = False
    unsaved: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    meanwhile: dict = field(default_factory=dict)


def write(desk, data, files, move):
    """Save what a person has posted as far as it can be read; send it when they say so."""
    form = desk.form(data, files)
    form.is_valid()
    if not desk.can_edit:
        return _too_late(desk, form)
    # Who says the same as the row need not have seen its version: a double click, say.
    expected = form.version if form.differing else desk.report.version
    try:
        report = _kept(desk, form, expected, is_by_hand=move != "autosave")
    except (Conflict, NotAllowed):
        return _overtaken(desk.renewed(), data, files)
    desk = desk.at(report)
    outcome = Outcome(desk, form, desk.standing, is_saved=True, is_done=not form.errors)
    if form.errors:
        outcome.unsaved = labels(form)
        outcome.sentence = _("Saved as a draft at %(time)s, but for: %(fields)s.") % {
            "time": clock(report.updated_at),
            "fields": ", ".join(outcome.unsaved),
        }
    elif move == "submit":
        _send(outcome)
    return outcome


def _kept(desk, form, expected, is_by_hand):
    """The draft; a file for which there is no room, or no place, is left out and named."""
    try:
        return _saved(desk, form, expected, is_by_hand)
    except OSError:
        logger.exception("a file of a report could not be kept")
        sentence = _("The file could not be kept just now. Please choose it again later.")
        form.add_error("file", sentence)
        return _saved(desk, form, expected, is_by_hand)


def _saved(desk, form, expected, is_by_hand):
    """The draft with its files, and the comment that came with it: all or nothing."""
    content = form.content()
    if is_by_hand:
        content |= form.files_content()
    with transaction.atomic():
        report = transition(
            desk.report.pk, "autosave", desk.actor, expected_version=expected, content=content
        )
        if is_by_hand and "comment" in form.cleaned_data:
            comment(desk, form.cleaned_data["comment"])
    if is_by_hand:
        form.data = form.data.copy()
        form.data["comment"] = form.data["file_title"] = ""
    return report


def comment(desk, text):
    """Add a word to the coordinator and the approver; the same twice running is one."""
    last = desk.report.comments.last()
    if text and (not last or (last.label, last.text) != (desk.actor.label, text)):
        ReportComment.objects.create(
            report=desk.report,
            written_by=desk.actor.user,
            person=desk.actor.person,
            label=desk.actor.label,
            text=text,
        )


def _send(outcome):
    """Submit what has just been saved; what is refused stays saved."""
    report, form = outcome.desk.report, outcome.form
    outcome.is_done = False
    try:
        report = transition(
            report.pk,
            "submit",
            outcome.desk.actor,
            expected_version=report.version,
            seen_warnings=form.seen,
        )
    except Incomplete as refusal:
        take(form, refusal.problems)
        outcome.sentence = _("Not sent yet: something is missing. Your draft is saved.")
    except UnseenWarnings as refusal:
        outcome.warnings = refusal.problems
        outcome.sentence = _("Not sent yet: please look at the warnings. Your draft is saved.")
    except (Conflict, NotAllowed) as refusal:
        outcome.desk = outcome.desk.renewed()
        outcome.sentence = str(refusal)
        outcome.is_done = outcome.desk.report.state == State.SUBMITTED
    else:
        outcome.desk, outcome.is_done = outcome.desk.at(report), True
        outcome.sentence = outcome.desk.standing


def take(form, problems):
    """Put what the checks have found at the fields that it is about."""
    firsts = {value.name: value.first for value in form.values}
    for problem in problems:
        name = firsts.get(problem.field, problem.field)
        if problem.code == "unanswered":
            name = f"answer.{problem.field}"
        form.add_error(name, problem.message)


def _overtaken(desk, data, files):
    """Somebody else was faster: both are shown, and saving again is then knowing."""
    form = desk.form(data, files)
    form.is_valid()
    if not desk.can_edit:
        return _too_late(desk, form)
    sentence = _(
        "Somebody has changed the report since you opened it, so nothing has been saved yet. "
        "Look at what was saved meanwhile, and save again: then your words hold."
    )
    if files:
        form.add_error("file", _("Please choose the file again."))
    meanwhile = {name: stored_words(form, name) for name in form.differing}
    return Outcome(desk, form, sentence, unsaved=labels(form, form.differing), meanwhile=meanwhile)


def _too_late(desk, form):
    """The report can no longer be written in: say why, and give back what was typed."""
    if desk.report.state == State.SUBMITTED:
        sentence = _("The report was already sent, at %(time)s. There is nothing more to do.") % {
            "time": clock(desk.report.submitted_at)
        }
    else:
        sentence = desk.why_locked or _("This cannot be saved now.")
    return Outcome(desk, form, sentence, unsaved=labels(form, form.differing))


def kept(outcome):
    """What the person had typed and what could not be saved: pairs of label and words."""
    form = outcome.form
    asked = [*form.differing, *(["comment"] if form.data.get("comment") else [])]
    return [(label_of(form, name), posted_words(form, name)) for name in asked]


def labels(form, names=None):
    """How people call the fields, those with an error unless others are named."""
    return list(dict.fromkeys(label_of(form, name) for name in names or form.errors))


def label_of(form, name):
    """How the form calls a field; of an indicator also which one it is."""
    asked = name.removeprefix("answer.")
    for value in form.values:
        if asked == value.name or asked in value.fields:
            told = shown(value.indicator, "name").text
            return f"{told} – {form.fields[name].label}" if name in value.fields else told
    return str(form.fields[asked].label).rstrip("?")


def stored_words(form, name):
    """What the row says in a field, as a person reads it."""
    return _words(form, name, form.get_initial_for_field(form.fields[name], name))


def posted_words(form, name):
    """What the person has posted in a field, as a person reads it."""
    field = form.fields[name]
    raw = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return _words(form, name, form.cleaned_data.get(name, raw))


def _words(form, name, value):
    choices = dict(getattr(form.fields[name], "choices", []))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return "–"
    if value in choices:
        return str(choices[value])
    if isinstance(value, Decimal):
        return numbers.in_words(value)
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)
