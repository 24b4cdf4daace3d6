"""Rows of reporting, brought to a state by the same moves that people make."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.contrib.auth.models import Group, User
from django.utils import timezone

from reporting.models import ActionContact, ActionReport, Person, ReportingRound, ReportValue, State
from reporting.roles import Actor
from reporting.transitions import transition
from tests.factories import make_action, make_programme, make_strategy

numbers = count(1)
# By themselves: each one puts the period of a round a hundred days later.
round_numbers = count(1)


def make_user(*groups, **fields):
    """An account in groups such as "coordinator", with a person who gets its mail."""
    n = next(numbers)
    defaults = {"username": f"user-{n}", "email": f"user-{n}@example.org", "password": "secret"}
    user = User.objects.create_user(**defaults | fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    make_person(user=user, email=user.email)
    return user


def make_person(**fields):
    n = next(numbers)
    defaults = {"name": f"Person {n}", "email": f"person-{n}@example.org", "language": "en"}
    return Person.objects.create(**defaults | fields)


def make_contact(*, action=None, person=None, **fields):
    """Somebody who reports on an action."""
    if "basket" not in fields:
        fields["action"] = action or make_action()
    return ActionContact.objects.create(person=person or make_person(), **fields)


def make_round(*, programme=None, **fields):
    """A round that is open now and about a time long ago; the next ones follow it."""
    n = next(round_numbers)
    now = timezone.now()
    # So long ago that thousands of rounds in one run of tests still lie in the past.
    start = date(1600, 1, 1) + timedelta(days=14 * n)
    defaults = {
        "slug": f"round-{n}",
        "sequence": n,
        "name_fi": f"Kierros {n}",
        "starts_on": start,
        "ends_on": start + timedelta(days=13),
        "opens_at": now - timedelta(days=10),
        "due_at": now + timedelta(days=10),
        "closes_at": now + timedelta(days=20),
    }
    return ReportingRound.objects.create(
        programme=programme or make_programme(), **defaults | fields
    )


CONTENT = {
    "language": "fi",
    "status": "implementation",
    "percent": 40,
    "summary_fi": "Ensimmäinen vaihe on valmis.",
    "next_steps_fi": "Toinen vaihe alkaa.",
    "minutes_spent": 5,
}


def make_report(*, round=None, action=None, state=State.NOT_STARTED, reporter=None, **content):
    """
    A report in a state, reached by moves of a reporter, an approver or a coordinator.

    `content` replaces what the report says; `reporter` is a person.
    """
    action = action or make_action(strategy=_strategy(round))
    round = round or make_round(programme=action.strategy.programme)
    report = ActionReport.objects.create(
        round=round, action=action, assignee=reporter or make_person()
    )
    for name, actor, given in _way(report, state, content):
        report = transition(report.pk, name, actor, expected_version=report.version, **given)
    return report


def _strategy(round):
    """A strategy of the programme of a round, or of none in particular."""
    if round is None:
        return None
    return round.programme.strategies.first() or make_strategy(programme=round.programme)


def _way(report, state, content):
    if state == State.NOT_STARTED:
        return
    if state == State.WAIVED:
        yield "waive", coordinator(), {"reason": "postponed"}
        return
    writer = Actor(person=report.assignee)
    yield "start", writer, {}
    fields = CONTENT | content | {"answers": {}}
    yield "autosave", writer, {"content": {"fields": fields}}
    if state == State.DRAFT:
        return
    for indicator in report.action.indicators.all():
        ReportValue.objects.get_or_create(
            report=report, indicator=indicator, defaults={"value": Decimal(7)}
        )
    yield "submit", writer, {"seen_warnings": every_warning()}
    if state == State.RETURNED:
        yield "return", approver(), {"comment": "Please say more of it."}
    if state == State.APPROVED:
        yield "approve", approver(), {}


def every_warning():
    """What a person ticks who has seen all that can be odd in a report without values."""
    return [
        ("language", "missing_translation"),
        ("percent", "percent_fell"),
        ("status", "end_has_passed"),
        ("is_unchanged", "unchanged_again"),
        ("summary", "same_summary"),
    ]


def coordinator():
    """Somebody who coordinates."""
    return Actor.of_user(make_user("coordinator"))


def approver():
    """Somebody who approves, and has written nothing."""
    return Actor.of_user(make_user("approver"))


def local(text):
    """An instant of local time: local("2026-03-29 08:30")."""
    return timezone.make_aware(datetime.fromisoformat(text))
