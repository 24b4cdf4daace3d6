"""A report as it is frozen: everything that its page shows, with names and words of the day."""

from datetime import UTC

from django.conf import settings
from django.utils import translation

from programme.numbers import plain
from reporting import hashing
from reporting.models import ReportRevision

SCHEMA = 1
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEXTS = ["summary", "next_steps", "obstacles", "no_change_reason"]
NUMBERS = ["value", "numerator", "denominator"]


def snapshot_of(report, *, approved_at=None, is_self_approved=False):
    """All that is said in a report, without any person: `schema` tells how to read it."""
    return {
        "schema": SCHEMA,
        "programme": {"name": _in_languages(report.round.programme, "name")},
        "round": _round(report.round),
        "action": {
            "code": report.action.code,
            "title": _in_languages(report.action, "title"),
        },
        "language": report.language,
        "status": {"code": report.status, "words": _words(report.get_status_display)},
        "percent": report.percent,
        "is_unchanged": report.is_unchanged,
        "texts": {field: _in_languages(report, field) for field in TEXTS},
        "values": {
            value.indicator.slug: _value(value)
            for value in report.values.select_related("indicator")
        },
        "attachments": [_attachment(each) for each in report.attachments.order_by("pk")],
        "answers": report.answers,
        "warnings": report.seen_warnings,
        "submitted_at": _instant(report.submitted_at),
        "approved_at": _instant(approved_at),
        "is_self_approved": is_self_approved,
        "is_extended": report.transitions.exclude(exception=None).exists(),
    }


def seal(report, kind, snapshot, *, now, user=None, reason=""):
    """Add a revision to the chain of a report. Returns the revision."""
    last = report.revisions.order_by("number").last()
    revision = ReportRevision(
        report=report,
        number=last.number + 1 if last else 1,
        kind=kind,
        snapshot=snapshot,
        salts=hashing.new_salts(snapshot),
        previous_hash=last.content_hash if last else "",
        made_at=now,
        made_by=user,
        reason=reason,
    )
    revision.content_hash = hashing.content_hash(revision)
    revision.save()
    return revision


def changed(snapshot, changes):
    """
    A copy of a snapshot with the second value of each pair in `changes`.

    Raises ValueError when the first value of a pair is not what the snapshot says.
    """
    if not isinstance(snapshot, dict) or not snapshot:
        raise ValueError("no such field")
    copy = dict(snapshot)
    for path, (old, new) in changes.items():
        key, _, rest = path.partition("/")
        if rest:
            copy[key] = changed(copy[key], {rest: (old, new)})
        elif copy[key] != old:
            raise ValueError(f"{key} is not {old!r}")
        else:
            copy[key] = new
    return copy


def _round(round):
    return {
        "slug": round.slug,
        "name": _in_languages(round, "name"),
        "starts_on": round.starts_on.isoformat(),
        "ends_on": round.ends_on.isoformat(),
        "is_example": round.is_example,
    }


def _value(value):
    indicator = value.indicator
    numbers = {name: _number(getattr(value, name)) for name in NUMBERS}
    return {
        "name": _in_languages(indicator, "name"),
        "unit": _in_languages(indicator, "unit"),
        "is_share": indicator.is_share,
        "roll_up": indicator.roll_up,
        **numbers,
        "no_value_reason": value.no_value_reason,
        "reason_words": _words(value.get_no_value_reason_display),
        "source": value.source,
        "measured_on": value.measured_on.isoformat() if value.measured_on else None,
    }


def _attachment(attachment):
    return {
        "title": attachment.title,
        "licence": attachment.licence,
        "licence_words": _words(attachment.get_licence_display),
        "file": attachment.file.name,
        "size": attachment.file.size,
        "sha256": attachment.sha256,
    }


def _number(number):
    return None if number is None else plain(number)


def _instant(at):
    return at.astimezone(UTC).isoformat() if at else None


def _in_languages(thing, field):
    return {code: getattr(thing, f"{field}_{code}") or "" for code in LANGUAGES}


def _words(display):
    words = {}
    for code in LANGUAGES:
        with translation.override(code):
            words[code] = str(display())
    return words
