"""Two example rounds for trying and for pictures, made by the same moves that people make."""

import secrets
from datetime import datetime, time, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from programme.models import Programme, StrategyAction
from reporting.asking import ask
from reporting.models import Correction, Person, ReportingRound
from reporting.roles import Actor
from reporting.snapshots import LANGUAGES
from reporting.transitions import transition

ACTIONS = 12
ROLES = {"reporter": "Raportoija", "coordinator": "Koordinaattori", "approver": "Hyväksyjä"}
NAMES = {
    "fi": "ESIMERKKI: kierros {number}",
    "sv": "EXEMPEL: omgång {number}",
    "en": "EXAMPLE: round {number}",
}
MARK = {"fi": "Esimerkkiteksti", "sv": "Exempeltext", "en": "Example text"}
# What is said of each action in turn: language, status, percentage, what was done, what is next.
SAID = [
    ("fi", "planning", 10, "työryhmä on koottu ja aikataulu sovittu.", "Selvitys alkaa keväällä."),
    ("fi", "implementation", 35, "ensimmäinen kohde on käytössä.", "Toinen kohde kilpailutetaan."),
    ("sv", "implementation", 60, "hälften av platserna är klara.", "Resten byggs i höst."),
    ("en", "not_started", 0, "funding has been applied for.", "The decision is awaited."),
    ("fi", "completed", 100, "toimenpide on tehty kokonaan.", ""),
]
OBSTACLES = {
    "fi": "toimitukset ovat viivästyneet.",
    "sv": "leveranserna har försenats.",
    "en": "deliveries are late.",
}
TRANSLATION = {
    "sv": {"summary": "Exempeltext: arbetsgruppen har tillsatts och tidtabellen har avtalats."},
    "en": {"summary": "Example text: the working group is in place and the timetable agreed."},
}
COMMENT = "Esimerkkiteksti: kertokaa myös, miten asukkaat ovat olleet mukana."


class RealRounds(Exception):
    """The database holds rounds already: examples are never mixed with real ones."""


@transaction.atomic
def make():
    """Fill the database. Returns the password of the three accounts. Raises RealRounds."""
    if ReportingRound.objects.exists():
        raise RealRounds
    password = secrets.token_urlsafe(9)
    actors = {role: _account(role, password) for role in ROLES}
    programme = Programme.objects.filter(strategies__actions__isnull=False).first()
    if programme is None:
        raise Programme.DoesNotExist
    today = timezone.localdate()
    first = _round(programme, 1, _at(today - timedelta(days=220)))
    _ask_of_a_few(first, actors)
    _first_round(first, actors)
    second = _round(programme, 2, _at(today - timedelta(days=25)))
    _ask_of_a_few(second, actors)
    _second_round(second, actors)
    return password


def _account(role, password):
    user = User.objects.create_user(f"demo-{role}", f"{role}@example.org", password)
    user.groups.add(Group.objects.get(name=role))
    person = Person.objects.create(name=f"Esimerkki {ROLES[role]}", email=user.email, user=user)
    return Actor(user, person)


def _round(programme, number, opens_at):
    """A round about the half-year before it opens; due after three weeks."""
    names = {f"name_{code}": NAMES[code].format(number=number) for code in LANGUAGES}
    ends_on = timezone.localdate(opens_at) - timedelta(days=1)
    return ReportingRound.objects.create(
        programme=programme,
        slug=f"example-{number}",
        sequence=number,
        starts_on=ends_on - timedelta(days=180),
        ends_on=ends_on,
        opens_at=opens_at,
        due_at=opens_at + timedelta(days=21),
        closes_at=opens_at + timedelta(days=35),
        is_example=True,
        **names,
    )


def _at(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def _ask_of_a_few(round, actors):
    """Example reports on the first actions only, all by one person."""
    ask(round)
    some = StrategyAction.objects.filter(reports__round=round).order_by("sort_key")[:ACTIONS]
    round.reports.exclude(action__in=list(some)).delete()
    round.reports.update(assignee=actors["reporter"].person)


def _first_round(round, actors):
    for number, report in enumerate(_reports(round)):
        now = round.opens_at + timedelta(days=3 + number)
        if number == ACTIONS - 1:
            _move(report, "waive", actors["coordinator"], now, reason="postponed")
            continue
        report = _write(report, actors["reporter"], number, now)
        report = _submit(report, actors["reporter"], now)
        report = _move(report, "approve", actors["approver"], now + timedelta(days=1))
        if number == 0:
            _move(report, "translate", actors["coordinator"], now, texts=TRANSLATION)
        if number == 1:
            _correct(report, actors, now + timedelta(days=30))


def _second_round(round, actors):
    """Every state, also a report that nobody has begun."""
    for number, report in enumerate(_reports(round)):
        now = round.opens_at + timedelta(days=2 + number)
        if number >= ACTIONS - 3:
            continue
        report = _write(report, actors["reporter"], number, now, step=15)
        if number >= ACTIONS - 5:
            continue
        report = _submit(report, actors["reporter"], now)
        if number == 5:
            _move(report, "return", actors["approver"], now, comment=COMMENT)
        elif number < 5:
            _move(report, "approve", actors["approver"], now + timedelta(days=1))


def _reports(round):
    return round.reports.select_related("round", "action").order_by("action__sort_key")


def _move(report, name, actor, now, **given):
    return transition(report.pk, name, actor, expected_version=report.version, now=now, **given)


def _write(report, actor, number, now, step=0):
    """A draft; in the second round it has gone on by a step."""
    report = _move(report, "start", actor, now)
    language, status, percent, summary, next_steps = SAID[number % len(SAID)]
    percent = min(percent + step, 95) if status != "completed" else 100
    fields = {
        "language": language,
        "status": "implementation" if status == "not_started" and step else status,
        "percent": percent,
        f"summary_{language}": f"{MARK[language]}: {summary}",
        f"next_steps_{language}": f"{MARK[language]}: {next_steps}" if next_steps else "",
        f"obstacles_{language}": _obstacle(language) if number % 4 == 2 else "",
        "minutes_spent": 4 + number,
        "answers": dict.fromkeys(report.answers, "change"),
    }
    values = {
        pk: {"value": None, "no_value_reason": "not_yet"}
        for pk in report.action.indicators.values_list("pk", flat=True)
    }
    return _move(report, "autosave", actor, now, content={"fields": fields, "values": values})


def _obstacle(language):
    return f"{MARK[language]}: {OBSTACLES[language]}"


def _submit(report, actor, now):
    """Sent, with every warning seen that there can be."""
    seen = [
        ("language", "missing_translation"),
        ("percent", "percent_fell"),
        ("status", "end_has_passed"),
        ("summary", "same_summary"),
    ]
    return _move(report, "submit", actor, now, seen_warnings=seen)


def _correct(report, actors, now):
    """A percentage that was typed wrong, corrected by two people."""
    correction = Correction.objects.create(
        report=report,
        changes={"percent": [report.percent, report.percent - 10]},
        category=Correction.Category.TYPING_ERROR,
        reason="Esimerkkiteksti: luku oli kirjattu väärin.",
        language="fi",
        proposed_by=actors["coordinator"].user,
        proposed_at=now,
    )
    _move(report, "correct", actors["approver"], now, correction=correction)
