"""What stops a report, and what is only odd in it: pure functions of what is said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.dates import PartialDate
from reporting.checks import Said, SaidValue, errors, warnings

TEXTS = {"summary": "Ready.", "next_steps": "More."}
SAID = Said(
    language="en",
    status="implementation",
    percent=40,
    texts=TEXTS,
    period_ends_on=date(2026, 6, 30),
    today=date(2026, 9, 1),
)


def found_in(problems):
    return [(problem.field, problem.code) for problem in problems]


def said(**fields):
    return replace(SAID, **fields)


def with_value(**fields):
    return said(values=(SaidValue("bins", **fields),))


def test_ordinary_report_has_nothing_wrong_and_nothing_odd():
    report = with_value(value=Decimal(5), previous=Decimal(5), direction=1)

    assert (errors(report), warnings(report)) == ([], [])


def test_empty_report_lacks_status_language_and_summary():
    found = found_in(errors(Said()))

    assert found == [
        ("status", "no_status"),
        ("language", "no_language"),
        ("summary", "no_summary"),
    ]


@pytest.mark.parametrize(
    ("percent", "status", "code"),
    [
        (None, "implementation", None),
        (0, "implementation", None),
        (0, "not_started", None),
        (99, "implementation", None),
        (100, "completed", None),
        (None, "completed", None),
        (-1, "implementation", "outside"),
        (101, "completed", "outside"),
        (99, "completed", "completed_below_100"),
        (0, "completed", "completed_below_100"),
        (100, "implementation", "100_not_completed"),
        (100, "cancelled", "100_not_completed"),
    ],
)
def test_percentage_fits_the_status(percent, status, code):
    found = found_in(errors(said(percent=percent, status=status)))

    assert found == ([("percent", code)] if code else [])


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_action_that_has_finished_needs_no_next_steps(status):
    texts = {"summary": "Ready."}

    finished = errors(said(status=status, percent=None, texts=texts))
    going_on = errors(said(status="planning", texts=texts))

    assert finished == []
    assert found_in(going_on) == [("next_steps", "no_next_steps")]


def test_no_change_needs_a_reason_instead_of_a_summary():
    texts = {"next_steps": "More."}

    silent = errors(said(is_unchanged=True, texts=texts))
    explained = errors(said(is_unchanged=True, texts=texts | {"no_change_reason": "Winter."}))

    assert found_in(silent) == [("no_change_reason", "no_reason")]
    assert explained == []


@pytest.mark.parametrize(
    ("name", "limit"),
    [("summary", 600), ("next_steps", 400), ("obstacles", 400), ("no_change_reason", 400)],
)
def test_text_is_as_long_as_its_limit_and_no_longer(name, limit):
    fits = errors(said(texts=TEXTS | {name: "ä" * limit}))
    is_over = errors(said(texts=TEXTS | {name: "ä" * (limit + 1)}))

    assert fits == []
    assert found_in(is_over) == [(name, "too_long")]
    assert str(limit) in str(is_over[0].message)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"value": Decimal(0)}, None),
        ({"no_value_reason": "not_yet"}, None),
        ({}, "no_value"),
        ({"value": Decimal(0), "no_value_reason": "not_yet"}, "both"),
        ({"value": Decimal(1), "measured_on": date(2026, 6, 30)}, None),
        ({"value": Decimal(1), "measured_on": date(2026, 7, 1)}, "measured_too_late"),
    ],
)
def test_value_is_a_number_or_a_reason_of_the_period(value, code):
    found = found_in(errors(with_value(**value)))

    assert found == ([("value-bins", code)] if code else [])


@pytest.mark.parametrize(
    ("part", "whole", "code"),
    [
        (0, 7, None),
        (7, 7, None),
        (8, 7, "outside"),
        (-1, 7, "outside"),
        (None, 7, "no_parts"),
        (3, None, "no_parts"),
    ],
)
def test_share_has_a_part_from_zero_to_the_whole(part, whole, code):
    parts = {"numerator": part, "denominator": whole}

    found = found_in(errors(with_value(value=Decimal(50), is_share=True, **parts)))

    assert found == ([("value-bins", code)] if code else [])


def test_share_without_a_value_needs_no_parts():
    assert errors(with_value(no_value_reason="confidential", is_share=True)) == []


def test_what_was_filled_in_must_be_answered():
    found = found_in(errors(said(unanswered=("percent", "value-bins"))))

    assert found == [("percent", "unanswered"), ("value-bins", "unanswered")]


@pytest.mark.parametrize(
    ("before", "now", "is_odd"),
    [(40, 39, True), (40, 40, False), (None, 0, False), (40, None, False), (0, 0, False)],
)
def test_percentage_that_falls_is_odd(before, now, is_odd):
    found = found_in(warnings(said(previous_percent=before, percent=now)))

    assert found == ([("percent", "percent_fell")] if is_odd else [])


@pytest.mark.parametrize(
    ("ends_on", "status", "is_odd"),
    [
        ("2026-08-31", "implementation", True),
        ("2026-09-01", "implementation", False),
        ("2026-08", "implementation", True),
        ("2026-09", "implementation", False),
        ("2025", "implementation", True),
        ("2026", "implementation", False),
        ("", "implementation", False),
        ("2026-08-31", "completed", False),
        ("2026-08-31", "cancelled", False),
    ],
)
def test_planned_end_that_has_passed_is_odd_until_the_action_finishes(ends_on, status, is_odd):
    report = said(status=status, percent=None, action_ends_on=PartialDate(ends_on))

    found = found_in(warnings(report))

    assert found == ([("status", "end_has_passed")] if is_odd else [])


@pytest.mark.parametrize(
    ("rounds_before", "is_odd"), [(0, False), (1, False), (2, True), (3, True)]
)
def test_no_change_is_odd_for_the_third_round_running(rounds_before, is_odd):
    unchanged = said(is_unchanged=True, unchanged_before=rounds_before)
    changed = said(is_unchanged=False, unchanged_before=rounds_before)

    assert found_in(warnings(unchanged)) == ([("is_unchanged", "unchanged_again")] * is_odd)
    assert warnings(changed) == []


@pytest.mark.parametrize(
    ("before", "is_unchanged", "is_odd"),
    [(" Ready.\n", False, True), ("Nearly ready.", False, False), ("Ready.", True, False)],
)
def test_summary_word_for_word_as_before_is_odd(before, is_unchanged, is_odd):
    found = found_in(warnings(said(previous_summary=before, is_unchanged=is_unchanged)))

    assert found == ([("summary", "same_summary")] if is_odd else [])


def test_empty_summary_is_not_the_same_as_none_before():
    assert warnings(said(texts={"next_steps": "More."}, previous_summary="")) == []


@pytest.mark.parametrize("missing", [("sv",), ("fi", "sv")])
def test_languages_that_are_missing_are_odd_but_no_error(missing):
    report = said(languages_missing=missing)

    assert found_in(warnings(report)) == [("language", "missing_translation")]
    assert errors(report) == []


@pytest.mark.parametrize(
    ("before", "now", "direction", "codes"),
    [
        (100, 80, 1, []),
        (100, "79.9999", 1, ["wrong_way"]),
        (100, 120, -1, []),
        (100, "120.0001", -1, ["wrong_way"]),
        (100, 79, -1, []),
        (100, 50, 0, []),
        (-100, -121, 1, ["wrong_way"]),
        (100, 999, 1, []),
        (100, 1000, 1, ["tenfold"]),
        (100, "10.0001", 0, []),
        (100, 10, 0, ["tenfold"]),
        (100, 10, 1, ["wrong_way", "tenfold"]),
        (100, 0, 0, []),
        (0, 1000, 1, []),
        (None, 1000, 1, []),
        (100, None, 1, []),
    ],
)
def test_value_that_turns_or_jumps_is_odd(before, now, direction, codes):
    value = {
        "value": None if now is None else Decimal(now),
        "previous": None if before is None else Decimal(before),
        "direction": direction,
    }

    found = found_in(warnings(with_value(**value)))

    assert found == [("value-bins", code) for code in codes]


numbers = st.none() | st.decimals(-1000, 1000, places=2)


@given(
    st.builds(
        Said,
        status=st.sampled_from(["", "planning", "completed"]),
        percent=st.none() | st.integers(-5, 105),
        texts=st.dictionaries(st.sampled_from(["summary", "next_steps"]), st.text(max_size=3)),
        is_unchanged=st.booleans(),
        values=st.tuples(
            st.builds(
                SaidValue,
                slug=st.just("bins"),
                value=numbers,
                numerator=numbers,
                denominator=numbers,
                is_share=st.booleans(),
                previous=numbers,
                direction=st.sampled_from([-1, 0, 1]),
            )
        ),
    )
)
def test_anything_that_is_said_can_be_checked_and_every_problem_has_a_sentence(anything):
    problems = errors(anything) + warnings(anything)

    assert len({(each.field, each.code) for each in problems}) == len(problems)
    assert all(str(each.message).endswith((".", "?")) for each in problems)
