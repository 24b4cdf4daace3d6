"""Frozen reports: self-contained, without people, and changed only into copies."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.hashing import canonical, leaves
from reporting.models import ActionReport, ReportValue, State
from reporting.roles import Actor
from reporting.snapshots import changed, snapshot_of
from reporting.transitions import transition
from tests.factories import make_action, make_indicator, make_programme, make_strategy
from tests.reporting.factories import (
    CONTENT,
    approver,
    every_warning,
    make_report,
    make_round,
    make_user,
)

NOBODY_IS_NAMED = ["Reporter Räisänen", "raisanen@example.org", "Water services"]


@pytest.fixture
def report(db):
    """An approved report on an action with a number, a share and a value that is not known."""
    programme = make_programme(name_fi="Ohjelma", name_en="Programme")
    action = make_action(
        strategy=make_strategy(programme=programme),
        code="1.A.1",
        title_fi="Toimi",
        title_sv="Åtgärd",
    )
    indicators = {
        "bins": make_indicator(slug="bins", name_fi="Astiat", unit_fi="kpl", roll_up="sum"),
        "rate": make_indicator(slug="rate", name_fi="Osuus", unit_fi="%", is_share=True),
        "fish": make_indicator(slug="fish", name_fi="Kalat"),
    }
    action.indicators.set(indicators.values())
    round = make_round(
        programme=programme,
        slug="spring",
        name_fi="Kevät",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
    )
    reporter = make_user("reporter").person
    reporter.name, reporter.email, reporter.unit = NOBODY_IS_NAMED
    reporter.save()
    report = make_report(round=round, action=action, state=State.NOT_STARTED, reporter=reporter)
    values = {
        "bins": {"value": Decimal("1234.5000"), "measured_on": date(2026, 5, 1), "source": "Scale"},
        "rate": {"value": Decimal("37.5"), "numerator": Decimal(3), "denominator": Decimal(8)},
        "fish": {"no_value_reason": "not_collected"},
    }
    for slug, value in values.items():
        ReportValue.objects.create(report=report, indicator=indicators[slug], **value)
    return approved(report)


def approved(report):
    """The same report, moved on."""
    ways = [
        ("start", Actor(person=report.assignee), {}),
        ("autosave", Actor(person=report.assignee), {"content": {"fields": CONTENT}}),
        ("submit", Actor(person=report.assignee), {"seen_warnings": every_warning()}),
        ("approve", approver(), {}),
    ]
    for name, actor, fields in ways:
        report = transition(report.pk, name, actor, expected_version=report.version, **fields)
    return report


def frozen(report):
    return report.approved_revision.snapshot


# What it holds


def test_everything_that_the_page_shows_is_in_the_snapshot(report):
    snapshot = frozen(report)

    assert snapshot["schema"] == 1
    assert snapshot["programme"] == {"name": {"fi": "Ohjelma", "sv": "", "en": "Programme"}}
    assert snapshot["round"] == {
        "slug": "spring",
        "name": {"fi": "Kevät", "sv": "", "en": ""},
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
        "is_example": False,
    }
    assert snapshot["action"] == {
        "code": "1.A.1",
        "title": {"fi": "Toimi", "sv": "Åtgärd", "en": ""},
    }
    assert snapshot["status"]["code"] == "implementation"
    assert snapshot["status"]["words"]["en"] == "implementation"
    assert len(set(snapshot["status"]["words"].values())) == 3
    assert (snapshot["language"], snapshot["percent"], snapshot["is_unchanged"]) == (
        "fi",
        40,
        False,
    )
    assert snapshot["texts"]["summary"] == {"fi": CONTENT["summary_fi"], "sv": "", "en": ""}
    assert snapshot["warnings"] == [["language", "missing_translation"]]
    assert snapshot["is_self_approved"] is snapshot["is_extended"] is False


def test_values_are_frozen_with_name_unit_and_reason(report):
    values = frozen(report)["values"]

    told = {
        slug: [value["value"], value["numerator"], value["denominator"]]
        for slug, value in values.items()
    }
    assert told == {
        "bins": ["1234.5", None, None],
        "rate": ["37.5", "3", "8"],
        "fish": [None, None, None],
    }
    bins, fish = values["bins"], values["fish"]
    assert (bins["name"]["fi"], bins["unit"]["fi"], bins["roll_up"]) == ("Astiat", "kpl", "sum")
    assert (bins["measured_on"], bins["source"], bins["is_share"]) == ("2026-05-01", "Scale", False)
    assert (fish["no_value_reason"], fish["reason_words"]["en"]) == (
        "not_collected",
        "not collected",
    )


def test_times_are_those_of_the_moves_in_universal_time(report):
    snapshot = frozen(report)

    assert datetime.fromisoformat(snapshot["submitted_at"]) == report.submitted_at
    assert datetime.fromisoformat(snapshot["approved_at"]) == report.approved_at
    assert snapshot["approved_at"].endswith("+00:00")
    assert report.revisions.first().snapshot["approved_at"] is None


def test_no_person_is_in_a_snapshot(report):
    text = json.dumps([each.snapshot for each in report.revisions.all()], ensure_ascii=False)

    assert "Ensimmäinen vaihe" in text
    names = [*NOBODY_IS_NAMED, report.approved_by.username, report.approved_by.email]
    assert [name for name in names if name in text] == []


def test_snapshot_holds_no_float_and_is_the_same_as_stored(report):
    fresh = snapshot_of(report, approved_at=report.approved_at)

    assert canonical(fresh) == canonical(frozen(ActionReport.objects.get()))


def test_what_was_sent_is_what_was_approved(report):
    sent, approved = (each.snapshot for each in report.revisions.order_by("number"))

    assert sent | {"approved_at": None} == approved | {"approved_at": None}


# It stands by itself


def test_later_names_change_nothing_of_what_was_frozen(report):
    before = json.loads(json.dumps(frozen(report)))

    report.action.title_fi, report.action.code = "Uusi nimi", "9.Z.9"
    report.action.save()
    report.round.name_fi = "Syksy"
    report.round.save()
    report.round.programme.name_fi = "Toinen"
    report.round.programme.save()
    report.action.indicators.update(name_fi="Uusi mittari", unit_fi="t")
    report.action.indicators.clear()
    report.values.all().delete()
    report.summary_fi = "Jotain muuta."
    report.save()

    after = frozen(ActionReport.objects.get())
    assert after == before
    assert (after["action"]["title"]["fi"], after["values"]["bins"]["name"]["fi"]) == (
        "Toimi",
        "Astiat",
    )


def test_fresh_snapshot_has_the_names_of_its_day(report):
    report.action.title_fi = "Uusi nimi"

    assert snapshot_of(report)["action"]["title"]["fi"] == "Uusi nimi"


def test_making_a_snapshot_takes_as_many_queries_for_three_values_as_for_one(
    report, django_assert_num_queries
):
    report = ActionReport.objects.select_related("action", "round__programme").get()
    with django_assert_num_queries(3):
        snapshot_of(report)
    report.values.exclude(indicator__slug="bins").delete()

    with django_assert_num_queries(3):
        snapshot = snapshot_of(report)

    assert list(snapshot["values"]) == ["bins"]


# Changed copies

SNAPSHOT = {
    "percent": 40,
    "texts": {"summary": {"fi": "a", "sv": ""}},
    "values": {"bins": {"value": "7"}},
}


def test_copy_has_the_new_values_and_the_original_the_old_ones():
    before = json.loads(json.dumps(SNAPSHOT))

    after = changed(
        SNAPSHOT,
        {"percent": [40, 45], "texts/summary/sv": ["", "b"], "texts/summary/fi": ["a", "c"]},
    )

    assert after == {
        "percent": 45,
        "texts": {"summary": {"fi": "c", "sv": "b"}},
        "values": {"bins": {"value": "7"}},
    }
    assert before == SNAPSHOT


def test_copy_without_changes_is_the_same():
    assert changed(SNAPSHOT, {}) == SNAPSHOT


@pytest.mark.parametrize(
    "changes",
    [
        {"percent": [41, 45]},
        {"percent": ["40", 45]},
        {"texts/summary/fi": ["", "b"]},
        {"percent/deeper": [40, 45]},
        {"texts/summary/fi/deeper": ["a", "b"]},
        {"percent": [40, 45], "values/bins/value": ["8", "9"]},
    ],
)
def test_change_of_another_value_than_the_known_one_is_refused(changes):
    with pytest.raises(ValueError, match=r"is not|no such field"):
        changed(SNAPSHOT, changes)


@pytest.mark.parametrize("path", ["unknown", "values/unknown/value", "texts/summary/de", ""])
def test_change_of_an_unknown_field_is_refused(path):
    with pytest.raises(KeyError):
        changed(SNAPSHOT, {path: [None, 1]})


@given(st.dictionaries(st.sampled_from([path for path, _value in leaves(SNAPSHOT)]), st.text()))
def test_exactly_the_named_fields_change(new):
    old = dict(leaves(SNAPSHOT))

    after = changed(SNAPSHOT, {path: [old[path], value] for path, value in new.items()})

    assert dict(leaves(after)) == old | new
