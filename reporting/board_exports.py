"""The board for spreadsheets (RFC 4180): a row for each report that the filters leave."""

import csv
import io

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programme.languages import shown
from reporting.board import narrowed
from reporting.deadlines import days_late
from reporting.exports import guarded
from reporting.models import ActionReport, ReportTransition

COLUMNS = [
    _("Action"),
    _("Title"),
    _("Round"),
    _("State"),
    _("Due"),
    _("Days late"),
    _("Submitted"),
    _("Approved"),
    _("Times returned"),
    _("Minutes"),
]


def board_csv(rounds, chosen, person, now):
    """The file as bytes, with the mark by which spreadsheets know UTF-8."""
    reports = narrowed(ActionReport.objects.filter(round__in=rounds), chosen, person, now)
    returned = dict(
        ReportTransition.objects.filter(name="return", report__round__in=rounds)
        .order_by()
        .values_list("report")
        .annotate(Count("pk"))
    )
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    by_key = {round.pk: round for round in rounds}
    for report in reports.select_related("action").order_by("action__sort_key", "-round__ends_on"):
        row = _row(report, by_key[report.round_id], returned.get(report.pk, 0), now)
        writer.writerow([guarded(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def _row(report, round, times_returned, now):
    return [
        report.action.code,
        shown(report.action, "title").text,
        shown(round, "name").text,
        report.get_state_display(),
        _instant(round.due_at),
        days_late(report.state, round, now),
        _instant(report.submitted_at),
        _instant(report.approved_at),
        times_returned,
        report.minutes_spent,
    ]


def _instant(at):
    """A time as spreadsheets read it, in local time."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
