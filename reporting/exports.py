"""A round for spreadsheets (RFC 4180) and for programs (JSON), drawn from the public revisions."""

import csv
import io
import re

from django.db.models import Prefetch

from reporting.models import ReportRevision, State
from reporting.progress import ENDED
from reporting.queries import not_reported, public_reports
from reporting.snapshots import LANGUAGES, TEXTS
from reporting.told import hidden_indicators, in_language

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# With these a spreadsheet takes a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
VALUE_COLUMNS = [
    "value",
    "numerator",
    "denominator",
    "no_value_reason",
    "source",
    "measured_on",
]
COLUMNS = [
    "round",
    "starts_on",
    "ends_on",
    "is_example",
    "action_code",
    "action_title",
    "outcome",
    "status",
    "percent",
    "is_unchanged",
    "language",
    *TEXTS,
    "indicator",
    "indicator_name",
    "unit",
    *VALUE_COLUMNS,
    "submitted_at",
    "approved_at",
    "revision",
    "hash",
    "address",
    "licence",
]
# How a report is filled in; of no use to those who read it.
INTERNAL = {"answers", "warnings"}
NOT_REPORTED = "not_reported"


def round_csv(round, base_url):
    """
    The rows of a round as bytes: one for each value of a report, one for a report without any.

    Texts are in the language in which the report was written, names in that of the reader.
    What has not been reported has a row with its outcome.
    """
    hidden = hidden_indicators()
    rows = [row for report in _approved(round) for row in _rows(report, base_url, hidden)]
    rows += [_row_of_missing(report) for report in _missing(round)]
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    facts = _facts_of_round(round)
    for row in rows:
        writer.writerow({name: guarded(cell) for name, cell in (facts | row).items()})
    return file.getvalue().encode("utf-8-sig")


def guarded(cell):
    """A cell that no spreadsheet takes for a formula; numbers stay as they are."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def round_data(round, base_url, now):
    """The round with every public revision, in all languages, ready to be written as JSON."""
    hidden = hidden_indicators()
    reports = _approved(round)
    return {
        "generated_at": now.isoformat(),
        "licence": LICENCE,
        "source": f"{base_url}{round.get_absolute_url()}",
        "round": {
            "slug": round.slug,
            "name": _in_languages(round, "name"),
            "starts_on": round.starts_on.isoformat(),
            "ends_on": round.ends_on.isoformat(),
            "is_example": round.is_example,
            "state": round.state.value,
            "public_note": _in_languages(round, "public_note") if round.state in ENDED else None,
        },
        "reports": [_report_data(report, base_url, hidden) for report in reports],
        "not_reported": [_missing_data(report) for report in _missing(round)],
    }


def _approved(round):
    revisions = ReportRevision.objects.exclude(kind=ReportRevision.Kind.SUBMITTED)
    revisions = revisions.select_related("correction").defer("salts").order_by("number")
    reports = public_reports(round).select_related("round", "action")
    reports = reports.only("round__slug", "action__code")
    return list(reports.prefetch_related(Prefetch("revisions", revisions, to_attr="public")))


def _missing(round):
    """What has not been reported: first that for which there is a reason."""
    return sorted(not_reported(round), key=lambda report: report.state != State.WAIVED)


def _facts_of_round(round):
    return {
        "round": in_language(_in_languages(round, "name")),
        "starts_on": round.starts_on.isoformat(),
        "ends_on": round.ends_on.isoformat(),
        "is_example": _yes_or_no(round.is_example),
        "licence": LICENCE["name"],
    }


def _rows(report, base_url, hidden):
    facts = _facts_of_report(report, base_url)
    values = _public(report.public[-1].snapshot, hidden)["values"]
    return [facts | _cells_of_value(*each) for each in sorted(values.items())] or [facts]


def _facts_of_report(report, base_url):
    revision = report.public[-1]
    told = revision.snapshot
    facts = {
        "action_code": told["action"]["code"],
        "action_title": in_language(told["action"]["title"]),
        "outcome": State.APPROVED.value,
        "status": told["status"]["code"],
        "percent": told["percent"],
        "is_unchanged": _yes_or_no(told["is_unchanged"]),
        "language": told["language"],
        "submitted_at": told["submitted_at"],
        "approved_at": told["approved_at"],
        "revision": revision.number,
        "hash": revision.content_hash,
        "address": f"{base_url}{report.get_absolute_url()}",
    }
    return facts | {name: told["texts"][name][told["language"]] for name in TEXTS}


def _cells_of_value(slug, said):
    names = {"indicator_name": in_language(said["name"]), "unit": in_language(said["unit"])}
    return {"indicator": slug, **names, **{name: said[name] for name in VALUE_COLUMNS}}


def _row_of_missing(report):
    title = in_language(_in_languages(report.action, "title"))
    outcome = report.waive_reason or NOT_REPORTED
    return {"action_code": report.action.code, "action_title": title, "outcome": outcome}


def _report_data(report, base_url, hidden):
    return {
        "action": report.action.code,
        "source": f"{base_url}{report.get_absolute_url()}",
        "revisions": [_revision_data(revision, hidden) for revision in report.public],
    }


def _revision_data(revision, hidden):
    return {
        "number": revision.number,
        "kind": revision.kind,
        "made_at": revision.made_at.isoformat(),
        "hash": revision.content_hash,
        "previous_hash": revision.previous_hash,
        "correction": _correction_data(revision, hidden),
        "snapshot": _public(revision.snapshot, hidden),
    }


def _correction_data(revision, hidden):
    if revision.kind != ReportRevision.Kind.CORRECTION:
        return None
    correction = revision.correction
    return {
        "category": correction.category,
        "reason": correction.reason,
        "language": correction.language,
        "changes": {
            path: pair
            for path, pair in correction.changes.items()
            if not path.startswith(tuple(f"values/{slug}/" for slug in hidden))
        },
    }


def _missing_data(report):
    return {
        "action": report.action.code,
        "title": _in_languages(report.action, "title"),
        "reason": report.waive_reason,
    }


def _public(snapshot, hidden):
    """A snapshot without how it was filled in, and without what is not published."""
    values = {slug: said for slug, said in snapshot["values"].items() if slug not in hidden}
    kept = {name: told for name, told in snapshot.items() if name not in INTERNAL}
    return kept | {"values": values}


def _in_languages(thing, field):
    return {code: getattr(thing, f"{field}_{code}") or "" for code in LANGUAGES}


def _yes_or_no(said):
    return "yes" if said else "no"
