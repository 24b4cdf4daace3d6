"""How much time there is, or how long something has waited, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.locks import in_words
from reporting.models import ReportingRound, State
from reporting.models.reports import OWED


def days_between(earlier, later):
    """How many midnights of local time lie between two instants."""
    return (timezone.localdate(later) - timezone.localdate(earlier)).days


def days_late(state, round, now):
    """For how many days a report has been owed in vain; 0 when it is not late."""
    return days_between(round.due_at, now) if is_late(state, round, now) else 0


def is_late(state, round, now):
    """Whether a report is owed although it was due; the same as `late_at`, of one report."""
    return state in OWED and round.due_at <= now and not is_archived(round, now)


def is_archived(round, now):
    """Whether nothing changes in a round any more."""
    return round.state_at(now) == ReportingRound.State.ARCHIVED


def when_in_words(told, round, now):
    """Of a report: "5 days late", "due in 3 days", "sent 2 days ago"; "" when nothing presses."""
    if told["state"] == State.SUBMITTED:
        return _sent_in_words(days_between(told["submitted_at"], now))
    if told["state"] == State.APPROVED:
        return _approved_in_words(days_between(told["approved_at"], now))
    if told["state"] not in OWED or round.opens_at > now:
        return ""
    if is_archived(round, now):
        return _("never sent")
    return _late_in_words(round, now) if round.due_at <= now else _due_in_words(round, now)


def _sent_in_words(days):
    words = ngettext("sent %(days)s day ago", "sent %(days)s days ago", days)
    return words % {"days": days} if days else _("sent today")


def _approved_in_words(days):
    words = ngettext("approved %(days)s day ago", "approved %(days)s days ago", days)
    return words % {"days": days} if days else _("approved today")


def _late_in_words(round, now):
    days = days_between(round.due_at, now)
    words = ngettext("%(days)s day late", "%(days)s days late", days)
    return words % {"days": days} if days else _("late since today")


def _due_in_words(round, now):
    days = days_between(now, round.due_at)
    words = ngettext("due in %(days)s day", "due in %(days)s days", days)
    return words % {"days": days} if days else _("due today")


def round_in_words(round, now):
    """Since when or until when a round is where it is."""
    sentences = {
        ReportingRound.State.PLANNED: _("opens on %(opens)s"),
        ReportingRound.State.OPEN: _("due on %(due)s, open until %(closes)s"),
        ReportingRound.State.CLOSING: _("was due on %(due)s, open until %(closes)s"),
        ReportingRound.State.CLOSED: _(
            "locked since %(closes)s, open for the approver until archived"
        ),
        ReportingRound.State.ARCHIVED: _("archived on %(archived)s, nothing changes any more"),
    }
    return sentences[round.state_at(now)] % {
        "opens": in_words(round.opens_at),
        "due": in_words(round.due_at),
        "closes": in_words(round.closes_at),
        "archived": in_words(round.archived_at) if round.archived_at else "",
    }
