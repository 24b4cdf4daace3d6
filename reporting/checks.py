"""
What is wrong with a report, and what is odd: pure functions of what is said in it.

Errors stop submitting and approving. Warnings must be seen, and are kept with the revision.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from programme.dates import PartialDate
from programme.models import StrategyAction

Status = StrategyAction.Status
FINISHED = {Status.COMPLETED, Status.CANCELLED}
LIMITS = {"summary": 600, "next_steps": 400, "obstacles": 400, "no_change_reason": 400}
# A value that moves the wrong way by more than a fifth, or jumps tenfold, deserves a second look.
WRONG_WAY, JUMP = Decimal("0.2"), 10
UNCHANGED_TOO_OFTEN = 3


@dataclass(frozen=True)
class Problem:
    """One thing to mend or to look at: the field, a stable code and a sentence."""

    field: str
    code: str
    message: str


@dataclass(frozen=True)
class SaidValue:
    """What a report says of one indicator. `direction`: 1 up is better, -1 down is, 0 not known."""

    slug: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    no_value_reason: str = ""
    measured_on: date | None = None
    is_share: bool = False
    direction: int = 0
    previous: Decimal | None = None


@dataclass(frozen=True)
class Said:
    """What a report says, and what it is compared with."""

    language: str = ""
    status: str = ""
    percent: int | None = None
    texts: dict = field(default_factory=dict)
    is_unchanged: bool = False
    values: tuple = ()
    unanswered: tuple = ()
    languages_missing: tuple = ()
    previous_percent: int | None = None
    previous_summary: str = ""
    unchanged_before: int = 0
    period_ends_on: date | None = None
    action_ends_on: PartialDate = field(default_factory=PartialDate)
    today: date | None = None


def errors(said):
    """Everything that stops a report from being submitted or approved."""
    found = [*_of_status(said), *_of_texts(said)]
    found += [problem for value in said.values for problem in _of_value(said, value)]
    unanswered = _("Confirm what was filled in from the last report, or change it.")
    return found + [Problem(name, "unanswered", unanswered) for name in said.unanswered]


def warnings(said):
    """Everything in a report that is odd but may be so."""
    found = [*_odd_progress(said), *_odd_texts(said)]
    return found + [problem for value in said.values for problem in _odd_value(value)]


def _of_status(said):
    if not said.status:
        yield Problem("status", "no_status", _("Choose how the action stands."))
    if said.percent is not None and not 0 <= said.percent <= 100:
        yield Problem("percent", "outside", _("A percentage is from 0 to 100."))
    elif said.status == Status.COMPLETED and said.percent not in (None, 100):
        message = _("A completed action is at 100 per cent. Change the status or the percentage.")
        yield Problem("percent", "completed_below_100", message)
    elif said.percent == 100 and said.status != Status.COMPLETED:
        message = _("At 100 per cent the action is completed. Change the status or the percentage.")
        yield Problem("percent", "100_not_completed", message)


def _of_texts(said):
    if not said.language:
        yield Problem("language", "no_language", _("Choose the language that you write in."))
    if said.is_unchanged and not said.texts.get("no_change_reason"):
        message = _("Say in a few words why nothing has changed.")
        yield Problem("no_change_reason", "no_reason", message)
    if not said.is_unchanged and not said.texts.get("summary"):
        message = _("Say what has been done, or tick that nothing has changed.")
        yield Problem("summary", "no_summary", message)
    if said.status and said.status not in FINISHED and not said.texts.get("next_steps"):
        message = _("Say what comes next: the action has not finished.")
        yield Problem("next_steps", "no_next_steps", message)
    for name, limit in LIMITS.items():
        if len(said.texts.get(name, "")) > limit:
            message = _("The text is longer than %(limit)s characters.") % {"limit": limit}
            yield Problem(name, "too_long", message)


def _of_value(said, value):
    name = f"value-{value.slug}"
    if value.value is None and not value.no_value_reason:
        yield Problem(name, "no_value", _("Give a number, or choose why there is none."))
    if value.value is not None and value.no_value_reason:
        yield Problem(name, "both", _("Give either a number or a reason, not both."))
    if value.is_share and value.value is not None:
        yield from _of_share(name, value)
    if value.measured_on and said.period_ends_on and value.measured_on > said.period_ends_on:
        message = _("The value was measured after the period of this round.")
        yield Problem(name, "measured_too_late", message)


def _of_share(name, value):
    if value.denominator is None or value.numerator is None:
        yield Problem(name, "no_parts", _("Give the part and the whole; the share follows."))
    elif not 0 <= value.numerator <= value.denominator:
        yield Problem(name, "outside", _("The part is from zero to the whole."))


def _odd_progress(said):
    fell = said.percent is not None and said.percent < (said.previous_percent or 0)
    if fell:
        message = _("The percentage is lower than in the last report.")
        yield Problem("percent", "percent_fell", message)
    ends_on = said.action_ends_on.latest
    if ends_on and said.today and ends_on < said.today and said.status not in FINISHED:
        message = _("The planned end of the action has passed.")
        yield Problem("status", "end_has_passed", message)


def _odd_texts(said):
    if said.is_unchanged and said.unchanged_before >= UNCHANGED_TOO_OFTEN - 1:
        message = _("Nothing has changed for the third round running.")
        yield Problem("is_unchanged", "unchanged_again", message)
    summary = said.texts.get("summary", "").strip()
    if summary and not said.is_unchanged and summary == said.previous_summary.strip():
        message = _("What has been done is word for word as in the last report.")
        yield Problem("summary", "same_summary", message)
    if said.languages_missing:
        message = _("The report is in one language; the others will say so.")
        yield Problem("language", "missing_translation", message)


def _odd_value(value):
    if value.value is None or not value.previous:
        return
    name, change = f"value-{value.slug}", value.value - value.previous
    against = change * value.direction < 0
    if against and abs(change) > abs(value.previous) * WRONG_WAY:
        message = _("The value has moved away from its target by more than 20 per cent.")
        yield Problem(name, "wrong_way", message)
    small, large = sorted([abs(value.value), abs(value.previous)])
    if small and large >= small * JUMP:
        message = _("The value is ten times, or a tenth of, the last one. Is the comma in place?")
        yield Problem(name, "tenfold", message)
