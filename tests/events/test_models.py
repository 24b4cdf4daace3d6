import pytest
from django.utils import timezone

from events.models import Event
from tests.factories import make_event, make_programme
from tests.refusals import refused

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
