"""Files that belong to a report, and people who are taken out of the record."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from reporting.forgetting import forget
from reporting.models import (
    OutboxMail,
    Person,
    ReportAttachment,
    ReportComment,
    ReportTransition,
    State,
)
from reporting.roles import Actor
from reporting.transitions import transition
from tests.reporting.factories import approver, every_warning, make_report, make_user

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def files_in_memory(monkeypatch):
    monkeypatch.setattr(ReportAttachment._meta.get_field("file"), "storage", InMemoryStorage())


def attach(report, **fields):
    """The reporter attaches a file in a draft."""
    attachment = ReportAttachment(
        file=ContentFile(PDF, name="file.pdf"), **{"title": "Selvitys"} | fields
    )
    writer = Actor(person=report.assignee)
    content = {"attachments": [attachment]}
    return transition(
        report.pk, "autosave", writer, expected_version=report.version, content=content
    )


def approve(report):
    writer = Actor(person=report.assignee)
    report = transition(
        report.pk, "submit", writer, expected_version=report.version, seen_warnings=every_warning()
    )
    return transition(report.pk, "approve", approver(), expected_version=report.version)


def test_attachment_is_frozen_with_its_hash_and_licence():
    report = attach(make_report(state=State.DRAFT), licence="cc0-1.0")

    report = approve(report)

    (frozen,) = report.approved_revision.snapshot["attachments"]
    assert frozen["title"] == "Selvitys"
    assert frozen["licence"] == "cc0-1.0"
    assert frozen["size"] == len(PDF)
    assert frozen["sha256"] == hashlib.sha256(PDF).hexdigest()


def test_attachment_is_taken_away_again_while_the_report_is_a_draft():
    report = attach(make_report(state=State.DRAFT))
    kept = report.attachments.get()

    transition(
        report.pk,
        "autosave",
        Actor(person=report.assignee),
        expected_version=report.version,
        content={"removed": [kept.pk]},
    )

    assert not report.attachments.exists()


def test_file_is_public_when_its_report_is_and_not_before(client):
    report = attach(make_report(state=State.DRAFT))
    address = report.attachments.get().get_absolute_url()
    before = client.get(address).status_code

    approve(report)
    after = client.get(address)

    assert (before, after.status_code) == (404, 200)
    assert b"".join(after.streaming_content) == PDF
    assert after["Content-Disposition"].startswith("attachment")
    assert after["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Cookie" not in after.get("Vary", "")
    assert not after.cookies


def test_file_of_a_draft_is_for_those_who_may_see_the_report(client):
    report = attach(make_report(state=State.DRAFT))
    address = report.attachments.get().get_absolute_url()

    client.force_login(make_user("reporter"))
    stranger = client.get(address).status_code
    client.force_login(make_user("approver"))

    assert (stranger, client.get(address).status_code) == (404, 200)


def test_forgotten_person_is_gone_from_moves_comments_and_letters():
    report = make_report(state=State.RETURNED)
    person = report.assignee
    other = make_report(state=State.RETURNED).assignee
    ReportComment.objects.create(report=report, person=person, label=person.name, text="Hei")
    hashes = list(report.revisions.values_list("content_hash", flat=True))

    forget(person)

    assert list(Person.objects.filter(name__in=[person.name, other.name])) == [other]
    assert not ReportTransition.objects.filter(actor_label=person.name).exists()
    assert ReportTransition.objects.filter(actor_label=other.name).exists()
    assert list(ReportComment.objects.values_list("person", "label")) == [(None, "")]
    assert not OutboxMail.objects.filter(recipient=person.email).exists()
    assert OutboxMail.objects.filter(recipient=other.email).exists()
    assert list(report.revisions.values_list("content_hash", flat=True)) == hashes
