from datetime import date

import pytest
from django import forms
from django.db import DatabaseError, transaction
from django.db.models import CharField, Value
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event
from programme.dates import PartialDate, PartialDateFormField, in_words, span_in_words
from tests.factories import make_event

days = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
partial_dates = st.one_of(
    st.just(""), days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4])
).map(PartialDate)
texts = st.one_of(
    st.text(alphabet="0123456789-", max_size=11),
    st.text(max_size=12),
    days.map(lambda day: day.replace("-", "/")),
)


@given(partial_dates)
def test_partial_date_is_the_text_that_it_is_written_as(when):
    assert PartialDate(str(when)) == when == str(when)


@given(partial_dates, partial_dates)
def test_partial_dates_sort_as_their_parts_do(one, other):
    parts = [[int(part) for part in when.split("-") if part] for when in (one, other)]

    assert (one < other) == (parts[0] < parts[1])


@given(partial_dates.filter(bool))
def test_partial_date_means_the_days_that_begin_with_it(when):
    assert when.earliest.isoformat().startswith(when)
    assert when.latest.isoformat().startswith(when)
    assert when.earliest <= when.latest


@given(texts)
def test_text_is_a_partial_date_only_if_some_day_begins_with_it(text):
    try:
        when = PartialDate(text)
    except ValueError:
        when = None

    assert (when is None) == (not _begins_a_day(text))


def _begins_a_day(text):
    if not text.isascii() or len(text) not in (0, 4, 7, 10) or text.startswith("0"):
        return False
    try:
        date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        return False
    return True


def test_last_day_of_a_month_knows_leap_years():
    assert PartialDate("2024-02").latest == date(2024, 2, 29)
    assert PartialDate("2023-02").latest == date(2023, 2, 28)
    assert PartialDate("2024").latest == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("text", "precision"),
    [("2022-06-01", "day"), ("2022-06", "month"), ("2022", "year"), ("", "unknown")],
)
def test_precision_says_how_much_is_known(text, precision):
    assert PartialDate(text).precision == precision


@pytest.mark.django_db
@given(st.lists(partial_dates, min_size=2, max_size=6))
def test_database_sorts_partial_dates_as_python_does(dates):
    with transaction.atomic():
        programme = make_event().programme
        Event.objects.all().delete()
        for when in dates:
            make_event(programme=programme, starts_on=when, ends_on="")

        stored = list(Event.objects.order_by("starts_on").values_list("starts_on", flat=True))
        transaction.set_rollback(True)

    assert stored == sorted(dates)
    assert all(isinstance(when, PartialDate) for when in stored)


@pytest.mark.django_db
@given(partial_dates, partial_dates)
def test_database_refuses_an_end_that_is_surely_before_the_start(start, end):
    is_wrong = bool(start and end) and end.latest < start.earliest

    with transaction.atomic():
        try:
            with transaction.atomic():
                make_event(starts_on=start, ends_on=end)
        except DatabaseError:
            is_refused = True
        else:
            is_refused = False
        transaction.set_rollback(True)

    assert is_refused == is_wrong


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["2022-6-1", "22", "x", "2022-06-", "1.6.2022", "2022-13-01"])
def test_database_refuses_what_is_not_written_as_a_partial_date(text):
    event = make_event()

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(starts_on=Value(text, CharField()))


class DateForm(forms.Form):
    when = PartialDateFormField(required=False)


@pytest.mark.parametrize("text", ["2022", "2022-06", "2022-06-01", "", "  2022 "])
def test_form_field_reads_what_people_type(text):
    form = DateForm({"when": text})

    assert form.is_valid()
    assert form.cleaned_data["when"] == text.strip()


@pytest.mark.parametrize("text", ["1.6.2022", "2022-13", "2022-02-30", "summer 2022"])
def test_form_field_refuses_other_words_with_a_sentence(text):
    with translation.override("en"):
        sentences = [str(sentence) for sentence in DateForm({"when": text}).errors["when"]]

    assert sentences == [
        f"“{text}” is not a date. Write a day as 2022-06-01, a month as 2022-06 or a "
        "year as 2022. Leave the field empty if the time is not known."
    ]


@pytest.mark.parametrize(
    ("text", "fi", "sv", "en"),
    [
        ("2022-11-16", "16.11.2022", "16.11.2022", "16 November 2022"),
        ("2022-06", "kesäkuu 2022", "juni 2022", "June 2022"),
        ("2022", "2022", "2022", "2022"),
        ("", "ajankohta ei tiedossa", "tidpunkten är inte känd", "time not known"),
    ],
)
def test_date_says_what_is_known_in_each_language(text, fi, sv, en):
    assert words_in_each_language(lambda: in_words(PartialDate(text))) == [fi, sv, en]


@pytest.mark.parametrize(
    ("start", "end", "fi", "en"),
    [
        (
            "2020-09-28",
            "2020-10-02",
            "28.9.–2.10.2020",
            "28 September – 2 October 2020",
        ),
        ("2022-11-15", "2022-11-16", "15.–16.11.2022", "15–16 November 2022"),
        (
            "2021-12-30",
            "2022-01-02",
            "30.12.2021–2.1.2022",
            "30 December 2021 – 2 January 2022",
        ),
        ("2022-11-16", "2022-11-16", "16.11.2022", "16 November 2022"),
        (
            "2020-09",
            "2022-11",
            "syyskuu 2020 – marraskuu 2022",
            "September 2020 – November 2022",
        ),
        ("2018", "2019", "2018–2019", "2018–2019"),
        (
            "2020-09-28",
            "2020-10",
            "28.9.2020 – lokakuu 2020",
            "28 September 2020 – October 2020",
        ),
        ("2022-06", "", "kesäkuu 2022", "June 2022"),
        ("", "2030", "päättyminen: 2030", "end: 2030"),
        ("", "", "ajankohta ei tiedossa", "time not known"),
        (
            "2021-06-01",
            "",
            "alku 1.6.2021, päättyminen ei tiedossa",
            "start: 1 June 2021, end not known",
        ),
    ],
)
def test_span_says_what_is_known_of_both_ends(start, end, fi, en):
    words = words_in_each_language(lambda: span_in_words(PartialDate(start), PartialDate(end)))

    assert [words[0], words[2]] == [fi, en]


def words_in_each_language(say):
    words = []
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            words.append(say())
    return words
