"""Translating an approved report: texts only, and never the one that was written."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.models import ReportRevision, State
from reporting.transitions import transition
from tests.reporting.factories import coordinator, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """A browser in which somebody has signed in who may translate and nothing else."""
    client.user = make_user()
    client.user.user_permissions.add(Permission.objects.get(codename="translate_report"))
    client.force_login(client.user)
    return client


def address(report):
    return f"/en/report/{report.round.slug}/{report.action.code}/translate/"


def test_source_stands_beside_a_field_for_each_other_language(desk):
    report = make_report(state=State.APPROVED, summary_sv="Första fasen är klar.")

    page = desk.get(address(report)).content.decode()

    assert "Ensimmäinen vaihe on valmis." in page
    assert "Första fasen är klar.</textarea>" in page
    assert 'name="summary.en"' in page
    assert 'name="summary.fi"' not in page
    assert 'name="obstacles.sv"' not in page


def test_translation_is_a_new_revision_and_figures_stay(desk):
    report = make_report(state=State.APPROVED)
    texts = {"summary.sv": "Första fasen är klar.\r\nNästa börjar.", "next_steps.en": "Phase two."}
    meddled = {"percent": "99", "status": "completed", "summary.fi": "Muutettu", "summary_fi": "X"}

    desk.post(address(report), {"version": report.version} | texts | meddled)

    before = report.approved_revision.snapshot
    report.refresh_from_db()
    after = report.approved_revision.snapshot
    assert report.approved_revision.kind == ReportRevision.Kind.TRANSLATION
    assert after["texts"]["summary"] == {
        "fi": "Ensimmäinen vaihe on valmis.",
        "sv": "Första fasen är klar.\nNästa börjar.",
        "en": "",
    }
    assert after["texts"]["next_steps"]["en"] == "Phase two."
    assert {name: told for name, told in after.items() if name != "texts"} == {
        name: told for name, told in before.items() if name != "texts"
    }
    assert (report.percent, report.status) == (40, "implementation")


def test_nothing_new_is_refused_in_words(desk):
    report = make_report(state=State.APPROVED)

    answer = desk.post(address(report), {"version": report.version, "summary.sv": " "})

    assert "Nothing has been changed." in answer.content.decode()
    assert report.revisions.count() == 2


def test_text_that_is_too_long_is_refused_and_kept(desk):
    report = make_report(state=State.APPROVED)
    text = "x" * 601

    answer = desk.post(address(report), {"version": report.version, "summary.sv": text})

    page = answer.content.decode()
    assert "Ensure this value has at most 600 characters" in page
    assert text in page
    assert report.revisions.count() == 2


def test_translation_of_what_has_changed_meanwhile_is_kept_on_the_page(desk):
    report = make_report(state=State.APPROVED)
    data = {"version": report.version, "summary.sv": "Första fasen är klar."}
    texts = {"sv": {"summary": "Fas ett är klar."}}
    transition(report.pk, "translate", coordinator(), expected_version=report.version, texts=texts)

    answer = desk.post(address(report), data)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Första fasen är klar.</textarea>" in page
    assert "Public now: Fas ett är klar." in page


@pytest.mark.parametrize("groups", [["reporter"], ["reader"], ["approver"]])
def test_others_translate_nothing(client, groups):
    report = make_report(state=State.APPROVED)
    client.force_login(make_user(*groups))

    data = {"version": report.version, "summary.sv": "Första fasen är klar."}

    assert client.get(address(report)).status_code == 403
    assert client.post(address(report), data).status_code == 403
    assert report.revisions.count() == 2


def test_coordinator_translates(client):
    report = make_report(state=State.APPROVED)
    client.force_login(make_user("coordinator"))

    data = {"version": report.version, "summary.sv": "Första fasen är klar."}
    answer = client.post(address(report), data, follow=True)

    assert "The translation is public now." in answer.content.decode()


def test_what_is_not_approved_is_not_translated(desk):
    report = make_report(state=State.SUBMITTED)

    assert desk.get(address(report)).status_code == 404


def test_page_costs_the_same_with_one_text_and_with_three(desk):
    few = make_report(state=State.APPROVED)
    many = make_report(state=State.APPROVED, obstacles_fi="Raha puuttuu.")

    costs = []
    for report in (few, many):
        with CaptureQueriesContext(connection) as queries:
            desk.get(address(report))
        costs.append(len(queries))

    assert costs[0] == costs[1]
