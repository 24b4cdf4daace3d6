"""
Who is to be reminded of what, by the calendar.

`due` only reads: the preview, the dry run and the real run all ask it. `write` puts letters
into the outbox and remembers them, so that a second run writes nothing.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from reporting import deadlines, letters, locks, summaries
from reporting.models import ActionContact, ActionReport, OutboxMail, Person, Reminder, State
from reporting.roles import Role, coordinators, people_with

Kind = OutboxMail.Kind
FROM = time(8, 30)
BEFORE, AFTER, EVERY = (14, 7, 1), (1, 7), 30
COORDINATOR_FROM = 7
WAITING = (3, 7)
# Who has one of these on a report today, or will when the server takes mail, needs no reminder.
CALLS = [Kind.ROUND_OPENED, Kind.ASSIGNED, Kind.RETURNED, Kind.ASKED]


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
    def key(self):
        """By which it is known to have been written."""
        return self.report.pk, self.name, self.person.pk, self.due_on

    def facts(self, now):
        """What the letter tells beside the report; a function where the language decides."""
        if self.kind == Kind.WAITING:
            return {"days": deadlines.days_between(self.report.submitted_at, now)}
        if self.kind == Kind.ROUND_SUMMARY:
            return {"summary": partial(summaries.in_words, self.report.round)}
        told = {"state": self.report.state}
        return {"when": partial(deadlines.when_in_words, told, self.report.round, now)}


def due(now=None):
    """
    Every reminder that has not been written yet; none before 8.30 or on a day off.

    Nothing is kept, not even a person that `coordinators` makes of an account.
    """
    with transaction.atomic():
        found = _found(now or timezone.now())
        transaction.set_rollback(True)
    return found


def write(now=None):
    """Put what is due into the outbox. Returns how many letters are new."""
    now = now or timezone.now()
    return put(_found(now), now)


def put(reminders, now):
    """Write reminders, all of a person or none; what another run has written is left out."""
    by_person = defaultdict(list)
    for each in reminders:
        if each.person:
            by_person[each.person.pk].append(each)
    new = 0
    for theirs in by_person.values():
        with transaction.atomic():
            new += sum(_put(each, now) for each in theirs)
    return new


def _put(each, now):
    try:
        with transaction.atomic():
            _older_than(each).delete()
            facts = each.facts(now)
            (letter,) = letters.write(
                each.kind, [each.person], each.report, page=each.page, **facts
            )
            report, name, person, due_on = each.key
            Reminder.objects.create(
                report_id=report, kind=name, person_id=person, due_on=due_on, letter=letter
            )
    except IntegrityError:
        # Another run has written it meanwhile.
        return 0
    return 1


def _older_than(each):
    """Letters that wait since an earlier threshold: only the latest is sent."""
    mine = Reminder.objects.filter(report=each.report, person=each.person)
    older = mine.exclude(kind=each.name, due_on=each.due_on).filter(letter__kind=each.kind)
    return OutboxMail.objects.unsent().filter(pk__in=older.values("letter"))


def _found(now):
    today = timezone.localdate(now)
    if timezone.localtime(now).time() < FROM or locks.next_working_day(today) != today:
        return []
    people = _People()
    reports = ActionReport.objects.filter(
        round__opens_at__lte=now, round__archived_at=None, round__is_example=False
    ).select_related("round__programme", "action__basket", "assignee")
    asked = [
        *_of_owed(reports.owed(), people, now, today),
        *_of_waiting(reports.filter(state=State.SUBMITTED), people, today),
        *_of_closed(people, now),
    ]
    return _not_written([each for each in asked if _is_wanted(each)], now)


def _is_wanted(each):
    """Who has declined notices and reminders gets only what is urgent."""
    return each.person is None or each.kind in letters.URGENT or each.person.wants_digests


def _not_written(asked, now):
    about = {each.report.pk for each in asked}
    keys = Reminder.objects.filter(report__in=about)
    written = set(keys.values_list("report", "kind", "person", "due_on"))
    new = [each for each in asked if each.person is None or each.key not in written]
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    calls = OutboxMail.objects.filter(report__in=about, kind__in=CALLS)
    todays = calls.filter(Q(sent_at=None) | Q(sent_at__gte=midnight))
    called = set(todays.values_list("report", "person"))
    called |= {_both(each) for each in new if each.kind == Kind.ROUND_OPENED}
    # Who was named later has been told of the round by that.
    named = set(calls.filter(kind=Kind.ASSIGNED).values_list("report", "person"))
    told = {Kind.ROUND_OPENED: named, Kind.REMINDER: called}
    return [each for each in new if _both(each) not in told.get(each.kind, ())]


def _both(each):
    return each.report.pk, each.person and each.person.pk


def _of_owed(reports, people, now, today):
    for report in reports:
        person = people.reporter_of(report)
        reached = [person] if person else people.leaders or [None]
        opened_on = timezone.localdate(report.round.opens_at)
        if report.round.is_open_at(now):
            for each in reached:
                yield Due(report, "round_opened", opened_on, each, Kind.ROUND_OPENED)
        stage = stage_of(report.round, today)
        if stage is None or stage[1] <= opened_on:
            continue
        if stage[2] >= COORDINATOR_FROM:
            reached = dict.fromkeys([*reached, *people.leaders])
        for each in reached:
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


def _of_waiting(reports, people, today):
    for report in reports:
        submitted_on = timezone.localdate(report.submitted_at)
        passed = [days for days in WAITING if submitted_on + timedelta(days=days) <= today]
        if not passed:
            continue
        days = max(passed)
        reached = people.approvers_of(report)
        if days == WAITING[-1]:
            reached = dict.fromkeys([*reached, *people.leaders])
        for person in reached or [None]:
            since = submitted_on + timedelta(days=days)
            yield Due(report, f"waiting_{days}", since, person, Kind.WAITING, "report_review")


def _of_closed(people, now):
    """The summary of a round is remembered by the first of its reports."""
    for round in summaries.just_closed(now).prefetch_related("reports__action"):
        if first := min(round.reports.all(), key=lambda report: report.pk, default=None):
            closed_on = timezone.localdate(round.closes_at)
            for person in people.leaders:
                yield Due(
                    first, "round_summary", closed_on, person, Kind.ROUND_SUMMARY, "round_detail"
                )


class _People:
    """Who has which part in a report, asked of the database once for all."""

    def __init__(self):
        contacts = list(ActionContact.objects.select_related("person"))
        self.by_action = {each.action_id: each.person for each in contacts if each.action_id}
        self.by_basket = {each.basket_id: each.person for each in contacts if each.basket_id}
        self.leaders = coordinators()
        self.approvers = people_with(Role.APPROVER)
        prefetch_related_objects(self.approvers, "baskets")

    def reporter_of(self, report):
        """As `roles.reporter_of`."""
        named = self.by_action.get(report.action_id)
        return report.assignee or named or self.by_basket.get(report.action.basket_id)

    def approvers_of(self, report):
        """As `roles.approvers_of`."""
        basket = report.action.basket
        mine = [p for p in self.approvers if not p.baskets.all() or basket in p.baskets.all()]
        return mine or self.leaders
