"""Sets that are built once in a process."""

from datetime import UTC, datetime

from programme.building import made_once
from programme.models import City
from tests.factories import make_city


def test_what_is_made_once_is_made_once_and_asked_each_time_anew(db, time_machine):
    made = []

    @made_once
    def cities():
        made.append("cities")
        return City.objects.public().order_by("slug")

    make_city(slug="pori", publish_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    told = []
    for hour in (11, 12):
        time_machine.move_to(datetime(2026, 3, 1, hour, tzinfo=UTC))
        told.append([city.slug for city in cities()])
    make_city(slug="turku")

    assert told == [[], ["pori"]]
    assert [city.slug for city in cities()] == ["pori", "turku"]
    assert made == ["cities"]


def test_who_narrows_what_is_made_once_narrows_a_copy(db):
    @made_once
    def cities():
        return City.objects.order_by("slug")

    make_city(slug="pori")
    make_city(slug="turku")

    assert cities().filter(slug="turku").count() == 1
    assert cities().count() == 2
