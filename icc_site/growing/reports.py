"""Rounds and reports on each action: approved ones of three years, and a round that is open."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice

from programme.models import StrategyAction
from reporting.hashing import content_hash, leaves
from reporting.models import ActionReport, ReportingRound, ReportRevision, ReportTransition, State
from reporting.snapshots import LANGUAGES, snapshot_of

# Rounds that are over, one about each quarter from the first one on.
ROUNDS, FIRST_YEAR = 12, 2023
# The states of the reports of the open round, in turn.
OPEN = [State.NOT_STARTED, State.DRAFT, State.SUBMITTED]
MOVES = {State.DRAFT: "start", State.SUBMITTED: "submit", State.APPROVED: "approve"}
AT_ONCE = 1000
TEXT = {
    "fi": "Kasvatettu aineisto: työ on edennyt {percent} prosenttiin suunnitelman mukaan.",
    "sv": "Utökat material: arbetet har framskridit till {percent} procent enligt planen.",
    "en": "Grown data: the work has advanced to {percent} per cent, as planned.",
}


def make_reports():
    """Thirteen rounds, and what is said in them of each action."""
    actions = list(StrategyAction.objects.order_by("pk").select_related("strategy__programme"))
    for sequence in range(1, ROUNDS + 2):
        round = _round(sequence, actions[0].strategy.programme)
        is_over = sequence <= ROUNDS
        reports = [
            _report(round, action, place, State.APPROVED if is_over else OPEN[place % len(OPEN)])
            for place, action in enumerate(actions)
        ]
        begun = [report for report in reports if report.state != State.NOT_STARTED]
        sealed = [report for report in begun if report.state != State.DRAFT]
        ActionReport.objects.bulk_create(reports)
        ReportRevision.objects.bulk_create(_revision(report) for report in sealed)
        ReportTransition.objects.bulk_create(_move(report) for report in begun)
    _tell_actions(ReportingRound.objects.get(sequence=ROUNDS))


def _round(sequence, programme):
    quarter = FIRST_YEAR * 4 + sequence - 1
    opens_at = datetime.combine(_first_day(quarter + 1), time(6), UTC)
    is_over = sequence <= ROUNDS
    return ReportingRound.objects.create(
        programme=programme,
        slug=f"grown-{sequence}",
        sequence=sequence,
        name_fi=f"Kasvatettu kierros {sequence}",
        name_sv=f"Utökad omgång {sequence}",
        name_en=f"Grown round {sequence}",
        starts_on=_first_day(quarter),
        ends_on=_first_day(quarter + 1) - timedelta(days=1),
        opens_at=opens_at,
        due_at=opens_at + timedelta(days=21),
        closes_at=opens_at + timedelta(days=35 if is_over else 3650),
    )


def _first_day(quarter):
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


def _report(round, action, place, state):
    """A report whose primary key is that of its revision."""
    percent = min(round.sequence * 7 + place % 5, 100)
    is_approved, is_sent = state == State.APPROVED, state in (State.SUBMITTED, State.APPROVED)
    sent_at = round.opens_at + timedelta(days=5, minutes=place)
    key = round.sequence * 1000 + place
    return ActionReport(
        pk=key,
        round=round,
        action=action,
        state=state,
        revision_number=int(is_sent),
        language="fi" if state != State.NOT_STARTED else "",
        status="planning" if percent < 30 else "implementation",
        percent=percent,
        submitted_at=sent_at if is_sent else None,
        approved_at=sent_at + timedelta(days=1) if is_approved else None,
        approved_revision_id=key if is_approved else None,
        **{f"summary_{code}": TEXT[code].format(percent=percent) for code in LANGUAGES},
    )


def _revision(report):
    is_approved = report.state == State.APPROVED
    snapshot = snapshot_of(report, approved_at=report.approved_at)
    return _sealed(
        pk=report.pk,
        report_id=report.pk,
        number=1,
        kind=report.state,
        snapshot=snapshot,
        # The same each time, as these rows must be; nothing here is worth taking away later.
        salts={
            path: hashlib.sha256(path.encode()).hexdigest()[:32] for path, _ in leaves(snapshot)
        },
        made_at=report.approved_at if is_approved else report.submitted_at,
    )


def _sealed(**fields):
    revision = ReportRevision(**fields)
    revision.content_hash = content_hash(revision)
    return revision


def _move(report):
    return ReportTransition(
        pk=report.pk,
        report=report,
        sequence=1,
        name=MOVES[report.state],
        from_state=State.NOT_STARTED,
        to_state=report.state,
        made_at=report.approved_at or report.submitted_at or report.round.opens_at,
        actor_role="system",
        language="fi",
        via=ReportTransition.Via.SYSTEM,
    )


def _tell_actions(round):
    """What the pages say of an action is what its latest approved report said."""
    for status in ("planning", "implementation"):
        said = ActionReport.objects.filter(round=round, status=status)
        actions = StrategyAction.objects.filter(pk__in=said.values("action"))
        actions.update(reported_status=status)


def copy_revisions(factor, step):
    """Seal a revision of each copy of a report that has one: it says the code and title of its action."""
    originals = list(ReportRevision.objects.select_related("report").order_by("pk"))
    revisions = chain.from_iterable(_copies(originals, number, step) for number in range(1, factor))
    while some := list(islice(revisions, AT_ONCE)):
        ReportRevision.objects.bulk_create(some)


def _copies(originals, number, step):
    titles = {f"title_{code}": code for code in LANGUAGES}
    found = StrategyAction.objects.filter(pk__gt=number * step, pk__lt=(number + 1) * step)
    told = {row["pk"]: row for row in found.order_by().values("pk", "code", *titles)}
    for original in originals:
        action = told[original.report.action_id + number * step]
        title = {code: action[name] or "" for name, code in titles.items()}
        yield _sealed(
            pk=original.pk + number * step,
            report_id=original.report_id + number * step,
            number=original.number,
            kind=original.kind,
            snapshot=original.snapshot | {"action": {"code": action["code"], "title": title}},
            salts=original.salts,
            made_at=original.made_at,
        )
