"""Reports on pages of this room and of others: words of snapshots, stories, the latest round."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from programme.prepared import first, prepared
from programme.words import in_every_language
from reporting import told
from reporting.models import ActionReport, State
from reporting.progress import state_in_words
from reporting.queries import REPORT, latest_rounds, told_reports, unmixed, with_corrected_at

register = template.Library()


@register.filter
def in_language(texts):
    """What the reader sees of a text in a snapshot: {{ told.texts.summary|in_language|marked }}."""
    return told.in_language(texts)


@register.filter
def on_day(at):
    """The day of an instant, of a row or of a snapshot: {{ told.approved_at|on_day }}."""
    at = told.instant(at) if isinstance(at, str) else at
    return format_html(
        '<time datetime="{}">{}</time>', timezone.localtime(at).date(), told.on_day(at)
    )


@register.filter
def file_url(attachment):
    """Where the file of an attachment in a snapshot is handed out."""
    return reverse("attachment", args=[attachment["file"].removeprefix("reports/")])


@register.filter
def period(round):
    """The time that a round is about."""
    return told.period_in_words(round)


@register.filter
def per_cent(number):
    """A percentage: {{ told.percent|per_cent }}."""
    return told.percent_in_words(number)


@register.filter
def state_now(round):
    """Where a round is now, in words."""
    return state_in_words(round)


@register.inclusion_tag("reporting/_freshness.html")
def freshness(action):
    """In which round the status of an action was reported, and when that was approved."""
    report = first(_latest_reports(action.pk)) if action.reported_status else None
    return {"report": report, "action": action}


@prepared
def _latest_reports(action):
    reports = ActionReport.objects.public().filter(action=action, round__is_example=False)
    latest = reports.select_related("round").order_by("-round__ends_on")
    return latest.only("approved_at", *in_every_language("round__name"))[:1]


@register.inclusion_tag("reporting/_action_reports.html")
def action_reports(action):
    """What has been reported on an action, round by round, the latest first."""
    return {"reports": _reports_on(action.pk)}


@prepared
def _reports_on(action):
    reports = unmixed(ActionReport.objects.expected()).filter(
        action=action, state__in=[State.APPROVED, State.WAIVED]
    )
    related = ("round", "action", "approved_revision")
    reports = with_corrected_at(reports).select_related(*related).order_by("-round__ends_on")
    told = ("waive_reason", "approved_at", "round__is_example", *in_every_language("round__name"))
    return reports.only(*REPORT, *told)


@register.inclusion_tag("reporting/_reported_values.html")
def reported_values(indicator):
    """The values of an indicator in approved reports, the latest first."""
    reports = _reports_with(indicator.pk)
    values = [(report, report.approved_revision.snapshot["values"]) for report in reports]
    slug = indicator.slug
    return {
        "rows": [(each, told.ToldValue(slug, said[slug])) for each, said in values if slug in said]
    }


@prepared
def _reports_with(indicator):
    reports = told_reports().filter(values__indicator=indicator)
    related = ("round", "action", "approved_revision")
    reports = reports.select_related(*related).order_by("-round__ends_on", "action__sort_key")
    return reports.only(*REPORT, "round__is_example", *in_every_language("round__name"))


@register.simple_tag
def latest_approval():
    """When a report was approved last; None before the first."""
    return first(_latest_approvals())


@prepared
def _latest_approvals():
    return told_reports().order_by("-approved_at").values_list("approved_at", flat=True)[:1]


@register.inclusion_tag("reporting/_latest_round.html")
def latest_round():
    """How much of the latest round has been reported."""
    return {"round": first(latest_rounds())}
