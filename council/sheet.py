"""
What a sheet says, in the words of the reader's language.

`in_words` makes one structure of the facts, from which both the page and the paper are drawn, so
that neither can say what the other does not. A text that may be in another language than the
reader's is a `Shown`.
"""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from council import wording
from council.facts import digest
from council.wording import clipped, day, told
from programme.charts import sentences
from programme.charts.bars import bars
from programme.models import Participation, StrategyAction
from programme.models.network import WHERE_IT_STANDS
from programme.numbers import in_words as number_in_words

Status = StrategyAction.Status
PHASES_SHOWN = 8
BASKETS_SHOWN = 2
# Enough to compare by eye: sixty-four bits.
SHORT_HASH = 16


def in_words(facts, address):
    """The sheet of some facts for the reader; `address` is where its page is."""
    full = digest(facts)
    return {
        "language": get_language(),
        "day": facts["day"],
        "file_name": "-".join(_file_name(facts)),
        "title": _("Summary for the council"),
        "document_title": " – ".join(_document_title(facts)),
        "headings": wording.headings(),
        "situation": _("Situation on %(day)s") % {"day": day(facts["day"])},
        "round": _round(facts) if facts["is_of_round"] else None,
        "notice": wording.example(facts["round"]) if facts["is_of_round"] else "",
        "programme": _programme(facts),
        "identity": _identity(facts),
        "phase": _phase(facts["programme"]),
        "figures": [_figure(figure, facts) for figure in facts["figures"]],
        "compared": wording.compared(facts),
        **_statuses(facts),
        "benefits": [_benefit(benefit) for benefit in facts["benefits"]["shown"]],
        "benefits_note": wording.of_benefits(facts["benefits"]),
        "late": [_late(late) for late in facts["late"]["shown"]],
        "late_note": wording.of_late(facts["late"]),
        "missing": wording.of_missing(facts),
        "event": _event(facts["next_event"]),
        "no_event": _("No coming events are known."),
        "approved": wording.of_approval(facts),
        "hash": full,
        "short_hash": full[:SHORT_HASH],
        "address": address,
    }


def _document_title(facts):
    yield _("Summary for the council")
    if facts["city"]:
        yield told(facts["city"]["name"]).text
    yield _("Situation on %(day)s") % {"day": day(facts["day"])}


def _file_name(facts):
    yield "summary"
    if facts["is_of_round"]:
        yield facts["round"]["slug"]
    yield facts["day"]
    yield get_language()


def _round(facts):
    return {
        "slug": facts["round"]["slug"],
        "name": clipped(facts["round"]["name"], "name"),
        "period": wording.period(facts["round"]),
    }


def _programme(facts):
    if facts["programme"] is None:
        return None
    return {"slug": facts["programme"]["slug"], "name": clipped(facts["programme"]["name"], "name")}


def _identity(facts):
    """Who the city is in the network, as rows of a label and what is said."""
    city = facts["city"]
    if city is None:
        return []
    baskets = [clipped(name, "name") for name in city["baskets"][:BASKETS_SHOWN]]
    rows = [
        (_("City"), [clipped(city["name"], "name")]),
        (_("Role in the network"), [wording.here(_role(city))]),
        (_("Time of the programme"), [wording.here(wording.span(facts["programme"]))]),
        (_("Thematic basket"), baskets or [wording.here(_("not known"))]),
    ]
    return [{"label": label, "parts": parts} for label, parts in rows]


def _role(city):
    if not city["role"]:
        return _("Member, role not known")
    words = wording.capital(Participation.Role(city["role"]).label)
    derived = _("derived")
    return f"{words} ({derived})" if city["is_role_derived"] else words


def _phase(programme):
    """Where the programme stood, and its phases with the running one marked."""
    if programme is None:
        return None
    states = {
        "over": pgettext("of a phase", "over"),
        "running": pgettext("of a phase", "running"),
        "coming": pgettext("of a phase", "coming"),
    }
    return {
        "sentence": str(WHERE_IT_STANDS[programme["stood"]]),
        "phases": [
            {
                "name": clipped(phase["name"], "phase"),
                "time": wording.span(phase),
                "state": phase["stood"],
                "state_words": states[phase["stood"]],
            }
            for phase in programme["phases"][:PHASES_SHOWN]
        ],
    }


def _figure(figure, facts):
    number = figure["number"]
    return {
        "name": figure["name"],
        "label": wording.LABELS[figure["name"]],
        "number": "–" if number is None else number_in_words(number),
        "whole": wording.of_whole(figure),
        "change": wording.of_change(figure) if facts["round_before"] else "",
    }


def _statuses(facts):
    """The table of statuses, with bars as shares of the longest, and the sentence above it."""
    counted = [(Status(code), number) for code, number in facts["statuses"].items()]
    is_empty = facts["is_of_round"] and not any(facts["statuses"].values())
    nothing = _("No report has been approved in this round or before it.")
    return {
        "statuses": counted,
        "status_sentence": nothing if is_empty else sentences.of_statuses(counted),
        "status_rows": []
        if is_empty
        else [
            {
                "status": str(bar.key),
                "words": wording.capital(bar.key.label),
                "number": number_in_words(bar.number),
                "length": round(bar.length),
            }
            for bar in bars(counted)
        ],
    }


def _benefit(benefit):
    return {
        "slug": benefit["slug"],
        "title": clipped(benefit["title"], "title"),
        "standing": wording.standing(benefit["standing"]),
        "time": wording.span(benefit),
    }


def _late(late):
    reason = late["reason"] and clipped(late["reason"], "reason")
    return {
        "code": late["code"],
        "title": clipped(late["title"], "title"),
        "passed": wording.of_passed(late),
        "reason": reason if reason and reason.text else None,
        "no_reason": _("The report gives no reason.")
        if late["is_reported"]
        else _("No approved report."),
    }


def _event(event):
    if event is None:
        return None
    return {
        "slug": event["slug"],
        "title": clipped(event["title"], "title"),
        "when": told(event["when"]).text,
        "place": clipped(event["place"], "name"),
    }
