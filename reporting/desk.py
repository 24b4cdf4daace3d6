"""A report on the desk of one person: what they see of it, and what they may do now."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reporting import locks, told
from reporting.forms.report import ReportForm
from reporting.models import ActionReport, ReportAccessLink, State
from reporting.moves import Move
from reporting.refusals import Refusal
from reporting.roles import Actor, Role
from reporting.said import previous_of
from reporting.snapshots import snapshot_of
from reporting.transitions import BEGUN, TRANSITIONS

RELATED = ("round__programme", "action__basket", "assignee", "approved_revision")


@dataclass(frozen=True)
class Desk:
    """One report, one person, one door; `url` is the page that they work on."""

    report: ActionReport
    actor: Actor
    url: str
    link: ReportAccessLink | None = None
    now: datetime = field(default_factory=timezone.now)

    @cached_property
    def roles(self):
        """What the person is to the report."""
        return self.actor.roles_on(self.report)

    @cached_property
    def is_writer(self):
        """Whether the person may write in it at all, at the right time."""
        return bool(self.roles & {Role.REPORTER, Role.COORDINATOR})

    @property
    def is_reporter(self):
        """Whether it is the person's own report."""
        return Role.REPORTER in self.roles

    @cached_property
    def is_in_time(self):
        """Whether the round is open, or a leave stands in for that."""
        return locks.is_in_time(self.report, self.actor, self.now)

    @property
    def can_edit(self):
        """Whether the form can be filled in now."""
        return self.report.state in BEGUN and self.is_writer and self.is_in_time

    @property
    def can_start(self):
        """Whether the report can be begun now."""
        return self.report.state == State.NOT_STARTED and self.is_writer and self.is_in_time

    @property
    def can_withdraw(self):
        """Whether what was sent can be taken back by this person now."""
        kind = TRANSITIONS["withdraw"]
        if self.report.state not in kind.src or not self.is_writer:
            return False
        try:
            kind.guard(Move(self.report, self.actor, self.roles, self.now))
        except Refusal:
            return False
        return True

    @cached_property
    def why_locked(self):
        """Why it cannot be written in, "" when it can."""
        if not self.is_writer:
            return _("You may read this report. Its reporter and the coordinator write in it.")
        return locks.why_locked(self.report, self.actor, self.now)

    @cached_property
    def leave(self):
        """The exception by which the person may write although the round is not open."""
        if not self.is_writer or self.report.round.is_open_at(self.now):
            return None
        return locks.exception_for(self.report, self.actor, self.now)

    @property
    def standing(self):
        """One sentence on where the report is, and who can see it."""
        report = self.report
        if report.state == State.SUBMITTED:
            sentence = _("Sent for approval at %(time)s. It becomes public when approved.")
            return sentence % {"time": clock(report.submitted_at)}
        if report.state == State.APPROVED:
            return _("Approved at %(time)s. It is public.") % {"time": clock(report.approved_at)}
        if report.state == State.RETURNED:
            sentence = _("To be mended. Saved at %(time)s. Not visible to the public.")
            return sentence % {"time": clock(report.updated_at)}
        if report.state == State.DRAFT:
            sentence = _("Saved as a draft at %(time)s. Not visible to the public.")
            return sentence % {"time": clock(report.updated_at)}
        return ""

    @cached_property
    def previous(self):
        """The last approved report on the same action, or None."""
        return previous_of(self.report)

    @cached_property
    def told(self):
        """What the last approved report told, {} where there is none."""
        return self.previous.approved_revision.snapshot if self.previous else {}

    @property
    def reads_comments(self):
        """Whether the words between those who work on the report are for this person too."""
        return bool(self.roles & {Role.REPORTER, Role.COORDINATOR, Role.APPROVER})

    @property
    def may_comment(self):
        """Whether a word can be added: to an archived round none is."""
        return self.reads_comments and not self.report.round.archived_at

    @cached_property
    def words(self):
        """What has been said about the report between people, the oldest first."""
        if not self.reads_comments:
            return []
        returns = self.report.transitions.filter(name="return")
        comments = [
            Word(self._name(each.label), each.written_at, each.text)
            for each in self.report.comments.all()
        ]
        returned = [
            Word(self._name(each.actor_label), each.made_at, each.comment, is_return=True)
            for each in returns
        ]
        return sorted(chain(comments, returned), key=lambda word: word.at)

    @property
    def returned_with(self):
        """The comment with which the report was sent back last, while it is to be mended."""
        if self.report.state != State.RETURNED:
            return None
        return next((word for word in reversed(self.words) if word.is_return), None)

    @property
    def not_me_url(self):
        """Where somebody says that a link is not theirs."""
        return f"{self.url}not-me/"

    def form(self, data=None, files=None):
        """The form of the report as it stands, with what a person has posted."""
        return ReportForm(data, files, report=self.report, told=self.told)

    def as_visitors_see(self):
        """What the public page shows, from what has been approved or would be."""
        if self.report.state == State.APPROVED:
            snapshot = self.report.approved_revision.snapshot
        else:
            snapshot = snapshot_of(self.report)
        return {
            "told": snapshot,
            "values": told.told_values(snapshot, {}),
            "texts": told.told_texts(snapshot, {}),
        }

    def renewed(self):
        """The same desk with the report as it stands now."""
        report = ActionReport.objects.select_related(*RELATED).get(pk=self.report.pk)
        return self.at(report)

    def at(self, report):
        """The same desk with the report as a move has left it."""
        return replace(self, report=report)

    def _name(self, label):
        """Who wrote a word; the page of a link names nobody else."""
        if self.link and label != self.actor.label:
            return _("the coordinator or the approver")
        return label


@dataclass(frozen=True)
class Word:
    """One comment between those who work on a report."""

    by: str
    at: datetime
    text: str
    is_return: bool = False


def clock(instant):
    """The time of today, or the day and the time: "14:05"."""
    here = timezone.localtime(instant)
    is_today = here.date() == timezone.localdate()
    return date_format(here, "TIME_FORMAT" if is_today else "DATETIME_FORMAT")
