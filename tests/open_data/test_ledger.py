"""Who keeps a copy is told what has changed and what has gone, and nothing of what was never public."""

import pytest
from django.utils import timezone

from events.models import EventBasket
from open_data.datasets import DATASETS
from open_data.models import Published
from programme.models import City, Programme
from tests import factories
from tests.open_data.test_api import get, ids, pages

pytestmark = pytest.mark.django_db
EVER = "1971-01-01T00:00:00Z"


def changes(client, path, since=EVER, **query):
    return get(client, path, modified_since=since, **query)


def keys_gone(answer):
    return [gone["key"] for gone in answer["gone"]]


def test_first_question_brings_everything(client):
    cities = [factories.make_city() for _each in range(3)]

    answer = changes(client, "cities")

    assert ids(answer) == [city.pk for city in cities]
    assert (answer["gone"], answer["next"]) == ([], None)


@pytest.mark.parametrize(
    ("since", "number"),
    [
        ("0001-01-01T00:00:00+14:00", 1),
        ("1970-12-31T23:59:59Z", 1),
        ("2026-11-23T10:00:00.5-21:20", 1),
        ("2026-11-23T10:00:00+02:00", 1),
        ("6817-10-24T02:26:27-21:20", 0),
        ("9999-12-31T23:59:59-23:59", 0),
    ],
)
def test_instant_may_lie_anywhere(client, time_machine, since, number):
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    factories.make_city()

    assert len(ids(changes(client, "cities", since))) == number


def test_second_question_brings_what_has_changed_since(client):
    same, changed = factories.make_city(), factories.make_city()
    first = changes(client, "cities")

    City.objects.filter(pk=changed.pk).update(name_sv="Staden")
    new = factories.make_city()
    second = changes(client, "cities", first["as_of"])
    third = changes(client, "cities", second["as_of"])

    assert ids(first) == [same.pk, changed.pk]
    assert ids(second) == [changed.pk, new.pk]
    assert ids(third) == []
    assert third["as_of"] == second["as_of"] > first["as_of"]


@pytest.mark.parametrize(
    "hidden",
    [{"is_public": False}, {"removed_at": timezone.now()}, {"publish_at": "2999-01-01T00:00Z"}],
)
def test_what_is_no_longer_public_is_told_to_have_gone(client, hidden):
    city = factories.make_city(slug="lost")
    kept = factories.make_city()
    first = changes(client, "cities")

    City.objects.filter(pk=city.pk).update(**hidden)
    second = changes(client, "cities", first["as_of"])

    assert ids(changes(client, "cities")) == [kept.pk]
    assert ids(second) == []
    assert [(gone["id"], gone["key"]) for gone in second["gone"]] == [(city.pk, "lost")]


def test_deleted_row_is_told_to_have_gone_and_its_parts_too(client):
    event = factories.make_event(slug="meeting")
    key = str(event.agenda.create(title_fi="Avaus").pk)
    events, items = changes(client, "events"), changes(client, "agenda-items")

    event.delete()

    assert keys_gone(changes(client, "events", events["as_of"])) == ["meeting"]
    assert keys_gone(changes(client, "agenda-items", items["as_of"])) == [key]


def test_draft_leaves_no_trace(client):
    draft = factories.make_city(slug="secret", is_public=False)
    first = changes(client, "cities")

    draft.delete()
    second = changes(client, "cities", first["as_of"])

    assert (ids(first), first["gone"]) == ([], [])
    assert (ids(second), second["gone"]) == ([], [])
    assert not Published.objects.filter(key="secret").exists()


def test_row_that_comes_back_is_here_again(client):
    city = factories.make_city()
    changes(client, "cities")
    City.objects.update(is_public=False)
    gone = changes(client, "cities")

    City.objects.update(is_public=True)
    back = changes(client, "cities", gone["as_of"])

    assert (ids(gone), len(gone["gone"])) == ([], 1)
    assert (ids(back), back["gone"]) == ([city.pk], [])


def test_change_of_a_parent_is_one_of_what_it_hides(client):
    programme = factories.make_programme(slug="icc")
    event = factories.make_event(programme=programme)
    first = changes(client, "events")

    Programme.objects.filter(pk=programme.pk).update(slug="icc-1")
    renamed = changes(client, "events", first["as_of"])
    Programme.objects.filter(pk=programme.pk).update(is_public=False)
    hidden = changes(client, "events", renamed["as_of"])

    assert [item["programme"] for item in renamed["items"]] == ["icc-1"]
    assert (ids(hidden), keys_gone(hidden)) == ([], [event.slug])


def test_change_of_a_list_is_one_of_the_row(client):
    event, other = factories.make_event(), factories.make_event()
    basket = factories.make_basket(programme=event.programme)
    first = changes(client, "events")

    EventBasket.objects.create(event=event, basket=basket)
    second = changes(client, "events", first["as_of"])

    assert ids(first) == [event.pk, other.pk]
    assert [item["baskets"] for item in second["items"]] == [[basket.slug]]


def test_row_becomes_public_as_its_time_comes(client, time_machine):
    time_machine.move_to("2026-11-23T10:00:00Z", tick=False)
    factories.make_city(slug="here")
    coming = factories.make_city(slug="coming", publish_at="2026-11-24T00:00:00Z")
    first = changes(client, "cities")

    time_machine.move_to("2026-11-24T00:00:01Z", tick=False)
    second = changes(client, "cities", first["as_of"])

    assert coming.pk not in ids(first)
    assert ids(second) == [coming.pk]


def test_save_without_a_change_is_no_change(client):
    basket = factories.make_basket()
    first = changes(client, "phases")
    phase = factories.make_phase(programme=basket.programme)
    second = changes(client, "phases", first["as_of"])

    phase.save()
    third = changes(client, "phases", second["as_of"])

    assert ids(second) == [phase.pk]
    assert ids(third) == []


def test_changes_come_in_pages_with_what_has_gone_among_them(client):
    cities = [factories.make_city() for _each in range(5)]
    changes(client, "cities")
    City.objects.filter(pk=cities[2].pk).update(is_public=False)

    found = list(pages(client, f"/api/v1/cities?modified_since={EVER}&limit=2"))

    assert [ids(answer) for answer in found] == [
        [cities[0].pk, cities[1].pk],
        [cities[3].pk],
        [cities[4].pk],
    ]
    assert [keys_gone(answer) for answer in found] == [[], [cities[2].slug], []]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_questions_does_not_grow(client, count, django_assert_num_queries):
    for _each in range(count):
        factories.make_city()
    first = changes(client, "cities")

    # The mark, the changes and times, the ledger, the rows.
    with django_assert_num_queries(1 + 3 + 1 + 1):
        assert len(ids(changes(client, "cities"))) == count
    assert first["items"]


@pytest.mark.parametrize("name", DATASETS)
def test_ledger_of_every_dataset_has_its_rows(client, public_data, name):
    answers = list(pages(client, f"/api/v1/{name}?modified_since={EVER}&limit=200"))

    assert [pk for answer in answers for pk in ids(answer)] == sorted(
        DATASETS[name].rows().values_list("pk", flat=True)
    )
