"""
Who may make which move of a report in which state, and at which time of its round.

The tables are written by hand and know nothing of `TRANSITIONS`.
"""

import itertools
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone

from reporting.links import link_for
from reporting.models import (
    ActionReport,
    Correction,
    LockException,
    OutboxMail,
    ReportAccessLink,
    ReportingRound,
    ReportRevision,
    ReportTransition,
    ReportValue,
    State,
)
from reporting.refusals import NotAllowed
from reporting.roles import Actor
from reporting.transitions import allowed
from reporting.transitions import transition as make_move
from tests.factories import make_action, make_basket, make_indicator, make_staff
from tests.reporting.factories import every_warning, make_person, make_report, make_user

pytestmark = pytest.mark.django_db

# r its reporter, l the same by an e-mailed link, c coordinator, a approver, b approver of its
# basket, s superuser, t translator. Nobody else, and there are others, may do anything.
WHO = """
           not_started  draft  submitted  returned  approved  waived
start      rlcs         .      .          .         .         .
autosave   .            rlcs   .          rlcs      .         .
submit     .            rlcs   .          rlcs      .         .
withdraw   .            .      rlcs       .         .         .
return     .            .      abcs       .         .         .
approve    .            .      abs        .         .         .
correct    .            .      .          .         abs       .
translate  .            .      .          .         cts       .
waive      cs           cs     .          cs        .         .
reopen     .            .      .          .         .         cs
reassign   cs           cs     .          cs        .         .
"""
# When a superuser, who has every right, may make the move.
WHEN = """
           planned  open  closing  closed  archived
start      .        x     x        .       .
autosave   .        x     x        .       .
submit     .        x     x        .       .
withdraw   x        x     x        x       .
return     x        x     x        x       .
approve    x        x     x        x       .
correct    x        x     x        x       .
translate  x        x     x        x       .
waive      x        x     x        x       .
reopen     .        x     x        .       .
reassign   x        x     x        x       .
"""
FROM = {
    "start": State.NOT_STARTED,
    "autosave": State.DRAFT,
    "submit": State.DRAFT,
    "withdraw": State.SUBMITTED,
    "return": State.SUBMITTED,
    "approve": State.SUBMITTED,
    "correct": State.APPROVED,
    "translate": State.APPROVED,
    "waive": State.DRAFT,
    "reopen": State.WAIVED,
    "reassign": State.NOT_STARTED,
}
RECORD = [
    *(ActionReport, ReportTransition, ReportRevision, ReportValue, Correction),
    *(OutboxMail, LockException, ReportAccessLink),
]


def cells(table):
    """(row, column, cell) of a table."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return [
        (name, column, mark)
        for name, *marks in rows
        for column, mark in zip(head, marks, strict=True)
    ]


def report_in(state):
    """A report with a basket and a value, whose reporter has an account and a link too."""
    basket = make_basket()
    action = make_action(basket=basket)
    indicator = make_indicator()
    action.indicators.add(indicator)
    report = make_report(action=action, state=state, reporter=make_user("reporter").person)
    ReportValue.objects.get_or_create(report=report, indicator=indicator, value=7)
    return report


def actors_around(report):
    """Somebody of each kind, by the letter of the table; capitals for those who may nothing."""
    elsewhere, here = make_user("approver"), make_user("approver")
    elsewhere.person.baskets.add(make_basket())
    here.person.baskets.add(report.action.basket)
    translator = make_user()
    translator.user_permissions.add(Permission.objects.get(codename="translate_report"))
    foreign, own_other = make_report(), make_report(reporter=report.assignee)
    users = {
        "r": report.assignee.user,
        "c": make_user("coordinator"),
        "a": make_user("approver"),
        "b": here,
        "s": make_staff(),
        "t": translator,
        "O": make_user("reporter"),
        "X": elsewhere,
        "E": make_user("reader"),
        "D": make_user("coordinator", "approver", is_active=False),
    }
    links = {
        "l": link_for(report, report.assignee),
        "K": link_for(foreign, foreign.assignee),
        "M": link_for(own_other, report.assignee),
    }
    return (
        {letter: Actor.of_user(user) for letter, user in users.items()}
        | {letter: Actor.of_link(link) for letter, link in links.items()}
        | {"N": Actor(), "Y": Actor.system()}
    )


def given_for(name, report):
    """What a person would fill in."""
    if name == "correct" and report.state == State.APPROVED:
        changes = {"percent": [40, 45]}
        correction = Correction.objects.create(
            report=report, changes=changes, category="typing_error", language="en"
        )
        return {"correction": correction}
    return {
        "autosave": {"content": {"fields": {"summary_en": "The first phase is ready."}}},
        "submit": {"seen_warnings": every_warning()},
        "return": {"comment": "Please say more of it."},
        "translate": {"texts": {"sv": {"summary": "Första etappen är klar."}}},
        "waive": {"reason": "postponed"},
        "reassign": {"person": make_person()},
    }.get(name, {})


def goes_through(report, name, actor, given):
    """Whether a move is made; then it is taken back. What a refused one has done stays."""
    savepoint = transaction.savepoint()
    try:
        make_move(report.pk, name, actor, expected_version=report.version, **given)
    except NotAllowed:
        return False
    transaction.savepoint_rollback(savepoint)
    return True


def everything():
    return [list(model._base_manager.order_by("pk").values()) for model in RECORD]


@pytest.mark.parametrize("state", State)
def test_moves_are_made_by_exactly_those_who_may(state):
    report = report_in(state)
    actors = actors_around(report)
    given = {name: given_for(name, report) for name in FROM}
    before = everything()

    made_by = {
        name: {each for each in actors if goes_through(report, name, actors[each], given[name])}
        for name in FROM
    }

    assert made_by == {
        name: set(letters) - {"."} for name, column, letters in cells(WHO) if column == state
    }
    assert everything() == before


@pytest.mark.parametrize("state", State)
def test_moves_on_offer_are_those_that_may_be_made(state):
    report = report_in(state)
    actors = actors_around(report)

    on_offer = {
        (name, letter) for letter, actor in actors.items() for name in allowed(report, actor)
    }

    in_table = [(name, letters) for name, column, letters in cells(WHO) if column == state]
    pairs = itertools.chain.from_iterable(
        itertools.product([name], letters) for name, letters in in_table if letters != "."
    )
    assert on_offer == set(pairs)


@pytest.mark.parametrize("name", FROM)
def test_move_is_made_at_exactly_the_right_times(name):
    report = report_in(FROM[name])
    actor, given = Actor.of_user(make_staff()), given_for(name, report)
    before = everything()

    made = []
    for time in TIMES:
        move_round(report.round, time)
        if goes_through(report, name, actor, given):
            made.append(time)

    assert made == [time for move, time, mark in cells(WHEN) if move == name and mark == "x"]
    assert everything() == before


# Days from now at which a round opens, is due and closes.
TIMES = {
    "planned": (1, 2, 3),
    "open": (-1, 1, 2),
    "closing": (-2, -1, 1),
    "closed": (-3, -2, -1),
    "archived": (-3, -2, -1),
}


def move_round(round, time):
    """Let a round be where it is to be now."""
    days = timedelta(days=1)
    opens, due, closes = TIMES[time]
    now = timezone.now()
    ReportingRound.objects.filter(pk=round.pk).update(
        opens_at=now + opens * days,
        due_at=now + due * days,
        closes_at=now + closes * days,
        archived_at=now if time == "archived" else None,
    )
    assert ReportingRound.objects.get(pk=round.pk).state == time
