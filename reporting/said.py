"""What a report row says, gathered for `checks`."""

from decimal import Decimal

from django.utils import timezone

from reporting.checks import Said, SaidValue
from reporting.models import ActionReport, State
from reporting.snapshots import LANGUAGES, TEXTS


def previous_of(report):
    """The approved report on the same action in the latest earlier round, or None."""
    earlier = ActionReport.objects.filter(
        action=report.action_id, state=State.APPROVED, round__ends_on__lt=report.round.starts_on
    )
    return earlier.select_related("approved_revision", "round").order_by("-round__ends_on").first()


def said_in(report):
    """All that is said in a report, with what the last one said."""
    previous = previous_of(report)
    before = previous.approved_revision.snapshot if previous else {}
    language = report.language
    texts = {name: getattr(report, f"{name}_{language}", "") or "" for name in TEXTS}
    spoken = [code for code in LANGUAGES if report.language and code != report.language]
    return Said(
        language=language,
        status=report.status,
        percent=report.percent,
        texts=texts,
        is_unchanged=report.is_unchanged,
        values=tuple(_values(report, before)),
        unanswered=tuple(name for name, answer in report.answers.items() if not answer),
        languages_missing=tuple(code for code in spoken if not _is_written(report, code)),
        previous_percent=before.get("percent"),
        previous_summary=before.get("texts", {}).get("summary", {}).get(language, ""),
        unchanged_before=_unchanged_before(report),
        period_ends_on=report.round.ends_on,
        action_ends_on=report.action.ends_on,
        today=timezone.localdate(),
    )


def _is_written(report, language):
    return any(getattr(report, f"{name}_{language}") for name in TEXTS)


def _values(report, before):
    given = {value.indicator_id: value for value in report.values.all()}
    for indicator in indicators_of(report):
        value = given.get(indicator.pk)
        told = before.get("values", {}).get(indicator.slug, {}).get("value")
        yield SaidValue(
            slug=indicator.slug,
            value=value and value.value,
            numerator=value and value.numerator,
            denominator=value and value.denominator,
            no_value_reason=value.no_value_reason if value else "",
            measured_on=value and value.measured_on,
            is_share=indicator.is_share,
            direction=_direction(indicator),
            previous=None if told is None else Decimal(told),
        )


def indicators_of(report):
    """What is counted of the action, in the order of the form."""
    known = report.action.indicators.filter(removed_at=None)
    return known.prefetch_related("values").order_by("slug")


def _direction(indicator):
    """Which way is better: from the baseline to the target; 0 where one is not known."""
    known = {value.kind: value.value for value in indicator.values.all() if value.value is not None}
    if "baseline" not in known or "target" not in known:
        return 0
    return (known["target"] > known["baseline"]) - (known["target"] < known["baseline"])


def _unchanged_before(report):
    """For how many rounds running the reports before this one said: no change."""
    earlier = ActionReport.objects.filter(
        action=report.action_id, state=State.APPROVED, round__ends_on__lt=report.round.starts_on
    ).order_by("-round__ends_on")
    count = 0
    for is_unchanged in earlier.values_list("is_unchanged", flat=True):
        if not is_unchanged:
            break
        count += 1
    return count
