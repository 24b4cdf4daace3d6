"""What each move of a report asks for, and what follows from it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import override

from reporting.links import link_for
from reporting.locks import time_to_mend
from reporting.models import (
    ActionReport,
    Correction,
    LockException,
    OutboxMail,
    ReportComment,
    ReportingRound,
    ReportTransition,
    ReportValue,
    State,
)
from reporting.refusals import Conflict, Incomplete, NotAllowed, Refusal, UnseenWarnings
from reporting.roles import Actor
from reporting.transitions import each, transition
from tests.factories import make_action, make_basket, make_indicator, make_programme, make_strategy
from tests.reporting.factories import (
    approver,
    coordinator,
    every_warning,
    make_contact,
    make_person,
    make_report,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
COMMENT = "Please say more of it."


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def move(report, name, actor, **given):
    return transition(report.pk, name, actor, expected_version=report.version, **given)


def sentence_against(report, name, actor, **given):
    """The sentence with which a move is refused."""
    with pytest.raises(Refusal) as refusal:
        move(report, name, actor, **given)
    return str(refusal.value)


def writer_of(report):
    return Actor(person=report.assignee)


def letters(report, kind):
    """To whom letters of a kind have been written, in alphabetical order."""
    written = OutboxMail.objects.filter(report=report, kind=kind)
    return sorted(written.values_list("recipient", flat=True))


def make_proposal(report, changes, by=None, **fields):
    defaults = {"category": "typing_error", "language": "en"}
    return Correction.objects.create(
        report=report,
        changes=changes,
        proposed_by=by or make_user("coordinator"),
        **defaults | fields,
    )


@pytest.mark.parametrize("state", State)
def test_report_reaches_every_state(state):
    assert make_report(state=state).state == state


# The record of moves


def test_each_move_is_recorded_with_who_and_by_which_door():
    report = make_report(state=State.DRAFT)
    link = link_for(report, report.assignee)

    report = move(report, "submit", Actor.of_link(link), seen_warnings=every_warning())
    boss = coordinator()
    move(report, "return", boss, comment=COMMENT)

    rows = report.transitions.values_list(
        *("sequence", "name", "from_state", "to_state", "actor", "actor_label", "actor_role"),
        *("comment", "via", "language"),
    )
    name = report.assignee.name
    assert list(rows) == [
        (1, "start", "not_started", "draft", None, name, "reporter", "", "form", "en"),
        (2, "submit", "draft", "submitted", None, name, "reporter", "", "signed_link", "en"),
        (
            *(3, "return", "submitted", "returned", boss.user.pk, boss.person.name),
            *("coordinator", COMMENT, "form", "en"),
        ),
    ]


def test_saving_is_counted_but_not_recorded():
    report = make_report(state=State.DRAFT)

    saved = move(report, "autosave", writer_of(report), content={"fields": {"percent": 50}})

    assert (saved.percent, saved.version) == (50, report.version + 1)
    assert list(saved.transitions.values_list("name", flat=True)) == ["start"]


def test_move_on_an_outdated_page_is_refused_with_the_report_as_it_is():
    report = make_report(state=State.DRAFT)
    newer = move(report, "autosave", writer_of(report), content={"fields": {"percent": 50}})

    with pytest.raises(Conflict) as conflict:
        move(report, "autosave", writer_of(report), content={"fields": {"percent": 60}})

    assert (conflict.value.report.version, conflict.value.report.percent) == (newer.version, 50)
    assert ActionReport.objects.get().percent == 50


def test_row_that_moves_on_in_the_middle_is_not_written_over():
    """Without row locks another writer could come between reading and writing."""
    report = make_report(state=State.SUBMITTED)

    def come_between(**_signal):
        ActionReport.objects.update(version=F("version") + 1)

    post_save.connect(come_between, sender=ReportTransition)
    try:
        with pytest.raises(Conflict):
            move(report, "approve", approver())
    finally:
        post_save.disconnect(come_between, sender=ReportTransition)

    assert ActionReport.objects.get().state == State.SUBMITTED
    assert list(report.transitions.values_list("name", flat=True)) == ["start", "submit"]
    assert [each.kind for each in report.revisions.all()] == ["submitted"]
    assert letters(report, "approved") == []


@pytest.mark.parametrize("field", ["state", "version", "assignee_id", "approved_at", "round_id"])
def test_saving_writes_the_content_and_nothing_else(field):
    report = make_report(state=State.DRAFT)

    with pytest.raises(ValueError, match=field):
        move(report, "autosave", writer_of(report), content={"fields": {"percent": 50, field: 1}})

    assert ActionReport.objects.get().percent == 40


def test_several_are_moved_each_by_itself():
    going, stuck = make_report(), make_report(state=State.APPROVED)

    results = each([stuck, going], "waive", coordinator(), reason="merged")

    assert [(report, str(refusal or "")) for report, refusal in results] == [
        (stuck, "This cannot be done now: the report is “approved”."),
        (going, ""),
    ]
    assert sorted(ActionReport.objects.values_list("state", flat=True)) == ["approved", "waived"]


# Start


def two_rounds():
    """An earlier and a later round of one programme, and an action of its strategy."""
    programme = make_programme()
    earlier, later = make_round(programme=programme), make_round(programme=programme)
    return earlier, later, make_action(strategy=make_strategy(programme=programme))


def test_first_report_starts_empty_in_the_language_of_its_reporter():
    report = make_report(reporter=make_person(language="sv"))

    report = move(report, "start", writer_of(report))

    assert (report.language, report.status, report.percent, report.answers) == ("sv", "", None, {})


def test_coordinator_starts_what_nobody_has_been_named_for():
    report = make_report()
    ActionReport.objects.update(assignee=None)

    report = move(report, "start", coordinator())

    assert (report.state, report.assignee, report.language) == ("draft", None, "fi")


def test_contact_of_the_action_is_assigned_on_starting():
    report = make_report()
    contact = make_contact(action=report.action)
    ActionReport.objects.update(assignee=None)

    report = move(report, "start", Actor(person=contact.person))

    assert report.assignee == contact.person


def test_next_report_is_filled_in_from_the_last_approved_one_and_asks_for_answers():
    earlier, later, action = two_rounds()
    kept, dropped = make_indicator(slug="kept"), make_indicator(slug="dropped")
    action.indicators.add(kept, dropped)
    make_report(
        round=earlier, action=action, state=State.APPROVED, obstacles_fi="Rahoitus puuttuu."
    )
    action.indicators.remove(dropped)

    report = make_report(round=later, action=action, state=State.NOT_STARTED)
    report = move(report, "start", writer_of(report))

    assert (report.language, report.status, report.percent) == ("fi", "implementation", 40)
    assert (report.summary_fi, report.next_steps_fi) == (None, "Toinen vaihe alkaa.")
    assert report.obstacles_fi == "Rahoitus puuttuu."
    assert list(report.values.values_list("indicator__slug", "value")) == [("kept", 7)]
    assert report.answers == dict.fromkeys(
        ["status", "percent", "next_steps", "obstacles", "value-kept"], ""
    )


def test_what_was_filled_in_must_be_answered_before_it_is_sent():
    earlier, later, action = two_rounds()
    make_report(round=earlier, action=action, state=State.APPROVED)
    report = make_report(round=later, action=action)
    report = move(report, "start", writer_of(report))
    fields = {"summary_fi": "Toinen vaihe on valmis.", "answers": {"status": "", "percent": "same"}}
    report = move(report, "autosave", writer_of(report), content={"fields": fields})

    with pytest.raises(Incomplete) as refusal:
        move(report, "submit", writer_of(report), seen_warnings=every_warning())

    assert [(each.field, each.code) for each in refusal.value.problems] == [
        ("status", "unanswered")
    ]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.WAIVED])
def test_nothing_is_filled_in_from_what_was_never_approved(state):
    earlier, later, action = two_rounds()
    make_report(round=earlier, action=action, state=state)

    report = make_report(round=later, action=action)
    report = move(report, "start", writer_of(report))

    assert (report.status, report.answers) == ("", {})


# Autosave


def test_values_are_added_changed_and_taken_away():
    report = make_report(state=State.DRAFT)
    first, second = make_indicator(slug="first"), make_indicator(slug="second")
    report.action.indicators.add(first, second)
    values = {first.pk: {"value": Decimal(1)}, second.pk: {"no_value_reason": "not_yet"}}
    report = move(report, "autosave", writer_of(report), content={"values": values})

    values = {first.pk: {"value": Decimal(2)}, second.pk: None}
    report = move(report, "autosave", writer_of(report), content={"values": values})

    assert list(report.values.values_list("indicator__slug", "value")) == [("first", 2)]


# Submit


def test_sending_freezes_what_was_sent_and_tells_the_approvers_of_the_basket():
    basket, other = make_basket(), make_basket()
    everywhere, here, elsewhere = (make_user("approver") for _number in range(3))
    here.person.baskets.add(basket)
    elsewhere.person.baskets.add(other)
    coordinator()

    report = make_report(action=make_action(basket=basket), state=State.SUBMITTED)

    [revision] = report.revisions.all()
    assert (revision.kind, revision.number, report.revision_number) == ("submitted", 1, 1)
    assert revision.snapshot["percent"] == 40
    assert report.submitted_by_person == report.assignee
    assert letters(report, "submitted") == sorted([everywhere.email, here.email])


def test_report_is_sent_again_with_a_new_revision():
    report = make_report(state=State.RETURNED)

    report = move(report, "submit", writer_of(report), seen_warnings=every_warning())

    assert report.revision_number == 2
    assert list(report.revisions.values_list("number", "kind")) == [
        (1, "submitted"),
        (2, "submitted"),
    ]


def test_incomplete_report_is_not_sent():
    report = make_report(state=State.DRAFT, summary_fi="", percent=100)

    with pytest.raises(Incomplete) as refusal:
        move(report, "submit", writer_of(report), seen_warnings=every_warning())

    assert [(each.field, each.code) for each in refusal.value.problems] == [
        ("percent", "100_not_completed"),
        ("summary", "no_summary"),
    ]
    assert ActionReport.objects.get().state == State.DRAFT


def test_warnings_must_have_been_seen_and_are_kept():
    report = make_report(state=State.DRAFT)

    with pytest.raises(UnseenWarnings) as refusal:
        move(report, "submit", writer_of(report), seen_warnings=[("percent", "percent_fell")])
    sent = move(report, "submit", writer_of(report), seen_warnings=every_warning())

    assert [each.code for each in refusal.value.problems] == ["missing_translation"]
    assert sent.seen_warnings == [["language", "missing_translation"]]
    assert sent.revisions.get().snapshot["warnings"] == [["language", "missing_translation"]]


# Withdraw


def test_reporter_takes_back_within_a_day():
    boss = approver()
    report = make_report(state=State.SUBMITTED)
    last_moment = report.submitted_at + timedelta(hours=24)

    taken_back = move(report, "withdraw", writer_of(report), now=last_moment)

    assert taken_back.state == State.DRAFT
    assert letters(report, "withdrawn") == [boss.person.email]


def test_later_only_the_coordinator_takes_back():
    report = make_report(state=State.SUBMITTED)
    too_late = report.submitted_at + timedelta(hours=24, seconds=1)

    sentence = sentence_against(report, "withdraw", writer_of(report), now=too_late)
    taken_back = move(report, "withdraw", coordinator(), now=too_late)

    assert sentence == (
        "A report can be taken back within 24 hours. Ask the coordinator to return it."
    )
    assert taken_back.state == State.DRAFT


def test_reporter_takes_nothing_back_from_a_closed_round():
    report = make_report(state=State.SUBMITTED)
    closed = report.round.closes_at

    with pytest.raises(NotAllowed):
        move(report, "withdraw", writer_of(report), now=closed)

    assert ActionReport.objects.get().state == State.SUBMITTED


# Return


@pytest.mark.parametrize("comment", ["", "         ", "too short", "  too short  "])
def test_return_says_why(comment):
    report = make_report(state=State.SUBMITTED)

    sentence = sentence_against(report, "return", approver(), comment=comment)

    assert sentence == "Say what should be mended: at least 10 characters."


def test_returned_report_comes_back_with_the_comment_in_the_letter():
    report = make_report(state=State.SUBMITTED)

    report = move(report, "return", approver(), comment="0123456789")

    letter = OutboxMail.objects.get(kind="returned")
    assert (report.state, letter.recipient) == ("returned", report.assignee.email)
    assert "0123456789" in letter.body
    assert letter.link == link_for(report, report.assignee)
    assert not LockException.objects.exists()


@pytest.mark.parametrize("after_closing", [timedelta(days=-1), timedelta(days=30)])
def test_return_gives_three_working_days_where_the_round_gives_less(after_closing):
    report = make_report(state=State.SUBMITTED)
    now = report.round.closes_at + after_closing

    report = move(report, "return", approver(), comment=COMMENT, now=now)

    leave = LockException.objects.get()
    assert (leave.report, leave.granted_to, leave.reason) == (report, report.assignee, "returned")
    assert (leave.starts_at, leave.until) == (now, time_to_mend(now))
    leave.full_clean()
    sent = move(
        report,
        "submit",
        writer_of(report),
        seen_warnings=every_warning(),
        now=leave.until - timedelta(seconds=1),
    )
    assert sent.revisions.last().snapshot["is_extended"]


def test_time_to_mend_ends():
    report = make_report(state=State.SUBMITTED)
    report = move(report, "return", approver(), comment=COMMENT, now=report.round.closes_at)
    leave = LockException.objects.get()

    with pytest.raises(NotAllowed):
        move(report, "submit", writer_of(report), now=leave.until)

    assert ActionReport.objects.get().state == State.RETURNED


def test_move_under_a_leave_names_it():
    report = make_report(state=State.SUBMITTED)
    now = report.round.closes_at
    report = move(report, "return", approver(), comment=COMMENT, now=now)

    move(report, "submit", writer_of(report), seen_warnings=every_warning(), now=now)

    named = report.transitions.values_list("name", "exception")
    leave = LockException.objects.get().pk
    assert list(named) == [("start", None), ("submit", None), ("return", None), ("submit", leave)]


# Approve


def test_approving_freezes_and_publishes_what_was_sent():
    boss, lead = approver(), coordinator()
    report = make_report(state=State.SUBMITTED)

    report = move(report, "approve", boss)

    revision = report.approved_revision
    assert (revision.kind, revision.number) == ("approved", 2)
    assert (report.approved_by, report.is_self_approved) == (boss.user, False)
    assert revision.snapshot["is_self_approved"] is False
    assert list(ActionReport.objects.public()) == [report]
    assert letters(report, "approved") == sorted([report.assignee.email, lead.person.email])


def test_report_with_something_to_mend_is_not_approved_until_it_is_mended():
    report = make_report(state=State.SUBMITTED)
    comment = ReportComment.objects.create(report=report, text="Which year?", must_fix=True)
    ReportComment.objects.create(report=report, text="Well said.")

    sentence = sentence_against(report, "approve", approver())
    comment.resolved_at = timezone.now()
    comment.save()

    assert sentence == "A comment says that something must be mended before approval."
    assert move(report, "approve", approver()).state == State.APPROVED


def test_approving_looks_again_at_what_is_missing():
    report = make_report(state=State.SUBMITTED)
    report.action.indicators.add(make_indicator(slug="bins"))

    with pytest.raises(Incomplete) as refusal:
        move(report, "approve", approver())

    assert [(each.field, each.code) for each in refusal.value.problems] == [
        ("value-bins", "no_value")
    ]


def sent_by(actor):
    """A report that an approver has sent, as its reporter or for them."""
    report = make_report(state=State.DRAFT, reporter=actor.person)
    return move(report, "submit", actor, seen_warnings=every_warning())


def test_nobody_approves_what_they_have_sent_with_their_account():
    both = Actor.of_user(make_user("approver", "coordinator"))
    report = sent_by(both)
    ActionReport.objects.update(submitted_by_person=None)

    sentence = sentence_against(report, "approve", both, is_confirmed=True)

    assert sentence == "Somebody else must approve what you have sent yourself."
    assert move(report, "approve", approver()).state == State.APPROVED


def test_nobody_approves_what_they_have_sent_by_a_link():
    user = make_user("approver")
    report = make_report(state=State.DRAFT, reporter=user.person)
    link = link_for(report, user.person)
    report = move(report, "submit", Actor.of_link(link), seen_warnings=every_warning())

    sentence = sentence_against(report, "approve", Actor.of_user(user), is_confirmed=True)

    assert report.submitted_by is None
    assert sentence == "Somebody else must approve what you have sent yourself."


def test_where_one_may_approve_the_own_report_it_is_confirmed_and_told(settings):
    settings.REPORTING_ALLOW_SELF_APPROVAL = True
    alone = Actor.of_user(make_user("approver"))
    report = sent_by(alone)

    sentence = sentence_against(report, "approve", alone)
    report = move(report, "approve", alone, is_confirmed=True)

    assert sentence == "Confirm that you approve your own report. The public page will say so."
    assert report.is_self_approved
    assert report.approved_revision.snapshot["is_self_approved"] is True


def test_approval_by_another_is_not_called_an_own_one_whatever_is_ticked(settings):
    settings.REPORTING_ALLOW_SELF_APPROVAL = True
    report = make_report(state=State.SUBMITTED)

    report = move(report, "approve", approver(), is_confirmed=True)

    assert report.approved_revision.snapshot["is_self_approved"] is report.is_self_approved is False


def test_late_approval_is_possible_until_the_round_is_archived():
    report = make_report(state=State.SUBMITTED)
    closed = report.round.closes_at + timedelta(days=100)
    ReportingRound.objects.update(archived_at=closed)

    sentence = sentence_against(report, "approve", approver(), now=closed)
    approved = move(report, "approve", approver(), now=closed - timedelta(seconds=1))

    assert sentence == "The round has been archived. Its reports no longer change."
    assert approved.state == State.APPROVED


# What the action says of itself


def reported_status(action):
    action.refresh_from_db()
    return action.reported_status


def test_action_stands_as_its_latest_round_says_whichever_is_approved_last():
    earlier, later, action = two_rounds()
    old = make_report(round=earlier, action=action, state=State.SUBMITTED, status="planning")
    assert reported_status(action) == ""

    make_report(round=later, action=action, state=State.APPROVED, status="implementation")
    move(old, "approve", approver())

    assert reported_status(action) == "implementation"


def test_newer_approval_takes_the_place_of_an_older_one():
    earlier, later, action = two_rounds()
    make_report(round=earlier, action=action, state=State.APPROVED, status="planning")
    assert reported_status(action) == "planning"

    make_report(round=later, action=action, state=State.APPROVED, status="completed", percent=100)

    assert reported_status(action) == "completed"


def test_example_tells_nothing_of_the_action():
    action = make_action()
    round = make_round(programme=action.strategy.programme, is_example=True)

    make_report(round=round, action=action, state=State.APPROVED, status="planning")

    assert reported_status(action) == ""


# Correct


def corrected(report, changes, actor=None, **given):
    correction = make_proposal(report, changes)
    return move(report, "correct", actor or approver(), correction=correction, **given)


def test_correction_adds_a_revision_and_leaves_the_old_one_readable():
    action = make_action()
    action.indicators.add(make_indicator(slug="bins"))
    report = make_report(action=action, state=State.APPROVED)
    boss, lead = approver(), coordinator()
    texts = ["Ensimmäinen vaihe on valmis.", "Kaikki on valmis."]
    changes = {
        "percent": [40, 45],
        "values/bins/value": ["7", "14"],
        "texts/summary/fi": texts,
    }

    report = corrected(report, changes, boss)

    old, new = report.revisions.order_by("number")[1:]
    assert (old.kind, new.kind, report.state) == ("approved", "correction", "approved")
    assert (new.reason, report.approved_revision) == ("typing_error", new)
    assert [each.snapshot["values"]["bins"]["value"] for each in (old, new)] == ["7", "14"]
    assert [each.snapshot["texts"]["summary"]["fi"] for each in (old, new)] == texts
    assert (report.percent, report.summary_fi) == (45, texts[1])
    assert report.values.get().value == 14
    correction = Correction.objects.get()
    assert (correction.revision, correction.decided_by) == (new, boss.user)
    assert {lead.person.email, boss.person.email} <= set(letters(report, "correction"))


def test_corrected_status_is_that_of_the_action():
    report = make_report(state=State.APPROVED)
    words = report.approved_revision.snapshot["status"]
    told = {"code": "planning", "words": {"fi": "suunnitteilla", "sv": "planeras", "en": "planned"}}

    report = corrected(report, {"status": [words, told]})

    assert reported_status(report.action) == report.status == "planning"


def test_indicator_that_has_another_address_now_does_not_stop_a_correction():
    action = make_action()
    indicator = make_indicator(slug="bins")
    action.indicators.add(indicator)
    report = make_report(action=action, state=State.APPROVED)
    indicator.slug = "containers"
    indicator.save()

    report = corrected(report, {"values/bins/value": ["7", "14"]})

    assert report.approved_revision.snapshot["values"]["bins"]["value"] == "14"


@pytest.mark.parametrize(
    "changes",
    [{"percent": [41, 45]}, {"values/unknown/value": ["7", "14"]}, {"percent/deeper": [40, 45]}],
)
def test_proposal_that_no_longer_fits_is_refused(changes):
    report = make_report(state=State.APPROVED)
    correction = make_proposal(report, changes)

    sentence = sentence_against(report, "correct", approver(), correction=correction)

    assert sentence == "What is public has changed since the proposal. Make a new one."
    assert [each.kind for each in report.revisions.all()] == ["submitted", "approved"]


def test_own_proposal_is_confirmed_by_somebody_else():
    both = Actor.of_user(make_user("approver", "coordinator"))
    report = make_report(state=State.APPROVED)
    correction = make_proposal(report, {"percent": [40, 45]}, by=both.user)

    sentence = sentence_against(report, "correct", both, correction=correction, is_confirmed=True)
    report = move(report, "correct", approver(), correction=correction)

    assert sentence == "Somebody else must approve what you have sent yourself."
    assert report.percent == 45


def test_proposal_is_decided_on_once_within_thirty_days():
    report = make_report(state=State.APPROVED)
    now = timezone.now()
    old = make_proposal(report, {"percent": [40, 45]}, proposed_at=now - timedelta(days=30))

    sentence = sentence_against(report, "correct", approver(), correction=old, now=now)
    report = move(report, "correct", approver(), correction=old, now=now - timedelta(seconds=1))
    again = sentence_against(report, "correct", approver(), correction=old)

    assert sentence == "The proposal has been decided on already, or is over 30 days old."
    assert again == sentence
    assert report.percent == 45


def test_proposal_for_another_report_is_refused():
    report, other = make_report(state=State.APPROVED), make_report(state=State.APPROVED)
    correction = make_proposal(other, {"percent": [40, 45]})

    with pytest.raises(NotAllowed):
        move(report, "correct", approver(), correction=correction)

    assert set(ActionReport.objects.values_list("percent", flat=True)) == {40}


def test_corrections_follow_each_other():
    report = make_report(state=State.APPROVED)

    report = corrected(report, {"percent": [40, 45]})
    report = corrected(report, {"percent": [45, 50]})

    kinds = [each.kind for each in report.revisions.all()]
    assert kinds == ["submitted", "approved", "correction", "correction"]
    assert report.percent == report.approved_revision.snapshot["percent"] == 50


# Translate


def test_translation_adds_a_revision_with_the_other_texts_only():
    report = make_report(state=State.APPROVED)
    before = report.approved_revision.snapshot

    texts = {"sv": {"summary": "Etapp ett är klar."}, "en": {"next_steps": "Phase two begins."}}
    report = move(report, "translate", coordinator(), texts=texts)

    after = report.approved_revision.snapshot
    assert report.approved_revision.kind == "translation"
    assert after["texts"]["summary"]["sv"] == report.summary_sv == "Etapp ett är klar."
    assert after["texts"]["next_steps"]["en"] == report.next_steps_en == "Phase two begins."
    assert after["texts"]["summary"]["fi"] == before["texts"]["summary"]["fi"] != ""
    assert after | {"texts": None} == before | {"texts": None}


@pytest.mark.parametrize("language", ["fi", "de"])
def test_translation_touches_neither_the_own_language_nor_unknown_ones(language):
    report = make_report(state=State.APPROVED)

    texts = {"sv": {"summary": "Klar."}, language: {"summary": "Fertig."}}
    sentence = sentence_against(report, "translate", coordinator(), texts=texts)

    assert sentence == "The text of the report itself is not changed by a translation."
    assert ActionReport.objects.get().summary_sv is None


def test_translation_touches_no_figure():
    report = make_report(state=State.APPROVED)

    texts = {"sv": {"summary": "Klar.", "percent": "100"}}
    report = move(report, "translate", coordinator(), texts=texts)

    assert report.approved_revision.snapshot["percent"] == report.percent == 40


def test_translation_of_nothing_is_refused():
    report = make_report(state=State.APPROVED)

    sentence = sentence_against(report, "translate", coordinator(), texts={"sv": {"summary": ""}})

    assert sentence == "Nothing has been changed."


# Waive, reopen, reassign


@pytest.mark.parametrize("reason", ActionReport.WaiveReason)
def test_waived_report_has_a_reason_and_no_living_link(reason):
    report = make_report(state=State.DRAFT)
    link = link_for(report, report.assignee)

    report = move(report, "waive", coordinator(), reason=reason)

    link.refresh_from_db()
    assert (report.state, report.waive_reason) == ("waived", reason)
    assert link.revoked_at is not None


@pytest.mark.parametrize("given", [{}, {"reason": ""}, {"reason": "holidays"}, {"reason": None}])
def test_unknown_reason_is_refused(given):
    report = make_report()

    sentence = sentence_against(report, "waive", coordinator(), **given)

    assert sentence == "Choose why the action is not reported in this round."


def test_waived_report_is_reported_after_all():
    report = make_report(state=State.WAIVED)

    report = move(report, "reopen", coordinator())

    assert (report.state, report.waive_reason) == ("draft", "")


def test_waived_report_leaves_no_hole_in_what_is_expected():
    round = make_round()
    reports = {state: make_report(round=round, state=state) for state in State}

    expected = ActionReport.objects.expected()

    assert set(expected) == set(reports.values())
    assert list(expected.public()) == [reports[State.APPROVED]]
    assert set(expected.owed()) == {
        reports[state] for state in (State.NOT_STARTED, State.DRAFT, State.RETURNED)
    }


def test_new_reporter_gets_an_own_link_and_the_old_one_stops_working():
    report = make_report(state=State.DRAFT)
    former, person = report.assignee, make_person()
    old = link_for(report, former)

    report = move(report, "reassign", coordinator(), person=person)

    letter = OutboxMail.objects.get(kind="assigned")
    old.refresh_from_db()
    assert (report.assignee, report.state) == (person, "draft")
    assert old.revoked_at is not None
    assert (letter.recipient, letter.link.person) == (person.email, person)
    assert letter.link.revoked_at is None
    saved = move(
        report, "autosave", Actor.of_link(letter.link), content={"fields": {"percent": 50}}
    )
    with pytest.raises(NotAllowed):
        move(saved, "autosave", Actor.of_link(old), content={"fields": {"percent": 60}})


@pytest.mark.parametrize("person", ["same", None])
def test_report_is_given_to_somebody_else(person):
    report = make_report()

    given = {"person": report.assignee if person else None}
    sentence = sentence_against(report, "reassign", coordinator(), **given)

    assert sentence == "Choose another reporter than now."


def test_reassigned_report_is_expected_and_public_as_before():
    report = make_report(state=State.RETURNED)

    report = move(report, "reassign", coordinator(), person=make_person())
    report = move(report, "submit", writer_of(report), seen_warnings=every_warning())
    report = move(report, "approve", approver())

    assert list(ActionReport.objects.public()) == list(ActionReport.objects.expected()) == [report]


def test_prefilled_values_keep_their_reason_and_source():
    earlier, later, action = two_rounds()
    indicator = make_indicator(slug="bins")
    action.indicators.add(indicator)
    report = make_report(round=earlier, action=action, state=State.DRAFT)
    ReportValue.objects.create(
        report=report, indicator=indicator, no_value_reason="confidential", source="Water services"
    )
    report = move(report, "submit", writer_of(report), seen_warnings=every_warning())
    move(report, "approve", approver())

    report = make_report(round=later, action=action)
    report = move(report, "start", writer_of(report))

    value = report.values.get()
    assert (value.value, value.no_value_reason, value.source) == (
        None,
        "confidential",
        "Water services",
    )
