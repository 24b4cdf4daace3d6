"""The life of a report under whatever people try, beside a simple model of what should be."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from reporting.hashing import content_hash
from reporting.models import (
    ActionReport,
    Correction,
    LockException,
    OutboxMail,
    ReportingRound,
    State,
)
from reporting.refusals import Conflict, Refusal
from reporting.roles import Actor
from reporting.transitions import transition as make_move
from tests.reporting.factories import CONTENT, every_warning, make_report, make_user

START = "2026-11-23 12:00+02:00"
DAY = timedelta(days=1)
# Where each move leads from and to (None: it stays), and whose it is: r the reporter of the
# moment, c a coordinator, a an approver.
MOVES = {
    "start": ("not_started", "draft", "rc"),
    "autosave": ("draft returned", None, "rc"),
    "submit": ("draft returned", "submitted", "rc"),
    "withdraw": ("submitted", "draft", "rc"),
    "return": ("submitted", "returned", "ac"),
    "approve": ("submitted", "approved", "a"),
    "correct": ("approved", None, "a"),
    "translate": ("approved", None, "c"),
    "waive": ("not_started draft returned", "waived", "c"),
    "reopen": ("waived", "draft", "c"),
    "reassign": ("not_started draft returned", None, "c"),
}
ONWARD = {"start", "autosave", "submit", "approve"}
WHILE_OPEN = {"start", "autosave", "submit", "reopen"}
PEOPLE = {"first": "", "second": "", "lead": "c", "boss": "a", "both": "ca", "reader": ""}
REVISIONS = {
    "submit": "submitted",
    "approve": "approved",
    "correct": "correction",
    "translate": "translation",
}
# How many people get which letter; the reporter is never among the staff here.
LETTERS = {
    "submit": ("submitted", 2),
    "withdraw": ("withdrawn", 2),
    "return": ("returned", 1),
    "approve": ("approved", 3),
    "correct": ("correction", 4),
    "reassign": ("assigned", 1),
}


class LifeOfAReport(RuleBasedStateMachine):
    """Moves by anybody at any time; `users` are given by the test."""

    users = {}

    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.savepoint = transaction.savepoint()
        report = make_report(reporter=self.users["first"].person)
        now = timezone.now()
        self.opens, self.closes = now, now + 20 * DAY
        self.archived = None
        times = {"opens_at": self.opens, "due_at": now + 10 * DAY, "closes_at": self.closes}
        ReportingRound.objects.filter(pk=report.round_id).update(**times)
        self.pk, self.state, self.version, self.reporter = report.pk, "not_started", 1, "first"
        self.moves, self.kinds, self.letters, self.leaves = [], [], Counter(), []
        self.percent, self.submitter, self.submitted_at, self.approver = None, None, None, None

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)
        self.travel.stop()

    @property
    def row(self):
        return ActionReport.objects.select_related("round", "approved_revision").get(pk=self.pk)

    # What happens

    @initialize(days=st.sampled_from([-1, -1, -1, 2]))
    def round_is_called(self, days):
        self.opens = timezone.now() + days * DAY
        ReportingRound.objects.filter(reports=self.pk).update(opens_at=self.opens)

    @rule(data=st.data())
    def something_happens(self, data):
        """Moves above all: of rules that stand beside each other all are equally likely."""
        what = [
            *[self.somebody_tries] * 7,
            self.time_passes,
            self.time_passes,
            self.leave_is_granted,
        ]
        if self.leaves:
            what.append(self.last_leave_is_revoked)
        if timezone.now() > self.closes + 10 * DAY and not self.archived:
            what.append(self.round_is_archived)
        data.draw(st.sampled_from(what))(data)

    def time_passes(self, data):
        self.clock.shift(timedelta(hours=data.draw(st.sampled_from([1, 23, 24, 25, 72, 240]))))

    def leave_is_granted(self, data):
        who = data.draw(st.sampled_from(["first", "second", "lead"]))
        now = timezone.now()
        until = now + data.draw(st.integers(1, 14)) * DAY
        person = self.users[who].person
        leave = LockException.objects.create(
            report=self.row, granted_to=person, starts_at=now, until=until, reason="Ill."
        )
        self.leaves.append([who, now, until, leave.pk])

    def last_leave_is_revoked(self, data):
        now = timezone.now()
        LockException.objects.filter(pk=self.leaves.pop()[-1]).update(revoked_at=now)

    def round_is_archived(self, data):
        self.archived = timezone.now()
        ReportingRound.objects.filter(reports=self.pk).update(archived_at=self.archived)

    def somebody_tries(self, data):
        name, who = data.draw(self.attempts(data), "move")
        given, percent = self.given_for(name, data.draw(st.integers(0, 99), "percent"))
        self.look_as(who)
        if data.draw(st.integers(0, 9), "is on an old page") == 9:
            self.version -= 1
            with pytest.raises(Conflict):
                self.make(name, who, **given)
            self.version += 1
        elif self.may(name, who):
            self.make(name, who, **given)
            self.note(name, who, percent)
        else:
            with pytest.raises(Refusal):
                self.make(name, who, **given)

    def attempts(self, data):
        """Mostly what is possible, so that the report gets on; the model says what happens."""
        everything = [(name, who) for name in MOVES for who in PEOPLE]
        possible = [pair for pair in everything if self.may(*pair)]
        onward = [pair for pair in possible if pair[0] in ONWARD]
        choices = [onward, onward, possible, everything]
        return st.sampled_from(data.draw(st.sampled_from(choices)) or everything)

    def look_as(self, who):
        """What one may write in and approve is what one is shown."""
        reports = ActionReport.objects.filter(pk=self.pk)
        assert reports.editable_by(self.users[who]).exists() == self.may("autosave", who)
        assert reports.awaiting_approval_by(self.users[who]).exists() == self.may("approve", who)

    def make(self, name, who, **given):
        actor = Actor.of_user(self.users[who])
        make_move(self.pk, name, actor, expected_version=self.version, **given)

    def given_for(self, name, percent):
        """What is filled in, and what the percentage would be then."""
        if name == "autosave":
            fields = CONTENT | {"percent": percent}
            return {"content": {"fields": fields}}, percent
        if name == "correct":
            Correction.objects.filter(report=self.pk, decided_at=None).delete()
            correction = Correction.objects.create(
                report=self.row,
                changes={"percent": [self.percent, percent]},
                category="new_data",
                language="en",
                proposed_by=self.users["reader"],
            )
            return {"correction": correction}, percent
        other = "second" if self.reporter == "first" else "first"
        return {
            "submit": {"seen_warnings": every_warning()},
            "return": {"comment": "Please say more of it."},
            "translate": {"texts": {"sv": {"summary": f"Version {self.version}"}}},
            "waive": {"reason": "postponed"},
            "reassign": {"person": self.users[other].person},
        }.get(name, {}), self.percent

    # What should be

    def may(self, name, who):
        sources, _target, roles = MOVES[name]
        own = PEOPLE[who] + ("r" if who == self.reporter else "")
        if self.archived or self.state not in sources.split() or not set(own) & set(roles):
            return False
        if name in WHILE_OPEN and not self.is_in_time(who):
            return False
        if name == "submit":
            return self.percent is not None
        if name == "withdraw" and "c" not in own:
            is_fresh = timezone.now() - self.submitted_at <= DAY
            return is_fresh and self.is_in_time(who)
        return not (name == "approve" and who == self.submitter)

    def is_in_time(self, who):
        now = timezone.now()
        has_leave = any(
            who == holder and start <= now < end for holder, start, end, _ in self.leaves
        )
        return has_leave or self.opens <= now < self.closes

    def note(self, name, who, percent):
        """What has become of it."""
        now = timezone.now()
        self.version += 1
        self.state = MOVES[name][1] or self.state
        self.percent = percent
        if name != "autosave":
            self.moves.append(name)
        if name in REVISIONS:
            self.kinds.append(REVISIONS[name])
        if name in LETTERS:
            kind, count = LETTERS[name]
            self.letters[kind] += count
        if name == "submit":
            self.submitter, self.submitted_at = who, now
        if name == "approve":
            self.approver = who
        if name == "reassign":
            self.reporter = "second" if self.reporter == "first" else "first"
        if name == "return" and third_weekday_after(now) > self.closes:
            leave = LockException.objects.get(report=self.pk, reason="returned", starts_at=now)
            self.leaves.append([self.reporter, now, third_weekday_after(now), leave.pk])

    @invariant()
    def row_says_what_the_model_says(self):
        row = self.row
        assert (row.state, row.version, row.percent) == (self.state, self.version, self.percent)
        assert row.revision_number == self.kinds.count("submitted")
        assert row.assignee == self.users[self.reporter].person

    @invariant()
    def record_is_whole_and_verifies(self):
        row, previous = self.row, ""
        assert [each.name for each in row.transitions.order_by("sequence")] == self.moves
        revisions = list(row.revisions.order_by("number"))
        assert [each.kind for each in revisions] == self.kinds
        for revision in revisions:
            assert revision.previous_hash == previous
            assert revision.content_hash == content_hash(revision)
            previous = revision.content_hash

    @invariant()
    def public_is_what_was_approved_by_another(self):
        row = self.row
        is_approved = self.state == "approved"
        assert list(ActionReport.objects.public()) == [row] * is_approved
        row.action.refresh_from_db()
        assert row.action.reported_status == "implementation" * is_approved
        if is_approved:
            assert row.submitted_by == self.users[self.submitter]
            assert row.approved_by == self.users[self.approver] != row.submitted_by
            assert row.approved_revision == row.revisions.last()
            assert row.approved_revision.snapshot["percent"] == self.percent

    @invariant()
    def nobody_approves_what_they_have_sent(self):
        if self.state == "submitted":
            with pytest.raises(Refusal):
                self.make("approve", self.submitter)

    @invariant()
    def letters_are_written_once(self):
        assert Counter(OutboxMail.objects.values_list("kind", flat=True)) == self.letters


def third_weekday_after(now):
    """The model of working days where no holidays are known."""
    day = timezone.localdate(now)
    for _number in range(3):
        day += DAY
        while day.weekday() >= 5:
            day += DAY
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


@pytest.mark.django_db
def test_report_lives_as_the_model_says():
    groups = {"c": "coordinator", "a": "approver"}
    users = {
        who: make_user(*(groups[letter] for letter in letters)) for who, letters in PEOPLE.items()
    }

    class Life(LifeOfAReport):
        pass

    Life.users = users
    run_state_machine_as_test(Life, settings=settings(max_examples=12, stateful_step_count=20))

    assert not ActionReport.objects.filter(state__in=State).exists()
