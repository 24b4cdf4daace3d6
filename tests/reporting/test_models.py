"""What the database and the forms refuse, and what of the record can never be changed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.db.transaction import atomic, set_rollback
from django.utils import timezone
from django.utils.translation import override

from reporting import hashing, links
from reporting.forgetting import forget
from reporting.models import (
    ActionContact,
    ActionReport,
    Correction,
    LockException,
    OutboxMail,
    Person,
    Reminder,
    ReportAccessLink,
    ReportComment,
    ReportRevision,
    ReportTransition,
    ReportValue,
    State,
    Unchangeable,
)
from reporting.roles import Actor
from reporting.snapshots import seal
from reporting.transitions import transition
from reporting.verification import mismatches
from tests.factories import make_action, make_basket, make_indicator, make_programme
from tests.refusals import refused, said
from tests.reporting.factories import make_contact, make_person, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


# People and contacts


def test_person_is_named_with_the_unit():
    assert str(make_person(name="Maija", unit="Water services")) == "Maija (Water services)"
    assert str(make_person(name="Aino")) == "Aino"


def test_address_belongs_to_one_person():
    make_person(email="maija@example.org")

    refused(make_person, email="maija@example.org")
    assert list(said(Person(name="Maija", email="maija@example.org"))) == ["email"]


def test_account_belongs_to_one_person():
    refused(make_person, user=make_user())


def test_person_reads_a_language_of_the_site():
    make_person(language="sv")

    refused(make_person, language="de")
    assert list(said(Person(name="x", email="x@example.org", language="de"))) == ["language"]


def test_person_outlives_the_account():
    user = make_user()

    user.delete()

    assert Person.objects.get().user is None


@pytest.mark.parametrize("both", [True, False])
def test_contact_is_for_an_action_or_a_basket(both):
    person = make_person()
    fields = {"action": make_action(), "basket": make_basket()} if both else {}

    refused(ActionContact.objects.create, person=person, **fields)
    assert said(ActionContact(person=person, **fields)) == {
        "__all__": ["Choose an action or a basket, not both."]
    }


def test_action_and_basket_have_one_contact_each():
    action, basket = make_contact().action, make_basket()
    make_contact(basket=basket)

    refused(make_contact, action=action)
    refused(make_contact, basket=basket)
    assert list(said(ActionContact(person=make_person(), action=action))) == ["action"]


def test_contact_says_who_and_for_what():
    contact = make_contact(person=make_person(name="Aino"))

    assert str(contact) == f"Aino – {contact.action}"


# Exceptions from the lock


def make_leave(report, **fields):
    now = timezone.now()
    defaults = {"report": report, "starts_at": now, "until": now + DAY, "reason": "Ill."}
    return LockException.objects.create(granted_to=report.assignee, **defaults | fields)


@pytest.mark.parametrize("both", [True, False])
def test_exception_is_for_a_report_or_a_round(both):
    report = make_report()
    now = timezone.now()
    fields = {"report": report, "round": report.round} if both else {}
    fields |= {"granted_to": report.assignee, "until": now + DAY, "reason": "Ill."}

    refused(LockException.objects.create, **fields)
    assert said(LockException(**fields)) == {"__all__": ["Choose a report or a round, not both."]}


def test_exception_ends_after_it_begins():
    report, now = make_report(), timezone.now()
    make_leave(report, starts_at=now, until=now + timedelta(microseconds=1))
    empty = LockException(
        report=report, granted_to=report.assignee, starts_at=now, until=now, reason="Ill."
    )

    refused(make_leave, report, starts_at=now, until=now)
    assert said(empty) == {"__all__": ["An exception ends after it begins."]}


def test_exception_has_a_reason():
    report = make_report()

    refused(make_leave, report, reason="")
    leave = LockException(report=report, granted_to=report.assignee, until=timezone.now() + DAY)
    assert list(said(leave)) == ["reason"]


# Reports


def test_action_is_reported_once_in_a_round():
    report = make_report()
    make_report(round=report.round)
    second = ActionReport(round=report.round, action=report.action)

    refused(ActionReport.objects.create, round=report.round, action=report.action)
    assert said(second) == {"__all__": ["The action has been asked in this round already."]}


def test_report_is_named_by_its_action_and_round():
    report = make_report()

    assert str(report) == f"{report.action.code} – {report.round.name}"
    assert report.get_absolute_url().endswith(
        f"/progress/{report.round.slug}/{report.action.code}/"
    )


@pytest.mark.parametrize(("percent", "is_possible"), [(0, True), (100, True), (101, False)])
def test_percentage_is_from_0_to_100(percent, is_possible):
    report = make_report()
    report.percent = percent

    if is_possible:
        report.full_clean()
        report.save()
        return
    refused(report.save)
    assert list(said(report)) == ["percent"]


def test_percentage_is_not_negative():
    report = make_report()

    refused(ActionReport.objects.filter(pk=report.pk).update, percent=-1)


def test_report_is_in_a_language_of_the_site():
    report = make_report()
    report.language = "de"

    refused(report.save)
    assert list(said(report)) == ["language"]


@pytest.mark.parametrize(
    ("state", "lacks"),
    [
        ("submitted", {"submitted_at": None}),
        ("returned", {"submitted_at": None}),
        ("approved", {"submitted_at": None}),
        ("approved", {"approved_at": None}),
        ("approved", {"approved_revision": None}),
        ("waived", {"waive_reason": ""}),
        ("draft", {"approved_at": timezone.now()}),
        ("not_started", {"approved_at": timezone.now()}),
        ("submitted", {"approved_at": timezone.now()}),
        ("waived", {"approved_at": timezone.now()}),
        ("unknown", {}),
    ],
)
def test_report_has_what_its_state_says(state, lacks):
    report = make_report(state=state if state in State else State.DRAFT)
    row = ActionReport.objects.filter(pk=report.pk)

    refused(row.update, state=state, **lacks)
    assert row.get().state == report.state


def test_what_has_been_said_is_not_removed_with_the_round_the_action_or_the_report():
    report = make_report(state=State.DRAFT)

    for thing in (report, report.round, report.action, report.round.programme):
        with pytest.raises(ProtectedError):
            thing.delete()

    assert ActionReport.objects.get() == report


# Values


def make_value(**fields):
    defaults = {"report": make_report(), "indicator": make_indicator(), "value": Decimal(1)}
    return ReportValue.objects.create(**defaults | fields)


def test_indicator_has_one_value_in_a_report():
    value = make_value()
    make_value(report=value.report)
    second = ReportValue(report=value.report, indicator=value.indicator, value=1)

    refused(make_value, report=value.report, indicator=value.indicator)
    assert list(said(second)) == ["__all__"]


@pytest.mark.parametrize("fields", [{"value": None}, {"no_value_reason": "not_yet"}])
def test_value_is_a_number_or_a_reason(fields):
    make_value(value=None, no_value_reason="not_yet")
    value = ReportValue(report=make_report(), indicator=make_indicator(), **{"value": 1} | fields)

    refused(make_value, **fields)
    assert said(value) == {"__all__": ["Give a number, or say why there is none."]}


@pytest.mark.parametrize(
    ("part", "whole"), [(1, None), (None, 2), (1, 0), (1, -2), (1, Decimal("0.0000"))]
)
def test_share_has_its_part_and_a_whole_above_zero(part, whole):
    make_value(numerator=0, denominator=Decimal("0.0001"))
    parts = {"numerator": part, "denominator": whole}
    value = ReportValue(report=make_report(), indicator=make_indicator(), value=50, **parts)

    refused(make_value, **parts)
    assert said(value) == {"__all__": ["A share needs its part and its whole, above zero."]}


def test_value_is_named_by_its_indicator():
    indicator = make_indicator(name_en="Bins")

    assert str(make_value(indicator=indicator, value=0)) == "Bins: 0"
    without = make_value(indicator=indicator, value=None, no_value_reason="not_yet")
    assert str(without) == "Bins: not_yet"


def test_indicator_with_reported_values_is_not_removed():
    value = make_value()

    with pytest.raises(ProtectedError):
        value.indicator.delete()

    assert ReportValue.objects.get() == value


# Comments


def test_comment_is_mended_after_it_was_written():
    report, now = make_report(), timezone.now()
    comment = ReportComment.objects.create(report=report, text="Which year?", written_at=now)

    refused(ReportComment.objects.update, resolved_at=now - timedelta(seconds=1))
    ReportComment.objects.update(resolved_at=now)

    assert str(comment) == "Which year?"
    assert ReportComment.objects.get().resolved_at == now


# The record


def sealed(report, **fields):
    """A further revision, with another content of its columns."""
    last = report.revisions.order_by("number").last()
    defaults = {
        "report": report,
        "number": last.number + 1,
        "kind": "approved",
        "snapshot": {},
        "salts": {},
        "content_hash": "x",
        "previous_hash": last.content_hash,
        "made_at": timezone.now(),
    }
    return ReportRevision.objects.create(**defaults | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 1},
        {"number": 1, "previous_hash": ""},
        {"number": 2},
        {"number": 3, "previous_hash": ""},
        {"kind": "correction", "reason": ""},
    ],
)
def test_revisions_are_numbered_chained_and_corrections_have_a_reason(fields):
    report = make_report(state=State.APPROVED)

    refused(sealed, report, **fields)
    sealed(report, kind="correction", reason="typing_error")

    assert [each.number for each in report.revisions.all()] == [1, 2, 3]


def test_moves_are_numbered():
    move = make_report(state=State.DRAFT).transitions.get()
    move.pk = None

    refused(move.save)
    move.sequence = 2
    move.save()

    assert ReportTransition.objects.count() == 2


def test_return_has_a_comment():
    move = make_report(state=State.RETURNED).transitions.get(name="return")
    move.pk, move.sequence, move.comment = None, 99, ""

    refused(move.save)


FROZEN = {
    ReportRevision: {
        "report_id": None,
        "number": 77,
        "kind": "translation",
        "snapshot": {},
        "salts": {},
        "content_hash": "0" * 64,
        "previous_hash": "0" * 64,
        "made_at": timezone.now(),
        "reason": "none",
    },
    ReportTransition: {
        "report_id": None,
        "sequence": 77,
        "name": "waive",
        "from_state": "draft",
        "to_state": "draft",
        "made_at": timezone.now(),
        "actor_role": "approver",
        "comment": "none",
        "language": "sv",
        "via": "admin",
        "exception_id": None,
    },
}


@pytest.mark.parametrize(
    ("model", "column"), [(model, column) for model in FROZEN for column in FROZEN[model]]
)
def test_no_column_of_the_record_is_changed(model, column):
    report = make_report(state=State.APPROVED)
    value = make_report().pk if column == "report_id" else FROZEN[model][column]
    before = list(model.objects.order_by("pk").values())

    refused(model.objects.filter(report=report).update, **{column: value})
    assert list(model.objects.order_by("pk").values()) == before


def test_every_column_of_the_record_is_frozen_but_for_who_it_was():
    people = {"made_by_id", "actor_id", "person_id", "actor_label"}

    for model, columns in FROZEN.items():
        named = {field.attname for field in model._meta.concrete_fields if not field.primary_key}
        assert named - columns.keys() == named & people


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reporting_reportrevision SET snapshot = salts",
        "UPDATE reporting_reporttransition SET comment = 'none'",
    ],
)
def test_record_is_not_changed_by_sql_either(sql):
    make_report(state=State.APPROVED)

    def execute():
        with connection.cursor() as cursor:
            cursor.execute(sql)

    refused(execute)


def test_record_is_not_removed():
    report = make_report(state=State.APPROVED)
    counts = (report.revisions.count(), report.transitions.count())

    for rows in (report.revisions, report.transitions):
        with pytest.raises(Unchangeable):
            rows.first().delete()
        with pytest.raises(Unchangeable):
            rows.all().delete()

    assert (report.revisions.count(), report.transitions.count()) == counts == (2, 3)


@pytest.mark.parametrize(
    "sql", ["DELETE FROM reporting_reportrevision", "DELETE FROM reporting_reporttransition"]
)
def test_removing_the_record_is_refused_by_postgresql_and_found_on_sqlite(sql):
    make_report(state=State.APPROVED)
    assert list(mismatches()) == []

    try:
        with atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            found = list(mismatches())
            set_rollback(True)
    except IntegrityError:
        found = ["refused"]

    assert (found == ["refused"]) == (connection.vendor == "postgresql")
    assert found
    assert (ReportRevision.objects.count(), ReportTransition.objects.count()) == (2, 3)


def test_revision_is_saved_once():
    revision = make_report(state=State.APPROVED).approved_revision
    revision.reason = "another"

    with pytest.raises(Unchangeable):
        revision.save()

    assert ReportRevision.objects.get(pk=revision.pk).reason == ""


def test_account_can_be_removed_and_the_record_still_verifies():
    report = make_report(state=State.APPROVED)

    User.objects.all().delete()

    for revision in report.revisions.all():
        assert (revision.made_by, revision.content_hash) == (None, hashing.content_hash(revision))
    assert ActionReport.objects.get().approved_by is None


def test_person_who_wrote_by_a_leave_is_forgotten_and_the_moves_remain():
    report = make_report()
    early = report.round.opens_at - DAY
    leave = make_leave(report, starts_at=early, until=early + DAY)
    writer = Actor(person=report.assignee)
    transition(report.pk, "start", writer, expected_version=report.version, now=early)

    forget(report.assignee)

    move = report.transitions.get()
    assert (move.name, move.person, move.actor_label) == ("start", None, "")
    assert (move.exception, move.exception.granted_to) == (leave, None)


# Corrections


def make_correction(**fields):
    report = fields.pop("report", None) or make_report(state=State.APPROVED)
    defaults = {"changes": {"percent": [40, 45]}, "category": "new_data", "language": "en"}
    return Correction.objects.create(report=report, **defaults | fields)


def test_one_correction_of_a_report_waits_at_a_time():
    first = make_correction()
    second = Correction(
        report=first.report, changes={"percent": [40, 46]}, category="new_data", language="en"
    )

    refused(make_correction, report=first.report)
    assert said(second)["__all__"] == ["A correction of this report waits already."]
    Correction.objects.update(decided_at=timezone.now())
    make_correction(report=first.report)


def test_other_reason_is_said_in_words():
    make_correction(category="other", reason="The scale was broken.")
    report = make_report(state=State.APPROVED)
    silent = Correction(report=report, changes={"percent": [1, 2]}, category="other", language="en")

    refused(make_correction, category="other")
    assert said(silent)["__all__"] == ["Say in words why the report is corrected."]


def test_confirmed_correction_has_been_decided():
    report = make_report(state=State.APPROVED)
    revision = seal(report, "correction", {"percent": 45}, now=timezone.now(), reason="new_data")

    refused(make_correction, report=report, revision=revision)
    correction = make_correction(report=report, revision=revision, decided_at=timezone.now())

    assert str(correction) == f"{report}: new data"


def test_public_corrections_are_the_confirmed_ones_of_public_actions():
    made = []
    for hidden in ({}, {"is_public": False}):
        report = make_report(state=State.APPROVED, action=make_action(**hidden))
        revision = seal(report, "correction", {}, now=timezone.now(), reason="new_data")
        decided = {"revision": revision, "decided_at": timezone.now()}
        made.append(make_correction(report=report, **decided))
        make_correction(report=report)

    assert list(Correction.objects.public()) == made[:1]


# Letters, reminders and links


def make_letter(**fields):
    defaults = {"kind": "reminder", "recipient": "x@example.org", "language": "en", "subject": "s"}
    return OutboxMail.objects.create(**defaults | fields)


def test_letter_of_a_kind_goes_once_to_a_recipient_on_a_move():
    move = make_report(state=State.DRAFT).transitions.get()
    letter = make_letter(transition=move)

    refused(make_letter, transition=move)
    make_letter(transition=move, kind="asked")
    make_letter(transition=move, recipient="y@example.org")
    make_letter()
    make_letter()

    assert OutboxMail.objects.filter(transition=move).count() == 3
    assert str(letter) == "s"


def test_letters_that_have_left_are_not_unsent():
    make_letter(sent_at=timezone.now())
    waiting = make_letter()

    assert list(OutboxMail.objects.unsent()) == [waiting]


def test_reminder_is_written_once_for_a_day():
    report, letter, today = make_report(), make_letter(), timezone.localdate()
    fields = {"report": report, "person": report.assignee, "letter": letter, "due_on": today}
    reminder = Reminder.objects.create(kind="due_7", **fields)

    refused(Reminder.objects.create, kind="due_7", **fields)
    Reminder.objects.create(kind="due_1", **fields)
    Reminder.objects.create(kind="due_7", **fields | {"due_on": today + DAY})

    assert Reminder.objects.count() == 3
    assert str(reminder) == f"{report}: due_7"


def make_link(report, **fields):
    defaults = {
        "person": report.assignee,
        "nonce": "n",
        "token_hash": str(ReportAccessLink.objects.count()),
        "expires_at": timezone.now() + DAY,
    }
    return ReportAccessLink.objects.create(report=report, **defaults | fields)


def test_person_has_one_living_link_to_a_report():
    report = make_report()
    link = make_link(report)

    refused(make_link, report)
    ReportAccessLink.objects.update(revoked_at=timezone.now())
    make_link(report)
    make_link(report, person=make_person())

    assert ReportAccessLink.objects.filter(revoked_at=None).count() == 2
    assert str(link) == f"{report.assignee} – {report}"


def test_link_expires_after_it_was_made_and_has_a_secret_of_its_own():
    report, now = make_report(), timezone.now()
    make_link(report, token_hash="same")

    refused(make_link, make_report(), token_hash="same")
    refused(make_link, make_report(), created_at=now, expires_at=now)


def test_secret_of_a_link_is_nowhere_in_the_database():
    report = make_report()
    link = links.link_for(report, report.assignee)
    secret = links.secret_of(link)

    row = ReportAccessLink.objects.values().get()

    assert links.link_of(secret) == link
    assert (len(secret), row["token_hash"]) == (43, links.hash_of(secret))
    assert secret not in str(row)


def test_link_is_kept_until_a_new_one_takes_its_place():
    report = make_report()
    first = links.link_for(report, report.assignee)

    same = links.link_for(report, report.assignee)
    new = links.new_link_for(report, report.assignee)

    assert (first, links.link_of(links.secret_of(first))) == (same, None)
    assert links.link_of(links.secret_of(new)) == new


def test_link_opens_the_report_for_thirty_days_after_writing_ends():
    report = make_report()
    month = timedelta(days=30)
    link = links.link_for(report, report.assignee)
    assert link.expires_at == report.round.closes_at + month
    closes = report.round.closes_at
    leave = make_leave(report, starts_at=closes, until=closes + DAY)
    make_leave(report, starts_at=closes, until=closes + 2 * DAY, revoked_at=closes)

    longer = links.link_for(report, report.assignee)

    assert (longer, longer.expires_at) == (link, leave.until + month)


@pytest.mark.parametrize("secret", ["", "x", "ä" * 43, "x" * 5000])
def test_unknown_secret_opens_nothing(secret):
    report = make_report()
    links.link_for(report, report.assignee)

    assert links.link_of(secret) is None


def test_expired_link_opens_nothing():
    report = make_report()
    link = links.link_for(report, report.assignee)
    now = timezone.now()

    ReportAccessLink.objects.update(created_at=now - DAY, expires_at=now)

    assert links.link_of(links.secret_of(link)) is None


def test_programme_with_rounds_is_not_removed():
    report = make_report()
    make_programme()

    with pytest.raises(ProtectedError):
        report.round.programme.delete()

    assert ActionReport.objects.exists()
