"""To whom a move writes, in which language; the simple moves are among the commands' tests."""

import pytest
from django.core import mail

from reporting import letters
from reporting.models import Correction, OutboxMail, State
from reporting.refusals import NotAllowed
from reporting.roles import Actor
from reporting.transitions import transition
from tests.reporting.factories import (
    CONTENT,
    make_contact,
    make_person,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """A reporter, an approver and a coordinator who read a language each."""
    people = {
        "reporter": make_person(language="en"),
        "approver": make_user("approver").person,
        "coordinator": make_user("coordinator").person,
    }
    for role, language in {"approver": "fi", "coordinator": "sv"}.items():
        people[role].language = language
        people[role].save()
    return people


def brought(cast, state):
    """A report in a state, and nothing in the outbox; nobody else works on reports."""
    report = make_report(state=state, reporter=cast["reporter"])
    for actor in {each.actor for each in report.transitions.all() if each.actor}:
        actor.groups.clear()
    OutboxMail.objects.all().delete()
    return report


def written():
    rows = OutboxMail.objects.order_by("person__pk")
    return {(each.kind, each.person, each.language, each.path.split("/")[1]) for each in rows}


def expected(kind, cast, *roles):
    people = [cast[role] for role in roles]
    return {(kind, person, person.language, person.language) for person in people}


MOVES = {
    "submit": (State.DRAFT, "reporter", "submitted", ["approver"]),
    "withdraw": (State.SUBMITTED, "reporter", "withdrawn", ["approver"]),
    "return": (State.SUBMITTED, "approver", "returned", ["reporter"]),
    "approve": (State.SUBMITTED, "approver", "approved", ["reporter", "coordinator"]),
    "correct": (
        State.APPROVED, "approver", "correction", ["reporter", "coordinator", "approver"]
    ),
    "translate": (State.APPROVED, "coordinator", "", []),
    "autosave": (State.DRAFT, "reporter", "", []),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_move_is_told_to_these_people_in_their_languages_and_once(name, cast):
    state, mover, kind, roles = MOVES[name]
    report = brought(cast, state)
    person = cast[mover]
    actor = Actor.of_user(person.user) if person.user else Actor(person=person)
    given = {
        "submit": {"seen_warnings": [("language", "missing_translation")]},
        "return": {"comment": "Please say more of it."},
        "translate": {"texts": {"sv": {"summary": "Den första fasen är klar."}}},
        "autosave": {"content": {"fields": CONTENT}},
    }.get(name, {})
    if name == "correct":
        proposal = Correction.objects.create(
            report=report,
            changes={"percent": [40, 45]},
            category="typing_error",
            language="en",
        )
        given = {"correction": proposal}

    transition(report.pk, name, actor, expected_version=report.version, **given)

    assert written() == expected(kind, cast, *roles)
    assert [letters.deliver(), letters.deliver()] == [len(roles), 0]
    told = sorted(address for each in mail.outbox for address in each.to)
    assert told == sorted(cast[role].email for role in roles)


def test_return_without_a_named_reporter_goes_to_the_contact_and_then_to_the_coordinator(cast):
    report = brought(cast, State.SUBMITTED)
    report.assignee.delete()
    actor = Actor.of_user(cast["approver"].user)
    contact = make_contact(action=report.action)

    given = {"comment": "Please say more of it.", "expected_version": report.version}
    report = transition(report.pk, "return", actor, **given)

    assert list(OutboxMail.objects.values_list("person", flat=True)) == [contact.person.pk]


def test_letters_of_a_move_that_is_refused_are_not_written(cast):
    report = brought(cast, State.SUBMITTED)
    actor = Actor.of_user(cast["approver"].user)

    with pytest.raises(NotAllowed):
        transition(report.pk, "return", actor, expected_version=report.version, comment="no")

    assert not OutboxMail.objects.exists()
