"""Whether the record still is what was sealed, and whether all that follows from it agrees."""

from django.db.models import Prefetch

from programme.models import StrategyAction
from programme.numbers import plain
from reporting.hashing import content_hash
from reporting.models import (
    ActionReport,
    Correction,
    ReportRevision,
    ReportTransition,
    ReportValue,
    State,
)

CHUNK = 200
PUBLIC = {
    ReportRevision.Kind.APPROVED,
    ReportRevision.Kind.CORRECTION,
    ReportRevision.Kind.TRANSLATION,
}
# Each of these moves has sealed a revision, and no other has.
SEALED_BY = {
    "submit": ReportRevision.Kind.SUBMITTED,
    "approve": ReportRevision.Kind.APPROVED,
    "correct": ReportRevision.Kind.CORRECTION,
    "translate": ReportRevision.Kind.TRANSLATION,
}
NUMBERS = ["value", "numerator", "denominator"]


def mismatches():
    """Each thing that does not agree, as a sentence in English; memory does not grow."""
    reports = ActionReport.objects.order_by("pk").prefetch_related(
        Prefetch("revisions", ReportRevision.objects.order_by("number")),
        Prefetch("transitions", ReportTransition.objects.order_by("sequence")),
        Prefetch("values", ReportValue.objects.select_related("indicator")),
        Prefetch("corrections", Correction.objects.exclude(revision=None)),
    )
    for report in reports.iterator(chunk_size=CHUNK):
        for sentence in _of_report(report):
            yield f"Report {report.pk}: {sentence}"
    yield from _of_actions()


def _of_report(report):
    revisions = list(report.revisions.all())
    yield from _of_chain(revisions)
    yield from _of_moves(report)
    moves = [each.name for each in report.transitions.all() if each.name in SEALED_BY]
    if [SEALED_BY[name] for name in moves] != [each.kind for each in revisions]:
        yield "the moves are not those that made the revisions."
    yield from _of_public(report, [each for each in revisions if each.kind in PUBLIC])
    kinds = {each.pk: each.kind for each in revisions}
    for correction in report.corrections.all():
        if kinds.get(correction.revision_id) != ReportRevision.Kind.CORRECTION:
            yield f"correction {correction.pk} points to no revision that corrects it."


def _of_chain(revisions):
    previous = ""
    for number, revision in enumerate(revisions, start=1):
        if revision.number != number:
            yield f"revision {number} is missing before {revision.number}."
            return
        if revision.previous_hash != previous:
            yield f"revision {number} does not follow the one before it."
        if not _is_sealed(revision):
            yield f"revision {number} is not what was sealed."
        previous = revision.content_hash


def _is_sealed(revision):
    try:
        return content_hash(revision) == revision.content_hash
    except (AttributeError, KeyError, TypeError):
        # What is no snapshot, or has a field without a salt, cannot have been sealed.
        return False


def _of_moves(report):
    state = State.NOT_STARTED
    for number, move in enumerate(report.transitions.all(), start=1):
        if move.sequence != number:
            yield f"move {number} is missing before {move.sequence}."
            return
        if move.from_state != state:
            yield f"move {number} starts from “{move.from_state}”, but “{state}” was before it."
        state = move.to_state
    if state != report.state:
        yield f"the moves end in “{state}”, but the report is “{report.state}”."


def _of_public(report, public):
    last = public[-1] if public else None
    if report.approved_revision_id != getattr(last, "pk", None):
        yield "the public revision is not the last one that was approved."
    elif last:
        yield from _of_row(report, last.snapshot)


def _of_row(report, snapshot):
    try:
        told = (snapshot["status"]["code"], snapshot["percent"])
        values = {slug: _said(each) for slug, each in snapshot["values"].items()}
    except (AttributeError, KeyError, TypeError):
        # A torn snapshot is named by its chain already.
        return
    if (report.status, report.percent) != told:
        yield "status or percentage of the row are not those of the public revision."
    if len(report.values.all()) != len(values):
        yield "there are not as many measured values as in the public revision."
    for value in report.values.all():
        said = {name: getattr(value, name) for name in NUMBERS}
        said = {name: None if number is None else plain(number) for name, number in said.items()}
        said["no_value_reason"] = value.no_value_reason
        if values.get(value.indicator.slug, _said(said)) != _said(said):
            yield f"the value of “{value.indicator.slug}” is not that of the public revision."


def _said(value):
    return [value[name] for name in (*NUMBERS, "no_value_reason")]


def _of_actions():
    """What the pages say of an action is what its latest approved report said."""
    approved = ActionReport.objects.filter(state=State.APPROVED, round__is_example=False)
    told = {}
    codes = approved.order_by("round__ends_on").values_list(
        "action", "approved_revision__snapshot__status__code"
    )
    for action, code in codes.iterator(chunk_size=CHUNK):
        told[action] = code
    shown = StrategyAction.objects.values_list("pk", "code", "reported_status")
    for pk, code, status in shown.iterator(chunk_size=CHUNK):
        if status != (told.get(pk) or ""):
            yield f"Action {code}: its reported status is not that of its latest approved report."
