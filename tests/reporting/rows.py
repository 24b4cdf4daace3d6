"""Rows that public pages show: corrected, translated and measured reports, made by real moves."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from reporting.checks import warnings
from reporting.models import ActionReport, Correction, ReportingRound, ReportRevision, State
from reporting.models import ReportValue as Value
from reporting.roles import Actor
from reporting.said import said_in
from reporting.transitions import transition
from tests.factories import make_action, make_strategy
from tests.reporting.factories import approver, coordinator, make_report, make_round


def make_rounds(*spans, **fields):
    """Rounds of one programme over spans such as ("2025-01-01", "2025-06-30")."""
    rounds = []
    for start, end in spans:
        programme = rounds[0].programme if rounds else fields.pop("programme", None)
        rounds.append(make_round(programme=programme, starts_on=start, ends_on=end, **fields))
    ids = [round.pk for round in rounds]
    return sorted(ReportingRound.objects.filter(pk__in=ids), key=lambda each: each.starts_on)


def make_actions(programme, count=1, **fields):
    """Public actions of a programme."""
    strategy = programme.strategies.first() or make_strategy(programme=programme)
    return [make_action(strategy=strategy, **fields) for _ in range(count)]


def approved(round, action=None, **content):
    """An approved report."""
    return make_report(round=round, action=action, state=State.APPROVED, **content)


def copies(report, actions):
    """Approved reports that say the same of other actions, quicker than by moves."""
    made = ActionReport.objects.bulk_create(
        ActionReport(
            round=report.round, action=action, status=report.status, percent=report.percent
        )
        for action in actions
    )
    frozen = report.approved_revision
    revisions = ReportRevision.objects.bulk_create(
        ReportRevision(
            report=each,
            number=1,
            kind="approved",
            snapshot=frozen.snapshot,
            salts={},
            content_hash="0" * 64,
            made_at=frozen.made_at,
        )
        for each in made
    )
    for each, revision in zip(made, revisions, strict=True):
        each.state, each.approved_revision = State.APPROVED, revision
        each.submitted_at = each.approved_at = frozen.made_at
    fields = ["state", "approved_revision", "submitted_at", "approved_at"]
    ActionReport.objects.bulk_update(made, fields, batch_size=100)
    return made


def measured(round, indicator, *, action=None, **value):
    """An approved report that tells of an indicator, by `Value` fields or by value=7; others 7."""
    action = action or make_actions(round.programme)[0]
    action.indicators.add(indicator)
    report = make_report(round=round, action=action, state=State.DRAFT)
    report.values.all().delete()
    for each in action.indicators.all():
        said = value if each == indicator and value else {"value": Decimal(7)}
        Value.objects.create(report=report, indicator=each, **said)
    return finish(report)


def finish(report):
    """Send a draft and approve it."""
    writer = Actor(person=report.assignee)
    report = make_move(report, "submit", writer, seen_warnings=every_warning(report))
    return make_move(report, "approve", approver())


def every_warning(report):
    """What a person ticks who has seen all that is odd."""
    return [(each.field, each.code) for each in warnings(said_in(report))]


def make_move(report, name, actor, **given):
    """A move of the report as it stands now."""
    return transition(report.pk, name, actor, expected_version=report.version, **given)


def correct(report, changes, *, category="typing_error", reason="", language="en"):
    """A correction, proposed and confirmed. Returns the corrected report."""
    proposal = Correction.objects.create(
        report=report, changes=changes, category=category, reason=reason, language=language
    )
    return make_move(report, "correct", approver(), correction=proposal)


def translate(report, **texts):
    """A translation of an approved report: translate(report, sv={"summary": "…"})."""
    return make_move(report, "translate", coordinator(), texts=texts)


def close(round):
    """The round has closed."""
    now = timezone.now()
    times = {
        "opens_at": now - timedelta(days=30),
        "due_at": now - timedelta(days=2),
        "closes_at": now - timedelta(days=1),
    }
    ReportingRound.objects.filter(pk=round.pk).update(**times)
    round.refresh_from_db()
    return round
