from datetime import time

import pytest
from django.utils import timezone, translation

from events.models import AgendaItem, Event, EventBasket, EventChange, Takeaway
from tests.factories import (
    make_action,
    make_basket,
    make_benefit,
    make_event,
    make_programme,
)
from tests.refusals import refused, said

pytestmark = pytest.mark.django_db


def test_event_cannot_end_before_it_starts():
    refused(make_event, starts_on="2022-06-02", ends_on="2022-06-01")


def test_joint_event_number_occurs_once_in_a_programme():
    event = make_event(joint_event_number=1)
    make_event(joint_event_number=1)
    make_event(programme=event.programme)
    make_event(programme=event.programme)

    refused(make_event, programme=event.programme, joint_event_number=1)


def test_joint_events_are_numbered_from_1():
    refused(make_event, joint_event_number=0)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_upcoming"),
    [
        ("2026-11-23", "2026-11-23", True),
        ("2026-11-20", "2026-11-23", True),
        ("2026-11-22", "2026-11-22", False),
        ("2026-11-22", "", False),
        ("2026-11", "", True),
        ("2026", "", True),
        ("2026-10", "", False),
        ("2026-10", "2026-11", True),
        ("2027-02-01", "", True),
        ("", "", True),
        ("", "2026-11-22", False),
    ],
)
def test_event_is_upcoming_until_the_last_day_it_can_have(
    time_machine, starts_on, ends_on, is_upcoming
):
    time_machine.move_to("2026-11-23 12:00+02:00")

    event = make_event(starts_on=starts_on, ends_on=ends_on)

    assert list(Event.objects.upcoming()) == ([event] if is_upcoming else [])
    assert list(Event.objects.past()) == ([] if is_upcoming else [event])


@pytest.mark.parametrize(
    ("now", "is_upcoming"),
    [("2026-11-23 23:59+02:00", True), ("2026-11-24 00:00+02:00", False)],
)
def test_day_ends_at_midnight_in_finland(time_machine, now, is_upcoming):
    make_event(starts_on="2026-11-23", ends_on="2026-11-23")

    time_machine.move_to(now)

    assert Event.objects.upcoming().exists() == is_upcoming


def test_event_is_public_only_with_its_programme_and_when_its_time_has_come():
    event = make_event()
    due = make_event(publish_at=timezone.now())
    make_event(is_public=False)
    make_event(publish_at=timezone.now() + timezone.timedelta(minutes=1))
    make_event(programme=make_programme(is_public=False))

    assert set(Event.objects.public()) == {event, due}


@pytest.mark.parametrize(
    ("now", "is_upcoming"),
    [("2026-03-29 06:59+00:00", True), ("2026-03-29 07:00+00:00", False)],
)
def test_event_with_a_time_is_over_when_it_ends(time_machine, now, is_upcoming):
    event = make_event(
        starts_on="2026-03-29", starts_time="09:00", ends_on="2026-03-29", ends_time="10:00"
    )

    time_machine.move_to(now)

    event.refresh_from_db()
    assert Event.objects.upcoming().exists() == is_upcoming
    assert event.is_over != is_upcoming


def test_event_is_over_by_the_clock_of_its_own_zone():
    brussels = make_event(
        starts_on="2026-10-25",
        starts_time="09:00",
        ends_on="2026-10-25",
        ends_time="10:00",
        time_zone="Europe/Brussels",
    )

    assert brussels.over_at.isoformat() == "2026-10-25T10:00:00+01:00"


def test_postponed_event_is_still_to_come_and_cancelled_one_passes():
    postponed = make_event(starts_on="2020-01-01", ends_on="2020-01-01", status="postponed")
    cancelled = make_event(starts_on="2020-01-01", ends_on="2020-01-01", status="cancelled")

    assert list(Event.objects.upcoming()) == [postponed]
    assert list(Event.objects.past()) == [cancelled]


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": "2022-06", "ends_on": "", "starts_time": "10:00"},
        {"starts_on": "2022-06-01", "ends_on": "2022-06-01", "ends_time": "10:00"},
        {"starts_on": "2022-06-01", "ends_on": "", "starts_time": "10:00", "ends_time": "11:00"},
        {
            "starts_on": "2022-06-01",
            "ends_on": "2022-06-01",
            "starts_time": "10:00",
            "ends_time": "09:59",
        },
        {
            "registration_opens_at": "2022-06-02 00:00+00:00",
            "registration_closes_at": "2022-06-01 00:00+00:00",
        },
    ],
)
def test_times_that_cannot_be_are_refused(fields):
    refused(make_event, **fields)


def test_event_over_midnight_ends_on_the_next_day():
    event = make_event(
        starts_on="2024-02-29", starts_time="22:00", ends_on="2024-03-01", ends_time="01:00"
    )

    event.refresh_from_db()
    assert (event.ends_at - event.starts_at).total_seconds() == 3 * 60 * 60


def test_time_that_the_clocks_skip_is_refused_with_a_sentence():
    event = make_event(starts_on="2026-03-29", ends_on="2026-03-29", starts_time=time(3, 30))

    with translation.override("en"):
        assert said(event) == {"starts_time": ["The clocks skip this time on that day."]}


def test_unknown_time_zone_is_refused_with_a_sentence():
    event = make_event()
    event.time_zone = "Europe/Pori"

    with translation.override("en"):
        assert said(event) == {
            "time_zone": ["“Europe/Pori” is not a time zone. Write one such as Europe/Helsinki."]
        }


def test_event_is_not_part_of_itself():
    event = make_event()

    refused(Event.objects.update, part_of=event)


def test_event_has_baskets_of_its_own_programme():
    event = make_event()
    EventBasket.objects.create(event=event, basket=make_basket(programme=event.programme))

    refused(EventBasket.objects.create, event=event, basket=make_basket())
    refused(EventBasket.objects.create, event=event, basket=event.baskets.get())


def test_takeaway_becomes_an_action_or_a_benefit_and_not_both():
    event = make_event()
    Takeaway.objects.create(event=event, title_fi="Oppi", action=make_action())

    refused(
        Takeaway.objects.create,
        event=event,
        title_fi="Oppi",
        action=make_action(),
        benefit=make_benefit(),
    )


def change(event, **fields):
    event = Event.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()


def test_change_of_time_place_or_status_is_recorded_by_itself():
    event = make_event(place_fi="Pori")

    change(event, starts_on="2021-02-17", place_fi="Turku", status="moved", title_fi="Uusi nimi")

    recorded = {each.kind: (each.before, each.after) for each in event.changes.all()}
    assert recorded.keys() == {"time", "place", "status"}
    assert recorded["status"] == ({"status": "scheduled"}, {"status": "moved"})
    assert recorded["time"][0]["starts_on"] == "2021-02-16"
    assert recorded["time"][1]["starts_on"] == "2021-02-17"
    assert recorded["place"][0]["place_fi"] == "Pori"


def test_change_that_nobody_could_have_seen_is_not_recorded():
    hidden = make_event(is_public=False)
    seen = make_event()

    change(hidden, starts_on="2021-02-17")
    change(seen, title_fi="Uusi nimi", summary_fi="Uusi tiivistelmä")

    assert not EventChange.objects.exists()


def test_copy_is_a_new_unpublished_event_with_the_same_agenda():
    event = make_event(joint_event_number=1, city_role="host", closed_on="2022-01-01")
    AgendaItem.objects.create(event=event, title_fi="Avaus")
    EventBasket.objects.create(event=event, basket=make_basket(programme=event.programme))
    Takeaway.objects.create(event=event, title_fi="Oppi")

    copy = event.copy()

    assert (copy.is_public, copy.joint_event_number, copy.closed_on) == (False, None, None)
    assert copy.title_fi == event.title_fi
    assert [item.title_fi for item in copy.agenda.all()] == ["Avaus"]
    assert list(copy.baskets.all()) == list(event.baskets.all())
    assert not copy.takeaways.exists()
    assert Event.objects.get(pk=event.pk).joint_event_number == 1


def test_past_event_with_a_part_of_the_home_city_awaits_closing():
    awaiting = make_event(city_role="speaker")
    make_event(city_role="speaker", closed_on="2022-01-01")
    make_event(city_role="")
    make_event(city_role="speaker", starts_on="2999", ends_on="")

    assert list(Event.objects.awaiting_closing()) == [awaiting]
    assert awaiting.awaits_closing


def test_event_stands_between_its_neighbours_in_its_programme():
    first = make_event(starts_on="2020", ends_on="")
    programme = first.programme
    middle = make_event(programme=programme, starts_on="2020-05-05", ends_on="", slug="a")
    same_day = make_event(programme=programme, starts_on="2020-05-05", ends_on="", slug="b")
    make_event(programme=programme, starts_on="", ends_on="")
    make_event(starts_on="2020-03", ends_on="")

    known = Event.objects.filter(programme=first.programme)
    assert list(known.before(same_day.starts_on, same_day.slug)) == [middle, first]
    assert list(known.after(first.starts_on, first.slug)) == [middle, same_day]


def test_part_of_an_event_has_no_parts_of_its_own():
    part = make_event(part_of=make_event())
    event = make_event()
    event.part_of = part

    with translation.override("en"):
        assert said(event) == {"part_of": ["Choose a whole event: this is itself a part."]}
