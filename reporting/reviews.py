"""Everything that an approver looks at before deciding on a report."""

from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from reporting.checks import errors, warnings
from reporting.claims import claim
from reporting.differences import differences
from reporting.forms.review import FORMS, MOVES, reporter_without_account
from reporting.models import ActionReport, Person, ReportingRound, State
from reporting.roles import Role, reporter_of
from reporting.said import previous_of, said_in
from reporting.snapshots import snapshot_of
from reporting.transitions import allowed

RELATED = (
    "round__programme",
    "action__basket",
    "assignee",
    "approved_revision",
    "submitted_by",
    "submitted_by_person",
)


class Review:
    """One report as one person sees it; `failed` is the form that did not go well, by name."""

    def __init__(self, report, actor, failed=None):
        self.report, self.actor, self.now = report, actor, timezone.now()
        self.failed = failed or {}

    @cached_property
    def roles(self):
        """What the person is to the report."""
        return self.actor.roles_on(self.report)

    @property
    def is_coordinator(self):
        """Whether links and reporters are the person’s business."""
        return Role.COORDINATOR in self.roles

    @property
    def is_approver(self):
        """Whether the person may decide on this report."""
        return Role.APPROVER in self.roles

    @property
    def is_submitted(self):
        """Whether it waits for a decision."""
        return self.report.state == State.SUBMITTED

    @property
    def is_approved(self):
        """Whether it is public."""
        return self.report.state == State.APPROVED

    @property
    def is_archived(self):
        """Whether nothing changes any more."""
        return self.report.round.state_at(self.now) == ReportingRound.State.ARCHIVED

    @property
    def is_own(self):
        """Whether the person has sent it."""
        return self.actor.is_submitter_of(self.report)

    @property
    def needs_another(self):
        """Whether somebody else must approve it."""
        return self.is_own and not settings.REPORTING_ALLOW_SELF_APPROVAL

    @cached_property
    def reporter(self):
        """Who answers for the report."""
        return reporter_of(self.report)

    @property
    def attachments(self):
        """The files that belong to it."""
        return self.report.attachments.all()

    @cached_property
    def previous(self):
        """The approved report before this one."""
        return previous_of(self.report)

    @cached_property
    def lines(self):
        """What the report says beside what the last one said."""
        before = self.previous.approved_revision.snapshot if self.previous else {}
        if self.is_approved:
            return differences(before, self.report.approved_revision.snapshot)
        return differences(before, snapshot_of(self.report))

    @cached_property
    def said(self):
        """What the checks look at."""
        return said_in(self.report)

    @property
    def errors(self):
        """What stops it from being approved; nothing is asked of what is not written yet."""
        has_been_sent = self.report.state in (State.SUBMITTED, State.RETURNED)
        return errors(self.said) if has_been_sent else []

    @property
    def warnings(self):
        """What is odd, as (problem, whether the reporter has said to have seen it)."""
        if self.report.state in (State.NOT_STARTED, State.WAIVED):
            return []
        seen = {tuple(each) for each in self.report.seen_warnings}
        return [(each, (each.field, each.code) in seen) for each in warnings(self.said)]

    @cached_property
    def comments(self):
        """What has been said between those who work on it."""
        return list(self.report.comments.all())

    @property
    def can_comment(self):
        """Whether the person belongs to those who work on it, and it still changes."""
        return not self.is_archived and bool(
            self.roles & {Role.REPORTER, Role.COORDINATOR, Role.APPROVER}
        )

    @property
    def can_resolve(self):
        """Whether the person may note that something has been mended."""
        return not self.is_archived and (self.is_coordinator or self.is_approver)

    @property
    def moves(self):
        """All that has happened to it, the latest first."""
        return self.report.transitions.order_by("-sequence")

    @cached_property
    def forms(self):
        """The forms of what can be done now, with what was typed where it did not go well."""
        names = (
            [] if self.is_archived else [n for n in allowed(self.report, self.actor) if n in MOVES]
        )
        if self.can_comment:
            names.append("comment")
        return {name: FORMS[name](report=self.report) for name in names} | self.failed

    @cached_property
    def links(self):
        """The e-mailed links to it; for the coordinator."""
        links = self.report.links.select_related("person") if self.is_coordinator else ()
        return list(links)

    @property
    def can_resend(self):
        """Whether the reporter works by a link, and still has to report."""
        return self.is_coordinator and bool(reporter_without_account(self.report))

    @cached_property
    def neighbours(self):
        """The reports before and after it in the queue of the person: (earlier, later)."""
        at = self.report.submitted_at
        if not at or not self.is_approver:
            return None, None
        queue = ActionReport.objects.awaiting_approval_by(self.actor.user)
        queue = queue.select_related("round", "action")
        earlier = Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=self.report.pk)
        later = Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=self.report.pk)
        return queue.filter(earlier).last(), queue.filter(later).first()

    @cached_property
    def claims(self):
        """Which other approvers have it open; from now on the person has, too."""
        if not (self.is_approver and self.is_submitted):
            return []
        return claim(self.report, self.actor, self.now)


def sender_of(report):
    """Who has sent a report, by name; "" when that is not known any more."""
    if report.submitted_by_person:
        return report.submitted_by_person.name
    user = report.submitted_by
    return (user.get_full_name() or user.get_username()) if user else ""


def sent_by(user, reports):
    """Those of the reports that a user has sent and that nobody has decided on, the oldest first."""
    person = Person.objects.of_user(user).first()
    own = Q(submitted_by=user) | (Q(submitted_by_person=person) if person else Q(pk=None))
    waiting = reports.filter(own, state=State.SUBMITTED, round__archived_at=None)
    return waiting.order_by("submitted_at", "pk")
