"""What verification finds beside what the command's tests tamper with."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reporting.models import (
    Correction,
    OutboxMail,
    ReportRevision,
    ReportTransition,
    ReportValue,
    State,
    Unchangeable,
)
from reporting.verification import mismatches
from tests.factories import make_action, make_indicator, make_strategy
from tests.refusals import refused
from tests.reporting.factories import make_report, make_round
from tests.reporting.rows import approved, correct, translate

pytestmark = pytest.mark.django_db


def unguarded(change, *parameters):
    """A change by the owner of the database, who has taken the guard of a table away."""
    table = re.search(r"reporting_\w+", change).group()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_frozen")
        cursor.execute(change, parameters)


def raw(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def make_measured(**fields):
    """An approved report that tells of an indicator."""
    action = make_action(strategy=make_strategy())
    action.indicators.add(make_indicator(**fields))
    return make_report(action=action, state=State.APPROVED)


def make_corrected():
    return correct(approved(make_round()), {"percent": [40, 45]})


def test_untouched_records_of_every_state_agree():
    for state in State:
        make_report(state=state)
    make_measured()
    translate(make_corrected(), sv={"summary": "Den första fasen är klar."})

    assert list(mismatches()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"value": 8},
        {"numerator": 1, "denominator": 2},
        {"value": None, "no_value_reason": "not_yet"},
    ],
)
def test_changed_value_is_found(change):
    report = make_measured(slug="trees")

    ReportValue.objects.update(**change)

    sentence = "the value of “trees” is not that of the public revision."
    assert list(mismatches()) == [f"Report {report.pk}: {sentence}"]


def test_indicator_that_has_been_renamed_since_is_no_mismatch():
    report = make_measured()

    report.action.indicators.update(slug="woods")

    assert report.values.get().indicator.slug == "woods"
    assert list(mismatches()) == []


def test_last_revision_that_was_removed_is_found():
    report = make_report(state=State.SUBMITTED)

    unguarded("DELETE FROM reporting_reportrevision WHERE report_id = %s", report.pk)

    sentence = "the moves are not those that made the revisions."
    assert list(mismatches()) == [f"Report {report.pk}: {sentence}"]


def test_last_move_that_was_removed_is_found():
    report = translate(approved(make_round()), sv={"summary": "Den första fasen är klar."})
    OutboxMail.objects.all().delete()

    unguarded("DELETE FROM reporting_reporttransition WHERE name = 'translate'")

    sentence = "the moves are not those that made the revisions."
    assert list(mismatches()) == [f"Report {report.pk}: {sentence}"]


def test_chain_that_was_sealed_anew_in_the_middle_is_found():
    report = make_corrected()

    unguarded("UPDATE reporting_reportrevision SET previous_hash = 'x' WHERE number = 3")

    assert list(mismatches()) == [
        f"Report {report.pk}: revision 3 does not follow the one before it.",
        f"Report {report.pk}: revision 3 is not what was sealed.",
    ]


def test_correction_that_points_to_another_revision_is_found():
    report = make_corrected()

    Correction.objects.update(revision=report.revisions.get(number=2))

    correction = Correction.objects.get()
    sentence = f"correction {correction.pk} points to no revision that corrects it."
    assert list(mismatches()) == [f"Report {report.pk}: {sentence}"]


def test_state_that_no_move_has_made_is_found():
    report = make_report(state=State.DRAFT)

    raw("UPDATE reporting_actionreport SET state = 'not_started'")

    sentence = "the moves end in “draft”, but the report is “not_started”."
    assert list(mismatches()) == [f"Report {report.pk}: {sentence}"]


@pytest.mark.parametrize("content", ["{}", "[]", "7", "null"])
def test_torn_snapshot_is_named_and_stops_nothing(content):
    report, other = make_report(state=State.APPROVED), make_measured()
    change = "UPDATE reporting_reportrevision SET snapshot = %s WHERE report_id = %s"

    unguarded(change, content, report.pk)
    ReportValue.objects.update(value=8)

    named = {sentence.partition(":")[0] for sentence in mismatches()}
    assert {f"Report {report.pk}", f"Report {other.pk}"} <= named


@pytest.mark.parametrize("count", [1, 3])
def test_cost_of_verifying_does_not_grow(count, django_assert_num_queries):
    for _number in range(count):
        make_measured()

    with django_assert_num_queries(7):
        found = list(mismatches())

    assert found == []


def test_command_names_each_mismatch_and_fails():
    reports = [make_measured(), make_measured()]
    ReportValue.objects.update(value=8)
    out = StringIO()

    with pytest.raises(CommandError, match="2 things do not agree"):
        call_command("verify_reports", stdout=out)

    told = [line.partition(":")[0] for line in out.getvalue().splitlines()]
    assert told == [f"Report {report.pk}" for report in reports]


@pytest.mark.parametrize(
    "change",
    [
        "reporting_reportrevision SET content_hash = 'x'",
        "reporting_reportrevision SET number = 9",
        "reporting_reporttransition SET to_state = 'draft'",
    ],
)
def test_database_refuses_a_raw_change_of_the_record(change):
    report = make_report(state=State.APPROVED)

    refused(raw, f"UPDATE {change} WHERE report_id = %s", report.pk)

    assert list(mismatches()) == []


@pytest.mark.parametrize("model", [ReportRevision, ReportTransition])
def test_database_keeps_the_record_where_it_can(model):
    make_report(state=State.SUBMITTED)
    OutboxMail.objects.all().delete()

    if connection.vendor == "postgresql":
        refused(model.objects.all()._raw_delete, using="default")
    with pytest.raises(Unchangeable):
        model.objects.all().delete()

    assert model.objects.exists()


def test_revision_is_neither_saved_again_nor_deleted():
    make_report(state=State.APPROVED)
    revision = ReportRevision.objects.first()

    for change in (revision.save, revision.delete):
        with pytest.raises(Unchangeable):
            change()

    assert ReportRevision.objects.count() == 2
