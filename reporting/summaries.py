"""What a round that has closed comes to, in words for its coordinators."""

from collections import Counter
from datetime import timedelta
from statistics import median

from django.db.models import Q
from django.utils.formats import localize
from django.utils.translation import gettext as _

from reporting.models import ReportingRound, State

# An older one is no news, whenever the server runs first.
NEWS_FOR = timedelta(days=30)


def just_closed(now):
    """Rounds that closed within a month; never examples."""
    news = Q(closes_at__lte=now, closes_at__gt=now - NEWS_FOR)
    return ReportingRound.objects.filter(news, archived_at=None, is_example=False)


def in_words(round):
    """How many reports are in each state, which are missing, and how long one took."""
    reports = round.reports.select_related("action").order_by("action__sort_key")
    counts = Counter(report.state for report in reports)
    lines = [f"{state.label.capitalize()}: {counts[state]}" for state in State if counts[state]]
    missing = [report.action.code for report in reports.owed()]
    if missing:
        lines.append(_("Missing: %(codes)s") % {"codes": ", ".join(missing)})
    minutes = [report.minutes_spent for report in reports if report.minutes_spent is not None]
    if minutes:
        told = {"minutes": localize(median(minutes))}
        lines.append(_("A report took %(minutes)s minutes (median).") % told)
    return "\n".join(lines)
