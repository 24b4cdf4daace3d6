from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from events.feeds import EventChangeFeed, EventFeed, change_in_words
from events.models import Event
from tests.factories import make_city, make_event, make_programme

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def answer(feed, path="/en/events/feed/"):
    return feed(RequestFactory().get(path))


def read(feed, path="/en/events/feed/"):
    return ElementTree.fromstring(answer(feed, path).content)


def entries(feed):
    """Each entry as the texts of its elements; of its link the address."""
    return [
        {element.tag.removeprefix(ATOM): element.text or element.get("href") for element in entry}
        for entry in read(feed).findall(f"{ATOM}entry")
    ]


def titles(feed):
    return [entry["title"] for entry in entries(feed)]


def changed(event, **fields):
    """Change a published event, and get what was recorded of it."""
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    return event.changes.first()


def test_entry_tells_what_happens_and_when(time_machine):
    time_machine.move_to("2026-11-23 12:00+02:00", tick=False)
    event = make_event(
        slug="lab",
        title_en="City Lab",
        summary_en="Two days of work.",
        starts_on="2021-02-16",
        ends_on="2021-02-19",
    )

    assert entries(EventFeed()) == [
        {
            "title": "City Lab",
            "link": "http://testserver/en/events/lab/",
            "updated": "2026-11-23T10:00:00+00:00",
            "id": f"tag:testserver,2026:en/event/{event.pk}",
            "summary": "<p>16–19 February 2021</p><p>Two days of work.</p>",
        }
    ]


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("scheduled", "City Lab"),
        ("postponed", "Postponed: City Lab"),
        ("moved", "Moved: City Lab"),
        ("cancelled", "Cancelled: City Lab"),
    ],
)
def test_title_says_when_an_event_does_not_happen_as_planned(status, title):
    make_event(title_en="City Lab", status=status)

    assert titles(EventFeed()) == [title]


def test_event_that_was_edited_last_comes_first(time_machine):
    time_machine.move_to("2026-11-01 12:00+02:00")
    edited = make_event(title_en="Edited")
    time_machine.move_to("2026-11-02 12:00+02:00")
    make_event(title_en="Left alone")
    time_machine.move_to("2026-11-03 12:00+02:00")

    edited.save()

    assert titles(EventFeed()) == ["Edited", "Left alone"]


def test_event_that_waited_for_its_time_is_new_when_it_has_come(time_machine):
    time_machine.move_to("2026-11-01 12:00+02:00")
    due = datetime(2026, 11, 3, 10, tzinfo=UTC)
    make_event(title_en="Announced", publish_at=due)
    make_event(title_en="Of a new programme", programme=make_programme(publish_at=due))
    time_machine.move_to("2026-11-02 12:00+02:00")
    make_event(title_en="Seen before")
    before = titles(EventFeed())

    time_machine.move_to("2026-11-03 12:01+02:00")

    assert before == ["Seen before"]
    assert titles(EventFeed()) == ["Of a new programme", "Announced", "Seen before"]
    assert answer(EventFeed())["Last-Modified"] == "Tue, 03 Nov 2026 10:00:00 GMT"


def test_entry_keeps_its_id_when_its_address_is_corrected():
    event = make_event(slug="citylab")
    before = entries(EventFeed())[0]

    changed(event, slug="city-lab")

    after = entries(EventFeed())[0]
    assert after["id"] == before["id"]
    assert after["link"] != before["link"]


def test_feeds_say_who_they_are_and_whose():
    make_city(name_en="Pori", is_home=True)

    found = []
    for feed, path in [
        (EventFeed(), "/en/events/feed/"),
        (EventChangeFeed(), "/en/events/changes/feed/"),
    ]:
        root = read(feed, path)
        found.append([root.findtext(ATOM + tag) for tag in ("title", "id", f"author/{ATOM}name")])

    author = "Intelligent Cities Challenge – Pori"
    assert found == [
        ["Events – Pori", "http://testserver/en/events/feed/", author],
        ["Changes of events – Pori", "http://testserver/en/events/changes/feed/", author],
    ]


def test_feed_is_in_the_language_of_the_reader():
    make_event(
        slug="lab", title_fi="Laboratorio", title_sv="Laboratorium", summary_fi="Kaksi päivää."
    )

    with override("sv"):
        root = read(EventFeed())
        entry = entries(EventFeed())[0]

    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"
    assert [entry["title"], entry["link"], entry["summary"]] == [
        "Laboratorium",
        "http://testserver/sv/events/lab/",
        "<p>16–19.2.2021</p><p>Kaksi päivää.</p>",
    ]


@pytest.mark.parametrize("feed", [EventFeed(), EventChangeFeed()])
def test_feeds_tell_only_of_public_events(feed):
    shown = make_event(title_en="Shown")
    withdrawn = make_event(title_en="Withdrawn")
    of_hidden_programme = make_event(title_en="Of a hidden programme")
    for event in (shown, withdrawn, of_hidden_programme):
        changed(event, starts_on="2021-02-17")
    make_event(title_en="Draft", is_public=False)

    changed(withdrawn, is_public=False)
    of_hidden_programme.programme.is_public = False
    of_hidden_programme.programme.save()

    assert titles(feed) == ["Shown"]


@pytest.mark.parametrize("feed", [EventFeed(), EventChangeFeed()])
def test_join_link_is_in_no_feed(feed):
    event = make_event(title_en="Lab", join_url="https://meet.example.org/", place_fi="Pori")
    changed(event, join_url="https://meet.example.org/new", place_fi="Ulvila")

    content = answer(feed).content.decode()

    assert titles(feed) == ["Lab"]
    assert "meet.example.org" not in content


@pytest.mark.parametrize("feed", [EventFeed(), EventChangeFeed()])
def test_feed_asks_as_many_queries_for_three_rows_as_for_one(feed):
    def count_queries():
        with CaptureQueriesContext(connection) as queries:
            count = len(titles(feed))
        return count, len(queries)

    changed(make_event(), starts_on="2021-02-17")
    for_one = count_queries()
    for _n in range(2):
        changed(make_event(), starts_on="2021-02-17")

    for_three = count_queries()

    assert (for_one[0], for_three[0]) == (1, 3)
    assert for_three[1] == for_one[1]


@pytest.mark.parametrize("feed", [EventFeed(), EventChangeFeed()])
def test_feed_holds_the_latest_fifty(feed):
    for number in range(51):
        changed(make_event(title_en=f"Event {number}"), starts_on="2021-02-17")

    assert titles(feed) == [f"Event {number}" for number in range(50, 0, -1)]


def test_text_of_an_event_is_text_and_not_html():
    event = make_event(title_en="R&D <b>", summary_en="<script>", starts_on="", ends_on="")
    changed(event, place_fi="<i>Pori</i>")

    event_entry, change_entry = entries(EventFeed())[0], entries(EventChangeFeed())[0]

    assert event_entry["title"] == "R&D <b>"
    assert event_entry["summary"] == "<p>time not known</p><p>&lt;script&gt;</p>"
    assert change_entry["summary"] == (
        "<p>The place has changed: not known → &lt;i&gt;Pori&lt;/i&gt;</p>"
    )


def test_control_characters_from_slides_do_not_break_the_feed():
    make_event(title_en="City\x0b Lab", summary_en="Two\x0c days")

    entry = entries(EventFeed())[0]

    assert entry["title"] == "City Lab"
    assert entry["summary"] == "<p>16–19 February 2021</p><p>Two days</p>"


def test_entry_of_a_change_tells_what_had_been_said_and_leads_to_it(time_machine):
    event = make_event(slug="lab", title_en="City Lab", starts_on="2020-09-28", ends_on="")
    time_machine.move_to("2026-11-23 12:00+02:00", tick=False)

    change = changed(event, status="cancelled")

    assert entries(EventChangeFeed()) == [
        {
            "title": "City Lab",
            "link": "http://testserver/en/events/lab/#changes",
            "updated": "2026-11-23T10:00:00+00:00",
            "id": f"tag:testserver,2026:en/event-change/{change.pk}",
            "summary": "<p>The status has changed: scheduled → cancelled</p>",
        }
    ]


DAY = {"starts_on": "2020-09-28", "ends_on": "2020-09-28"}
HOURS = DAY | {"starts_time": "10:00", "ends_time": "12:00"}


@pytest.mark.parametrize(
    ("first", "then", "sentence"),
    [
        (
            DAY,
            {"starts_on": "2020-10-01", "ends_on": "2020-10-01"},
            "The time has changed: 28 September 2020 → 1 October 2020",
        ),
        (
            DAY,
            {"starts_on": "2020-10", "ends_on": ""},
            "The time has changed: 28 September 2020 → October 2020",
        ),
        (
            DAY,
            {"starts_on": "", "ends_on": ""},
            "The time has changed: 28 September 2020 → time not known",
        ),
        (
            HOURS,
            {"starts_time": "09:00"},
            "The time has changed: 28 September 2020, 10:00–12:00, Finnish time → "
            "28 September 2020, 09:00–12:00, Finnish time",
        ),
        (
            HOURS,
            {"time_zone": "Europe/Brussels"},
            "The time has changed: 28 September 2020, 10:00–12:00, Finnish time → "
            "28 September 2020, 10:00–12:00, Europe/Brussels (UTC+02:00)",
        ),
        (
            DAY,
            {"time_zone": "Europe/Brussels"},
            "The time zone has changed: Europe/Helsinki → Europe/Brussels",
        ),
        (
            {"starts_on": "2020-09", "ends_on": ""},
            {"ends_on": "2020-09"},
            "The time has been given more exactly: September 2020",
        ),
    ],
)
def test_change_of_time_is_told_as_a_sentence(first, then, sentence):
    event = make_event(**first)

    change = changed(event, **then)

    assert change_in_words(change) == sentence


@pytest.mark.parametrize(
    ("first", "then", "sentence"),
    [
        (
            {"place_fi": "Pori"},
            {"place_fi": "Ulvila"},
            "The place has changed: Pori → Ulvila",
        ),
        (
            {"place_fi": "Pori"},
            {"place_fi": ""},
            "The place has changed: Pori → not known",
        ),
        (
            {"place_fi": "Pori", "address": "Yrjönkatu 6"},
            {"address": "Hallituskatu 12"},
            "The place has changed: Pori, Yrjönkatu 6 → Pori, Hallituskatu 12",
        ),
        (
            {"place_fi": "Pori", "mode": "onsite"},
            {"mode": "hybrid"},
            "The way of taking part has changed: on site → hybrid",
        ),
        (
            {},
            {"mode": "online"},
            "The way of taking part has changed: not known → online",
        ),
        (
            {"place_fi": "Pori", "mode": "onsite"},
            {"place_fi": "", "mode": "online"},
            "The place has changed: Pori, on site → online",
        ),
        (
            {"place_fi": "Pori"},
            {"place_sv": "Björneborg"},
            "The name of the place has been edited: Pori",
        ),
    ],
)
def test_change_of_place_is_told_as_a_sentence(first, then, sentence):
    event = make_event(**first)

    change = changed(event, **then)

    assert change_in_words(change) == sentence


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("postponed", "The status has changed: scheduled → postponed"),
        ("moved", "The status has changed: scheduled → moved"),
        ("cancelled", "The status has changed: scheduled → cancelled"),
    ],
)
def test_change_of_status_is_told_as_a_sentence(status, sentence):
    event = make_event()

    change = changed(event, status=status)

    assert change_in_words(change) == sentence


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [("fi", "Pori", "Ulvila"), ("sv", "Björneborg", "Ulvsby"), ("en", "Pori", "Ulvila")],
)
def test_place_is_named_in_the_language_of_the_reader(language, before, after):
    event = make_event(place_fi="Pori", place_sv="Björneborg")
    change = changed(event, place_fi="Ulvila", place_sv="Ulvsby")

    with override(language):
        sentence = change_in_words(change)

    assert sentence.endswith(f": {before} → {after}")


def test_time_of_day_is_written_as_the_reader_writes_it():
    event = make_event(**HOURS)
    change = changed(Event.objects.get(pk=event.pk), starts_time="09:00")

    with override("fi"):
        sentence = change_in_words(change)

    assert "28.9.2020 klo 10.00–12.00" in sentence
    assert "28.9.2020 klo 09.00–12.00" in sentence
