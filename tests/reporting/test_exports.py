"""A round as a file for spreadsheets and for programs."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from reporting.exports import guarded
from reporting.models import ActionReport, State
from tests.factories import make_indicator
from tests.reporting import rows
from tests.reporting.factories import make_report, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def round(time_machine):
    """A round with a corrected report of two values, a report without any, and two missing."""
    time_machine.move_to("2026-11-23 12:00+02:00", tick=False)
    round = make_round(
        slug="spring",
        name_fi="Kevät",
        name_en="Spring",
        starts_on="2026-01-01",
        ends_on="2026-06-30",
    )
    actions = [
        rows.make_actions(round.programme, code=f"1.A.{n}", title_fi=f"Toimi {n}")[0]
        for n in range(1, 5)
    ]
    seats = make_indicator(slug="seats", name_en="Seats", name_fi="Paikat", unit_en="places")
    part = make_indicator(slug="part", name_fi="Osuus", unit_fi="%", is_share=True)
    actions[0].indicators.add(seats, part)
    report = make_report(round=round, action=actions[0], state=State.DRAFT, summary_fi="=1+1")
    report.values.create(indicator=seats, value=Decimal("-41.5"), source="@home")
    report.values.create(indicator=part, value=48, numerator=12, denominator=25)
    report = rows.finish(report)
    rows.correct(report, {"percent": [40, 45]}, reason="Kirjoitusvirhe", language="fi")
    rows.approved(round, actions[1])
    make_report(round=round, action=actions[2], state=State.WAIVED)
    make_report(round=round, action=actions[3], state=State.DRAFT, summary_fi="Unicorn")
    return round


def fetch(client, kind):
    return client.get(reverse(f"reporting:round_{kind}", args=["spring"]))


def table(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_spreadsheet_is_sent_as_one(client, round):
    response = fetch(client, "csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="spring.csv"'
    assert response.content.startswith(
        b"\xef\xbb\xbfround,starts_on,ends_on,is_example,action_code,"
    )
    lines = response.content.decode().split("\r\n")
    assert len(lines) == 1 + 2 + 1 + 2 + 1
    assert "\n" not in "".join(lines)


def test_spreadsheet_has_a_row_for_each_value_and_for_what_is_missing(client, round):
    found = table(fetch(client, "csv"))

    report = ActionReport.objects.get(action__code="1.A.1")
    first = {
        "round": "Spring",
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
        "is_example": "no",
        "action_code": "1.A.1",
        "action_title": "Toimi 1",
        "outcome": "approved",
        "status": "implementation",
        "percent": "45",
        "is_unchanged": "no",
        "language": "fi",
        "summary": "'=1+1",
        "next_steps": "Toinen vaihe alkaa.",
        "obstacles": "",
        "no_change_reason": "",
        "indicator": "part",
        "indicator_name": "Osuus",
        "unit": "%",
        "value": "48",
        "numerator": "12",
        "denominator": "25",
        "no_value_reason": "",
        "source": "",
        "measured_on": "",
        "submitted_at": "2026-11-23T10:00:00+00:00",
        "approved_at": "2026-11-23T10:00:00+00:00",
        "revision": "3",
        "hash": report.approved_revision.content_hash,
        "address": "http://testserver/en/progress/spring/1.A.1/",
        "licence": "CC BY 4.0",
    }
    assert found[0] == first
    names = ["action_code", "outcome", "indicator", "value", "source"]
    assert [[row[name] for name in names] for row in found] == [
        ["1.A.1", "approved", "part", "48", ""],
        ["1.A.1", "approved", "seats", "-41.5", "'@home"],
        ["1.A.2", "approved", "", "", ""],
        ["1.A.3", "postponed", "", "", ""],
        ["1.A.4", "not_reported", "", "", ""],
    ]
    assert "Unicorn" not in str(found)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+358 2 621 1100", "'+358 2 621 1100"),
        ("-cmd", "'-cmd"),
        ("@import", "'@import"),
        ("\tTab", "'\tTab"),
        ("\rReturn", "'\rReturn"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("-Infinity", "'-Infinity"),
        ("-1_000", "'-1_000"),
        ("-1-1", "'-1-1"),
        ("-5\n", "'-5\n"),
        ("Plain", "Plain"),
        ("a=b", "a=b"),
        (Decimal("-7"), "-7"),
        (None, ""),
        (0, "0"),
    ],
)
def test_no_cell_is_taken_for_a_formula(cell, written):
    assert guarded(cell) == written


def test_program_gets_every_public_revision_with_its_hash(client, round):
    response = fetch(client, "json")
    data = response.json()

    assert response["Content-Type"] == "application/json"
    assert data | {"reports": None} == {
        "generated_at": "2026-11-23T10:00:00+00:00",
        "licence": {
            "name": "CC BY 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/",
        },
        "source": "http://testserver/en/progress/spring/",
        "round": {
            "slug": "spring",
            "name": {"fi": "Kevät", "sv": "", "en": "Spring"},
            "starts_on": "2026-01-01",
            "ends_on": "2026-06-30",
            "is_example": False,
            "state": "open",
            "public_note": None,
        },
        "reports": None,
        "not_reported": [
            {
                "action": "1.A.3",
                "title": {"fi": "Toimi 3", "sv": "", "en": ""},
                "reason": "postponed",
            },
            {"action": "1.A.4", "title": {"fi": "Toimi 4", "sv": "", "en": ""}, "reason": ""},
        ],
    }
    first, second = data["reports"]
    kept = ActionReport.objects.get(action__code="1.A.1").revisions.order_by("number")
    assert [(each["number"], each["kind"], each["hash"]) for each in first["revisions"]] == [
        (each.number, each.kind, each.content_hash) for each in kept[1:]
    ]
    assert first["source"] == "http://testserver/en/progress/spring/1.A.1/"
    assert second["revisions"][0]["correction"] is None
    assert first["revisions"][1]["correction"] == {
        "category": "typing_error",
        "reason": "Kirjoitusvirhe",
        "language": "fi",
        "changes": {"percent": [40, 45]},
    }
    assert first["revisions"][1]["previous_hash"] == first["revisions"][0]["hash"]


def test_snapshot_for_programs_is_the_frozen_one_in_all_languages(client, round):
    revision = fetch(client, "json").json()["reports"][0]["revisions"][0]
    kept = ActionReport.objects.get(action__code="1.A.1").revisions.get(number=2).snapshot

    assert revision["snapshot"] == {
        name: told for name, told in kept.items() if name not in ("answers", "warnings")
    }
    assert revision["snapshot"]["texts"]["summary"] == {"fi": "=1+1", "sv": "", "en": ""}
    assert revision["snapshot"]["values"]["seats"]["value"] == "-41.5"


def test_note_of_a_round_is_given_once_it_has_closed(client, round, time_machine):
    type(round).objects.filter(pk=round.pk).update(public_note_fi="Kiitos.")
    before = fetch(client, "json").json()["round"]["public_note"]

    time_machine.move_to(timezone.now() + timezone.timedelta(days=60))

    after = fetch(client, "json").json()["round"]
    assert before is None
    assert (after["state"], after["public_note"]["fi"]) == ("closed", "Kiitos.")


def test_letters_of_finnish_and_swedish_are_written_as_they_are(client, round):
    content = fetch(client, "json").content.decode()

    assert "Kevät" in content
    assert json.loads(content)


def test_example_is_marked_in_the_files(client, round):
    type(round).objects.filter(pk=round.pk).update(is_example=True)

    assert {row["is_example"] for row in table(fetch(client, "csv"))} == {"yes"}
    assert fetch(client, "json").json()["round"]["is_example"] is True


def test_empty_round_is_an_empty_table(client):
    make_round(slug="spring")

    assert table(fetch(client, "csv")) == []
    assert fetch(client, "json").json()["reports"] == []


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_file_is_only_read(client, round, kind):
    address = reverse(f"reporting:round_{kind}", args=["spring"])

    assert client.post(address).status_code == 405
    assert client.get(address.replace("spring", "autumn")).status_code == 404
    assert not fetch(client, kind).cookies
