"""
Who is to be reminded of what, by the calendar.

`due` only reads: the preview, the dry run and the real run all ask it. `write` puts letters
into the outbox and remembers them, so that a second run writes nothing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from statistics import median

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programme.languages import shown
from reporting import letters, locks
from reporting.models import (
    ActionContact,
    ActionReport,
    OutboxMail,
    Person,
    Reminder,
    ReportingRound,
    State,
)
from reporting.roles import approvers_of, coordinators

Kind = OutboxMail.Kind
FROM = time(8, 30)
BEFORE, AFTER, EVERY = (14, 7, 1), (1, 7), 30
COORDINATOR_FROM = 7
WAITING = (3, 7)


@dataclass(frozen=True)
class Due:
    """One reminder to one person; nobody when the chain of recipients is broken."""

    report: ActionReport
    name: str
    due_on: date
    person: Person | None
    kind: str = Kind.REMINDER
    page: str = "report_form"

    @property
    def facts(self):
        """What the letter tells beside the report."""
        return {"days": int(self.name.rpartition("_")[2])} if self.kind == Kind.WAITING else {}


def due(now=None):
    """Every reminder that has not been written yet; none before 8.30 or on a day off."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    if timezone.localtime(now).time() < FROM or locks.next_working_day(today) != today:
        return []
    reports = ActionReport.objects.filter(
        round__opens_at__lte=now, round__archived_at=None, round__is_example=False
    ).select_related("round__programme", "action__basket", "assignee")
    asked = [*_of_owed(reports.owed(), now, today), *_of_waiting(reports, today)]
    written = set(
        Reminder.objects.filter(report__in={each.report for each in asked}).values_list(
            "report", "kind", "person", "due_on"
        )
    )
    new = [each for each in asked if each.person is None or _key(each) not in written]
    # Who is only now told of the round need not be reminded of it the same day.
    called = {(each.report, each.person) for each in new if each.kind == Kind.ROUND_OPENED}
    return [
        each
        for each in new
        if each.kind == Kind.ROUND_OPENED or (each.report, each.person) not in called
    ]


def _key(each):
    return each.report.pk, each.name, each.person.pk, each.due_on


def _of_owed(reports, now, today):
    reporters, leaders = _Reporters(), coordinators()
    for report in reports:
        person = reporters.of(report)
        people = [person] if person else leaders or [None]
        opened_on = timezone.localdate(report.round.opens_at)
        if report.round.is_open_at(now):
            for each in people:
                yield Due(report, "round_opened", opened_on, each, Kind.ROUND_OPENED)
        stage = stage_of(report.round, today)
        if stage is None or stage[1] <= opened_on:
            continue
        if stage[0].startswith("overdue") and stage[2] >= COORDINATOR_FROM:
            people = list(dict.fromkeys([*people, *leaders]))
        for each in people:
            yield Due(report, stage[0], stage[1], each)


def stage_of(round, today):
    """
    The latest threshold that has passed, as (name, its day, days late), or None.

    A threshold that was missed still counts until the next one takes its place.
    """
    due_on = timezone.localdate(round.due_at)
    late = (today - due_on).days
    if late >= AFTER[0]:
        days = max(each for each in AFTER if each <= late)
        if late >= AFTER[-1]:
            days = AFTER[-1] + (late - AFTER[-1]) // EVERY * EVERY
        return f"overdue_{days}", due_on + timedelta(days=days), late
    passed = [days for days in BEFORE if -late <= days]
    if not passed:
        return None
    return f"due_{min(passed)}", due_on - timedelta(days=min(passed)), late


def _of_waiting(reports, today):
    for report in reports.filter(state=State.SUBMITTED):
        submitted_on = timezone.localdate(report.submitted_at)
        passed = [days for days in WAITING if submitted_on + timedelta(days=days) <= today]
        if not passed:
            continue
        days = max(passed)
        people = approvers_of(report) + (coordinators() if days == WAITING[-1] else [])
        for person in list(dict.fromkeys(people)) or [None]:
            since = submitted_on + timedelta(days=days)
            yield Due(report, f"waiting_{days}", since, person, Kind.WAITING, "report_review")


class _Reporters:
    """The reporter of each report, asked of the database once for all."""

    def __init__(self):
        contacts = ActionContact.objects.select_related("person")
        self.by_action = {each.action_id: each.person for each in contacts if each.action_id}
        self.by_basket = {each.basket_id: each.person for each in contacts if each.basket_id}

    def of(self, report):
        """As `roles.reporter_of`."""
        named = self.by_action.get(report.action_id)
        return report.assignee or named or self.by_basket.get(report.action.basket_id)


def write(now=None):
    """Put what is due into the outbox. Returns how many letters are new."""
    now = now or timezone.now()
    new = sum(_write(each) for each in due(now) if each.person)
    return new + sum(_summarise(round, now) for round in _just_closed(now))


def _write(each):
    try:
        with transaction.atomic():
            (letter,) = letters.write(
                each.kind, [each.person], each.report, page=each.page, **each.facts
            )
            Reminder.objects.create(
                report=each.report,
                kind=each.name,
                person=each.person,
                due_on=each.due_on,
                letter=letter,
            )
    except IntegrityError:
        # Another run has written it meanwhile.
        return 0
    return 1


def _just_closed(now):
    """Rounds that closed within a month; an older one is no news, whenever this runs first."""
    month = now - timedelta(days=30)
    closed = Q(closes_at__lte=now, closes_at__gt=month, archived_at=None, is_example=False)
    return ReportingRound.objects.filter(closed)


def _summarise(round, now):
    """The state of a closed round, once to each coordinator. Returns how many letters are new."""
    new = 0
    for person in coordinators():
        with translation.override(person.language):
            path = reverse("reporting:round_detail", args=[round.slug])
            letter = OutboxMail(
                kind=Kind.ROUND_SUMMARY,
                person=person,
                recipient=person.email,
                language=person.language,
                subject=_("The round “%(round)s” has closed") % {"round": _name(round)},
                body=_summary(round),
                path=path,
                created_at=now,
            )
        known = person.letters.filter(kind=Kind.ROUND_SUMMARY, path=path)
        if not known.exists():
            letter.save()
            new += 1
    return new


def _name(round):
    return shown(round, "name").text


def _summary(round):
    """How many reports are in each state, which are missing, and how long one took."""
    reports = round.reports.select_related("action").order_by("action__sort_key")
    counts = Counter(report.state for report in reports)
    lines = [f"{state.label.capitalize()}: {counts[state]}" for state in State if counts[state]]
    missing = [report.action.code for report in reports.owed()]
    if missing:
        lines.append(_("Missing: %(codes)s") % {"codes": ", ".join(missing)})
    minutes = [report.minutes_spent for report in reports if report.minutes_spent is not None]
    if minutes:
        lines.append(
            _("A report took %(minutes)s minutes (median).") % {"minutes": median(minutes)}
        )
    return "\n".join(lines)
