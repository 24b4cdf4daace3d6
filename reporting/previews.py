"""The coordinator's own reminders: who would get what, and then writing just that."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from reporting import letters
from reporting.models import (
    ActionContact,
    ActionReport,
    LockException,
    OutboxMail,
    Person,
    ReportingRound,
)
from reporting.roles import coordinators

Kind = OutboxMail.Kind
CALLS = [Kind.ASKED, Kind.REMINDER, Kind.ROUND_OPENED]


@dataclass(frozen=True)
class Preview:
    """One letter as it would be."""

    report: ActionReport
    subject: str
    body: str
    is_reminded_today: bool


@dataclass(frozen=True)
class Recipient:
    """A person with the letters that would go there; several of a day leave as one mail."""

    person: Person
    previews: list

    @property
    def gets_mail(self):
        """Reminders do not leave for those who have declined them."""
        return self.person.wants_digests

    @property
    def is_new(self):
        """Whether there is something that the person has not been reminded of today."""
        return self.gets_mail and any(not each.is_reminded_today for each in self.previews)


def remindable(reports, now):
    """Those that are owed, and that somebody can write in now."""
    leaves = LockException.objects.active_at(now)
    by_leave = Q(pk__in=leaves.values("report")) | Q(round__in=leaves.values("round"))
    is_open = Q(round__in=ReportingRound.objects.open())
    return reports.owed().filter(is_open | by_leave, round__archived_at=None)


def _coordinators():
    """The end of the chain; people that `coordinators` makes of accounts are not kept."""
    with transaction.atomic():
        people = coordinators()
        transaction.set_rollback(True)
    return people


def recipients_of(reports, now, last=_coordinators):
    """Who would be reminded of the reports, in the order of names; nothing is written."""
    reports = list(reports.select_related("round", "action", "assignee"))
    reminded = _reminded_today(reports, now)
    found = defaultdict(list)
    for report, people in _people_of(reports, last):
        for person in people:
            found[person.email].append((person, report))
    recipients = [
        Recipient(pairs[0][0], [_preview(*pair, reminded) for pair in pairs])
        for pairs in found.values()
    ]
    return sorted(recipients, key=lambda each: (each.person.name, each.person.email))


@transaction.atomic
def remind(reports, emails, again, now):
    """
    Write the letters to those people. Returns how many.

    Who has been reminded of a report today is left out, unless its key is in `again`.
    """
    # Two coordinators at once: the second one finds the letters of the first.
    locked = ActionReport.objects.select_for_update().filter(pk__in=reports.values("pk"))
    list(locked.order_by("pk").values_list("pk"))
    written = 0
    for recipient in recipients_of(reports, now, coordinators):
        if recipient.person.email not in emails or not recipient.gets_mail:
            continue
        for preview in recipient.previews:
            if not preview.is_reminded_today or str(preview.report.pk) in again:
                letters.write(Kind.ASKED, [recipient.person], preview.report)
                written += 1
    return written


def _people_of(reports, last):
    """For each report its reporter, else that of the basket, else the coordinators."""
    contacts = list(ActionContact.objects.select_related("person"))
    by_action = {each.action_id: each.person for each in contacts if each.action_id}
    by_basket = {each.basket_id: each.person for each in contacts if each.basket_id}
    at_the_end = None
    for report in reports:
        named = by_action.get(report.action_id) or by_basket.get(report.action.basket_id)
        person = report.assignee or named
        if not person and at_the_end is None:
            at_the_end = last()
        yield report, [person] if person else at_the_end


def _reminded_today(reports, now):
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    todays = OutboxMail.objects.filter(report__in=reports, kind__in=CALLS, created_at__gte=midnight)
    return set(todays.values_list("report", "recipient"))


def _preview(person, report, reminded):
    with translation.override(person.language):
        return Preview(
            report,
            letters.subject_of(Kind.ASKED, report),
            letters.body_of(Kind.ASKED, report),
            (report.pk, person.email) in reminded,
        )
