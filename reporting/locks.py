"""Who may write in a report when: one answer for the form, the link, the admin and commands."""

from datetime import datetime, time, timedelta

import holidays
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programme.models import City
from reporting.models import LockException, ReportingRound, State
from reporting.roles import Role

WRITABLE = {State.DRAFT, State.RETURNED}
DAYS_TO_MEND = 3


def exception_for(report, actor, now):
    """The leave by which an actor may write outside of the time of the round, or None."""
    if not actor.person:
        return None
    leaves = LockException.objects.active_at(now).covering(report)
    return leaves.filter(granted_to=actor.person).order_by("-until").first()


def is_in_time(report, actor, now):
    """Whether the round is open, or a leave stands in for that; never in an archived round."""
    if report.round.state_at(now) == ReportingRound.State.ARCHIVED:
        return False
    return report.round.is_open_at(now) or exception_for(report, actor, now) is not None


def can_edit(report, actor, now):
    """Whether an actor may change what a report says: state, role and time allow it."""
    writers = {Role.REPORTER, Role.COORDINATOR}
    is_writer = bool(writers & actor.roles_on(report))
    return report.state in WRITABLE and is_writer and is_in_time(report, actor, now)


def why_locked(report, actor, now):
    """A sentence on why a report cannot be written in, "" when it can."""
    if can_edit(report, actor, now):
        return ""
    if report.state not in WRITABLE | {State.NOT_STARTED}:
        return SENTENCES[report.state]()
    state = report.round.state_at(now)
    if state == ReportingRound.State.PLANNED:
        return _("The round opens on %(date)s.") % {"date": in_words(report.round.opens_at)}
    if state == ReportingRound.State.CLOSED:
        when = {"date": in_words(report.round.closes_at)}
        return _("The round closed on %(date)s. The coordinator can give more time.") % when
    if state == ReportingRound.State.ARCHIVED:
        return _("The round has been archived. Its reports no longer change.")
    return ""


SENTENCES = {
    State.SUBMITTED: lambda: _("The report has been sent for approval and waits there."),
    State.APPROVED: lambda: _("The report has been approved. It can only be corrected."),
    State.WAIVED: lambda: _("The action is not reported in this round."),
}


def in_words(instant):
    """A time with day, year and zone: "12.6.2026 klo 23.59 EEST"."""
    here = timezone.localtime(instant)
    return f"{date_format(here, 'DATETIME_FORMAT')} {here.tzname()}"


def time_to_mend(now):
    """The end of the third working day from an instant, in local time."""
    day = timezone.localdate(now)
    for _number in range(DAYS_TO_MEND):
        day = next_working_day(day + timedelta(days=1))
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def next_working_day(day):
    """The day itself, or the first after it that is neither weekend nor public holiday."""
    free = _public_holidays()
    while day.weekday() >= 5 or day in free:
        day += timedelta(days=1)
    return day


def _public_holidays():
    """Those of the country of the home city; none where it is not known."""
    home = City.objects.home().first()
    country = home.country.code if home else ""
    known = country in holidays.list_supported_countries()
    return holidays.country_holidays(country) if known else {}
