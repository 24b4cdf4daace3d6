import json
import re

import pytest
from django.utils.translation import override

from events.models import Event
from events.structured import as_script, event_data
from tests.factories import make_event, make_programme

pytestmark = pytest.mark.django_db

SITE = "https://icc.example.org"
PRIVATE = "https://meet.example.org/secret"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def described(event):
    """What a machine reads of an event as it is stored."""
    return event_data(Event.objects.get(pk=event.pk), SITE)


def test_everything_that_is_known_is_told():
    event = make_event(
        slug="lab",
        title_en="City Lab",
        summary_en="Two days of work.",
        starts_on="2021-02-16",
        starts_time="10:00",
        ends_on="2021-07-17",
        ends_time="16:30",
        mode="onsite",
        place_en="Pori",
        address="Yrjönkatu 6",
    )

    assert described(event) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "City Lab",
        "url": "https://icc.example.org/en/events/lab/",
        "inLanguage": "en",
        "description": "Two days of work.",
        "startDate": "2021-02-16T10:00:00+02:00",
        "endDate": "2021-07-17T16:30:00+03:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": "Pori", "address": "Yrjönkatu 6"},
    }


def test_nothing_is_told_of_what_is_not_known():
    event = make_event(slug="lab", title_en="City Lab", starts_on="", ends_on="")

    assert described(event) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "City Lab",
        "url": "https://icc.example.org/en/events/lab/",
        "inLanguage": "en",
        "eventStatus": "https://schema.org/EventScheduled",
    }


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"starts_on": "2022-06", "ends_on": ""}, ["2022-06", None]),
        ({"starts_on": "2022", "ends_on": "2023"}, ["2022", "2023"]),
        ({"starts_on": "2022-06-01", "ends_on": "2022-06-01"}, ["2022-06-01", "2022-06-01"]),
        ({"starts_on": "", "ends_on": "2022-06"}, [None, "2022-06"]),
        (
            {"starts_on": "2022-06-01", "starts_time": "09:00", "ends_on": "2022-06-02"},
            ["2022-06-01T09:00:00+03:00", "2022-06-02"],
        ),
        (
            {"starts_on": "2022-06-01", "starts_time": "09:00", "ends_on": "2022-06-01"},
            ["2022-06-01T09:00:00+03:00", None],
        ),
        (
            {
                "starts_on": "2022-06-01",
                "starts_time": "09:00",
                "ends_on": "2022-06-01",
                "ends_time": "10:00",
                "time_zone": "Europe/Lisbon",
            },
            ["2022-06-01T09:00:00+01:00", "2022-06-01T10:00:00+01:00"],
        ),
    ],
)
def test_time_is_told_as_exactly_as_it_is_known(known, told):
    event = make_event(**known)

    data = described(event)

    assert [data.get("startDate"), data.get("endDate")] == told


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("scheduled", "https://schema.org/EventScheduled"),
        ("postponed", "https://schema.org/EventPostponed"),
        ("moved", "https://schema.org/EventRescheduled"),
        ("cancelled", "https://schema.org/EventCancelled"),
    ],
)
def test_status_is_told_in_the_words_of_schema_org(status, told):
    event = make_event(status=status)

    assert described(event)["eventStatus"] == told


def moved(event, **fields):
    """Save an event at another time, as moved."""
    for name, value in ({"status": "moved"} | fields).items():
        setattr(event, name, value)
    event.save()


def test_moved_event_tells_when_it_should_have_begun():
    event = make_event(starts_on="2020-09-28", ends_on="2020-09-28", starts_time="10:00")

    moved(event, starts_on="2020-11-01", ends_on="2020-11-01")

    data = described(event)
    assert data["previousStartDate"] == "2020-09-28T10:00:00+03:00"
    assert data["startDate"] == "2020-11-01T10:00:00+02:00"


def test_previous_start_is_the_one_before_the_latest_change_of_the_start():
    event = make_event(starts_on="2020-09-28", ends_on="2020-09-30")
    moved(event, starts_on="2020-10", ends_on="2020-10")
    moved(event, starts_on="2020-11-01", ends_on="2020-11-01")

    moved(event, ends_on="2020-11-02", place_fi="Pori")

    assert described(event)["previousStartDate"] == "2020-10"


def test_only_a_moved_event_has_a_previous_start():
    event = make_event(starts_on="2020-09-28", ends_on="2020-09-30")
    moved(event, starts_on="2020-09-29", status="scheduled")
    never_published = make_event(is_public=False)
    moved(never_published, starts_on="2021-02-17", is_public=True)

    assert event.changes.count() == 1
    assert "previousStartDate" not in described(event)
    assert "previousStartDate" not in described(never_published)


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("online", "https://schema.org/OnlineEventAttendanceMode"),
        ("onsite", "https://schema.org/OfflineEventAttendanceMode"),
        ("hybrid", "https://schema.org/MixedEventAttendanceMode"),
        ("", None),
    ],
)
def test_mode_is_told_in_the_words_of_schema_org(mode, told):
    event = make_event(mode=mode)

    assert described(event).get("eventAttendanceMode") == told


IN_PORI = {"@type": "Place", "name": "Pori"}
PAGE = {"@type": "VirtualLocation", "url": "https://icc.example.org/en/events/lab/"}
MEETING = {"@type": "VirtualLocation", "url": PRIVATE}


@pytest.mark.parametrize(
    ("mode", "audience", "told"),
    [
        ("online", "public", MEETING),
        ("online", "participants", PAGE),
        ("online", "nobody", PAGE),
        ("hybrid", "public", [IN_PORI, MEETING]),
        ("hybrid", "participants", IN_PORI),
        ("hybrid", "nobody", IN_PORI),
        ("onsite", "public", IN_PORI),
        ("onsite", "nobody", IN_PORI),
        ("", "public", [IN_PORI, MEETING]),
        ("", "participants", IN_PORI),
    ],
)
def test_location_is_where_everybody_may_come(mode, audience, told):
    event = make_event(
        slug="lab", mode=mode, place_fi="Pori", join_url=PRIVATE, join_audience=audience
    )

    assert described(event)["location"] == told


@pytest.mark.parametrize("mode", Event.Mode)
@pytest.mark.parametrize("audience", ["participants", "nobody"])
def test_private_join_link_is_nowhere(mode, audience):
    secret = {"mode": mode, "join_url": PRIVATE, "join_audience": audience}
    whole = make_event(title_fi="Viikko", **secret)
    event = make_event(part_of=whole, **secret)
    moved(event, starts_on="2021-02-17", place_fi="Pori")

    script = as_script(described(event))

    assert "Viikko" in script
    assert "meet.example.org" not in script


def test_part_tells_of_the_larger_event_if_that_is_public():
    whole = make_event(slug="week", title_en="Week", starts_on="2021-02", ends_on="2021-02")
    part = make_event(part_of=whole)

    assert described(part)["superEvent"] == {
        "@type": "Event",
        "name": "Week",
        "url": "https://icc.example.org/en/events/week/",
        "inLanguage": "en",
        "startDate": "2021-02",
        "endDate": "2021-02",
        "eventStatus": "https://schema.org/EventScheduled",
    }


def test_larger_event_that_is_hidden_is_not_told():
    hidden = make_event(is_public=False)
    of_hidden_programme = make_event(programme=make_programme(is_public=False))

    for whole in (hidden, of_hidden_programme):
        assert "superEvent" not in described(make_event(part_of=whole))


def test_events_that_are_part_of_each_other_are_told_once_each():
    event = make_event(slug="lab")
    other = make_event(slug="week", part_of=event)
    event.part_of = other
    event.save()

    assert described(event)["superEvent"]["url"] == "https://icc.example.org/en/events/week/"
    assert "superEvent" not in described(event)["superEvent"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", ["Laboratorio", "fi", "Kaksi päivää.", "Porissa"]),
        ("sv", ["Laboratorium", "sv", "Kaksi päivää.", "i Björneborg"]),
        ("en", ["Laboratorio", "fi", "Kaksi päivää.", "Porissa"]),
    ],
)
def test_texts_are_in_the_language_of_the_page_as_far_as_they_are_written(language, told):
    event = make_event(
        slug="lab",
        title_fi="Laboratorio",
        title_sv="Laboratorium",
        summary_fi="Kaksi päivää.",
        place_fi="Porissa",
        place_sv="i Björneborg",
    )

    with override(language):
        data = described(event)

    assert [
        data["name"],
        data["inLanguage"],
        data["description"],
        data["location"]["name"],
    ] == told
    assert data["url"] == f"https://icc.example.org/{language}/events/lab/"


def test_text_cannot_break_out_of_the_script_element():
    hostile = "</script><script>alert(1)</script> & <!-- \u2028\u2029 \"'"
    event = make_event(title_en=hostile, summary_en=hostile)

    script = as_script(described(event))

    assert re.findall("[<>&\u2028\u2029]", script) == []
    assert json.loads(script) == described(event)
    assert json.loads(script)["name"] == hostile
