"""
All that a sheet says, in every language and without any wording of its own.

`facts_of` makes plain data, ready for JSON; `digest` is the hash that stands on the sheet: SHA-256
over that JSON in its canonical form (`reporting.hashing`), so that the same data has the same
hash in each language, on the page and on paper, and anybody can compute it from the file.
"""

import hashlib

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

from council import queries, standings
from council.figures import figures, numbers_at
from council.situation import reach_of
from events import times
from programme.languages import Shown, shown
from programme.models import StrategyAction
from programme.models.network import state_on
from programme.prepared import first
from programme.words import in_every_language
from reporting.hashing import canonical
from reporting.told import in_language

SCHEMA = 1
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# As many codes as fit on two lines.
CODES_SHOWN = 12


def facts_of(situation):
    """What the sheet of a situation says."""
    statuses = standings.statuses(situation)
    numbers = numbers_at(situation)
    return {
        "schema": SCHEMA,
        "day": situation.day.isoformat(),
        "is_of_round": situation.is_of_round,
        **_identity(situation),
        "round": _round(situation.told),
        "round_before": _round(situation.before),
        "figures": [_figure(figure) for figure in figures(situation, statuses, numbers)],
        "statuses": _counted(statuses),
        "benefits": _benefits(situation, numbers[0]["all_benefits"]),
        "late": _late(situation, statuses),
        "missing": _missing(situation),
        "next_event": _next_event(situation),
        "approved": _approved(situation),
    }


def as_json(facts):
    """The facts as the bytes that are hashed."""
    return canonical(facts).encode()


def digest(facts):
    """The SHA-256 of the facts, in 64 hexadecimal digits."""
    return hashlib.sha256(as_json(facts)).hexdigest()


def in_all(get):
    """What `get` shows a reader of each language, as {"fi": ["text", "its language"], …}."""
    told = {}
    for code in LANGUAGES:
        with translation.override(code):
            found = get()
        told[code] = [found.text, found.language]
    return told


def _texts(thing, name):
    return in_all(lambda: shown(thing, name))


def _identity(situation):
    """The part of the home city in the programme, and where that stood on the day."""
    participation, memberships = situation.part
    if participation is None:
        return {"city": None, "programme": None}
    programme = participation.programme
    return {
        "city": {
            "name": _texts(participation.city, "name"),
            "role": participation.role,
            "is_role_derived": participation.is_role_derived,
            "starts_on": participation.starts_on,
            "ends_on": participation.ends_on,
            "baskets": [_texts(each.basket, "name") for each in memberships],
        },
        "programme": {
            "slug": programme.slug,
            "name": _texts(programme, "name"),
            **_span(programme),
            "stood": state_on(programme, situation.day),
            "phases": [
                {"name": _texts(phase, "name"), **_span(phase)}
                | {"stood": state_on(phase, situation.day)}
                for phase in programme.phases.all()
            ],
        },
    }


def _span(thing):
    return {"starts_on": thing.starts_on, "ends_on": thing.ends_on}


def _round(round):
    if round is None:
        return None
    return {
        "slug": round.slug,
        "name": _texts(round, "name"),
        "starts_on": round.starts_on.isoformat(),
        "ends_on": round.ends_on.isoformat(),
        "due_at": round.due_at.isoformat(),
        "is_example": round.is_example,
    }


def _figure(figure):
    names = ("name", "number", "whole", "before", "whole_before")
    return {name: getattr(figure, name) for name in names}


def _counted(statuses):
    counts = dict.fromkeys(map(str, standings.Status), 0)
    for status in statuses.values():
        counts[status] += 1
    return counts


def _benefits(situation, count):
    """The surest and then newest benefits, and how many there are in all."""
    ask = queries.benefits_of_round if situation.is_of_round else queries.benefits_now
    return {
        "count": count,
        "shown": [
            {"slug": each.slug, "title": _texts(each, "title"), "standing": each.standing}
            | _span(each)
            for each in ask(situation.day.isoformat())
        ],
    }


def _late(situation, statuses):
    late = standings.late_actions(situation, statuses)
    shown_ones = late[: standings.LATE_SHOWN]
    keys = [each.action for each in shown_ones]
    actions = StrategyAction.objects.only("code", *in_every_language("title")).in_bulk(keys)
    said = _said(situation, keys)
    return {
        "count": len(late),
        "shown": [_late_action(each, actions[each.action], said) for each in shown_ones],
    }


def _late_action(late, action, said):
    told = said.get(action.pk)
    return {
        "code": action.code,
        "title": in_all(lambda: in_language(told["title"])) if told else _texts(action, "title"),
        "planned_end": late.planned_end,
        "milestones": [
            {"title": _texts(each, "title"), "due_on": each.due_on} for each in late.milestones
        ],
        "is_reported": told is not None,
        "reason": in_all(lambda: _reason(told["texts"])) if told else None,
    }


def _said(situation, actions):
    """What the latest report that a sheet reads says of some actions, by primary key."""
    if situation.told is None:
        return {}
    told = situation.reports.filter(action__in=actions).order_by("round__ends_on")
    snapshot = "approved_revision__snapshot"
    rows = told.values_list("action_id", f"{snapshot}__action__title", f"{snapshot}__texts")
    return {action: {"title": title, "texts": texts} for action, title, texts in rows}


def _reason(texts):
    """Why an action is late, in the words of its report."""
    obstacles = texts["obstacles"]
    return in_language(obstacles if any(obstacles.values()) else texts["no_change_reason"])


def _missing(situation):
    codes = standings.missing_codes(situation)
    return None if codes is None else {"count": len(codes), "codes": codes[:CODES_SHOWN]}


def _next_event(situation):
    """The first whole event that was not over, one whose time is known before others."""
    event = first(queries.next_events(situation.at))
    if event is None:
        return None
    when = in_all(lambda: Shown(times.in_words(event), get_language()))
    return {"slug": event.slug, "title": _texts(event, "title"), "when": when} | {
        "place": _texts(event, "place"),
        "mode": event.mode,
    }


def _approved(situation):
    """When the last of the reports was approved, and when one was last corrected."""
    if situation.told is None:
        return {"last": None, "corrected": None}
    if situation.is_of_round:
        approved = queries.approved_until(*reach_of(situation.told))
    else:
        approved = queries.approved_of_all()
    found = first(approved) or {}
    instants = {name: found.get(name) for name in ("last", "corrected")}
    return {name: at and at.isoformat() for name, at in instants.items()}
