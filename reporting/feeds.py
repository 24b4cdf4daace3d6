"""Approved reports and their corrections, as entries of Atom feeds (RFC 4287)."""

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programme.feeds import LONGEST, PublicFeed, of_home_city, told_at
from programme.models import StrategyAction
from programme.prepared import prepared
from reporting.history import lined
from reporting.queries import REPORT, public_corrections, told_reports
from reporting.told import in_language, percent_in_words

PARENTS = ("action__", "action__strategy__", "action__strategy__programme__")


class ReportFeed(PublicFeed):
    """What has been approved on the actions, the latest first; the status stands in the title."""

    def title(self):
        return of_home_city(_("Progress reports"))

    def link(self):
        return reverse("reporting:progress")

    def items(self):
        return latest_reports()

    def item_title(self, report):
        told = report.approved_revision.snapshot
        return f"{_title(told)}: {in_language(told['status']['words'])}"

    def item_description(self, report):
        """HTML, as Django declares it to be."""
        return format_html_join("", "<p>{}</p>", ([line] for line in _lines(report) if line))

    def item_updateddate(self, report):
        """When what the entry tells was approved, corrected or translated, or became public."""
        return report.told_at

    def item_guid(self, report):
        return f"report/{report.pk}"


class CorrectionFeed(PublicFeed):
    """What had been approved and was not so, the latest first."""

    def title(self):
        return of_home_city(_("Corrections of progress reports"))

    def link(self):
        return reverse("reporting:correction_list")

    def items(self):
        return lined(latest_corrections())

    def item_title(self, correction):
        return _title(correction.revision.snapshot)

    def item_description(self, correction):
        """HTML, as Django declares it to be."""
        reason = capfirst(correction.get_category_display())
        lines = format_html_join("", "<p>{}: {} → {}</p>", map(_cells, correction.lines))
        return format_html(
            "{}<p>{}</p>", lines, ". ".join(filter(None, [reason, correction.reason]))
        )

    def item_link(self, correction):
        return f"{correction.report.get_absolute_url()}#revision-{correction.revision.number}"

    def item_updateddate(self, correction):
        return correction.revision.made_at

    def item_guid(self, correction):
        return f"correction/{correction.pk}"


def _cells(change):
    thing = f"{change.thing}, {change.part}" if change.part else change.thing
    return thing, change.old, change.new


def _title(told):
    """The action of a snapshot, as it was called then; an example says so."""
    title = f"{told['action']['code']} {in_language(told['action']['title'])}"
    is_example = told["round"]["is_example"]
    return _("Example: %(title)s") % {"title": title} if is_example else title


def _lines(report):
    """The round, the change of status, the percentage and the words of a report."""
    told = report.approved_revision.snapshot
    yield in_language(told["round"]["name"])
    if report.status_before and report.status_before != told["status"]["code"]:
        before = StrategyAction.Status(report.status_before).label
        changed = {"before": before, "after": in_language(told["status"]["words"])}
        yield _("The status has changed: %(before)s → %(after)s") % changed
    if told["percent"] is not None:
        yield percent_in_words(told["percent"])
    words = "no_change_reason" if told["is_unchanged"] else "summary"
    yield in_language(told["texts"][words]).text


@prepared
def latest_reports():
    """Of the reports on all actions the latest, each with the status of the one before, None of the first."""
    return _latest(Q())


@prepared
def latest_reports_in(basket):
    """The same of the actions in a basket."""
    return _latest(Q(action__basket=basket))


@prepared
def latest_reports_of(strategy):
    """The same of the actions of a strategy."""
    return _latest(Q(action__strategy=strategy))


@prepared
def latest_reports_on(action):
    """The same of one action."""
    return _latest(Q(action=action))


@prepared
def latest_corrections():
    """The latest corrections of all reports."""
    return public_corrections()[:LONGEST]


@prepared
def latest_corrections_in(basket):
    """The same of the actions in a basket."""
    return public_corrections().filter(report__action__basket=basket)[:LONGEST]


@prepared
def latest_corrections_of(strategy):
    """The same of the actions of a strategy."""
    return public_corrections().filter(report__action__strategy=strategy)[:LONGEST]


@prepared
def latest_corrections_on(action):
    """The same of one action."""
    return public_corrections().filter(report__action=action)[:LONGEST]


def _latest(condition):
    seen_at = told_at(*PARENTS, at="approved_revision__made_at")
    return (
        told_reports()
        .filter(condition)
        .select_related("round", "action", "approved_revision")
        .only(*REPORT)
        .annotate(told_at=seen_at, status_before=_status_before())
        .order_by("-told_at", "-pk")[:LONGEST]
    )


def _status_before():
    earlier = told_reports().filter(
        action=OuterRef("action"), round__ends_on__lt=OuterRef("round__starts_on")
    )
    codes = earlier.order_by("-round__ends_on")
    return Subquery(codes.values("approved_revision__snapshot__status__code")[:1])
