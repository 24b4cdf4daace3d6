"""What the API answers, page by page, in one language or in all, and how it refuses."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from open_data.datasets import DATASETS
from programme.models import City
from tests import factories

pytestmark = pytest.mark.django_db


def get(client, path, **query):
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def ids(answer):
    return [item["id"] for item in answer["items"]]


def pages(client, path):
    while path:
        answer = client.get(path).json()
        yield answer
        path = answer["next"] and answer["next"].removeprefix("http://testserver")


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS.keys())
def test_pages_together_have_all_public_rows(client, public_data, dataset):
    found = list(pages(client, f"/api/v1/{dataset.name}?limit=50"))

    assert [pk for answer in found for pk in ids(answer)] == sorted(
        dataset.rows().values_list("pk", flat=True)
    )


def test_paging_is_stable_when_rows_are_added_and_taken_away(client):
    cities = [factories.make_city(slug=f"city-{n}") for n in range(5)]

    first = get(client, "cities", limit=2)
    factories.make_city(slug="a-new-one")
    City.objects.filter(pk=cities[0].pk).update(is_public=False)
    rest = client.get(first["next"].replace("limit=2", "limit=9")).json()

    assert ids(first) == [cities[0].pk, cities[1].pk]
    assert ids(rest) == [cities[2].pk, cities[3].pk, cities[4].pk, cities[4].pk + 1]
    assert rest["next"] is None


def test_row_is_found_by_its_key(client):
    action = factories.make_action(code="3.I.70", title_fi="Lisätään kierrätystä")

    item = get(client, "actions/3.I.70")

    assert item["id"] == action.pk
    assert item["title_fi"] == "Lisätään kierrätystä"
    assert item["title_sv"] is None


@pytest.mark.parametrize(
    "path", ["actions/9", "actions/%00", "reports/1", "values/x", "nothing", "a/b"]
)
def test_what_is_not_there_is_a_problem(client, path):
    factories.make_action(code="9", is_public=False)

    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["status"] == 404
    assert response.json()["title"] == "Not Found"


def test_texts_in_one_language_are_those_of_the_pages(client):
    factories.make_basket(slug="one", name_fi="Kori", name_sv="Korg", name_en="")
    factories.make_city(slug="espoo", name_fi="", name_sv="Esbo", name_en="Espoo")

    swedish, english = (get(client, "baskets/one", lang=code) for code in ("sv", "en"))
    finnish = get(client, "cities/espoo", lang="fi")

    assert (swedish["name"], swedish["name_language"]) == ("Korg", "sv")
    assert (english["name"], english["name_language"]) == ("Kori", "fi")
    assert (finnish["name"], finnish["name_language"]) == ("Espoo", "en")
    assert "name_fi" not in swedish


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("actions?status=planning", ["1.A.1"]),
        ("actions?basket=green", ["1.A.2"]),
        ("actions?basket=~none", ["1.A.1"]),
        ("actions?q=puisto", ["1.A.1"]),
        ("actions?strategy=plan", ["1.A.1", "1.A.2"]),
        ("actions?strategy=plan&status=planning&basket=green", []),
    ],
)
def test_actions_are_narrowed_as_on_the_page(client, path, found):
    strategy = factories.make_strategy(slug="plan")
    basket = factories.make_basket(slug="green", programme=strategy.programme)
    shared = {"strategy": strategy}
    factories.make_action(code="1.A.1", status="planning", title_fi="Puiston valot", **shared)
    factories.make_action(code="1.A.2", status="completed", basket=basket, **shared)

    assert [item["code"] for item in get(client, path)["items"]] == found


def test_events_and_cities_are_narrowed_as_on_their_pages(client):
    programme = factories.make_programme(slug="icc")
    event = factories.make_event(
        programme=programme, starts_on="2026-05", ends_on="", kind="seminar"
    )
    factories.make_event(starts_on="2021", ends_on="")
    part = factories.make_participation(programme=programme, role="core", role_basis="stated")
    factories.make_city(country="BE")

    assert ids(get(client, "events", year="2026", programme="icc", kind="seminar")) == [event.pk]
    assert ids(get(client, "events", year="1999")) == []
    assert ids(get(client, "cities", role="core")) == [part.city_id]
    assert ids(get(client, "cities", q="belgia", lang="fi")) == [part.city_id + 1]
    assert ids(get(client, "participations", city=part.city.slug)) == [part.pk]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("actions?colour=red", 422, "colour: There is no such parameter."),
        ("actions/x?colour=red", 422, "colour: There is no such parameter."),
        ("actions?status=lost", 422, "status: Input should be"),
        ("actions?limit=0", 422, "limit: Input should be greater than or equal to 1"),
        ("actions?limit=201", 422, "limit: Input should be less than or equal to 200"),
        ("actions?after=x", 422, "after: Input should be a valid integer"),
        ("actions?lang=de", 422, "lang: Input should be 'fi', 'sv' or 'en'"),
        ("actions?modified_since=2026", 422, "an instant looks like"),
        ("actions?modified_since=2026-02-30T00:00:00Z", 422, "there is no such instant"),
        ("actions?basket=lost", 404, "“lost” is not known among baskets."),
        ("actions?basket=%00", 404, "is not known among baskets."),
        ("actions?theme=lost", 404, "“lost” is not known as theme."),
        ("values?indicator=lost", 404, "“lost” is not known among indicators."),
        ("values?indicator=%00", 404, "is not known among indicators."),
        ("?page=2", 422, "page: There are none here."),
        (f"actions?q={'q' * 101}", 422, "q: String should have at most 100 characters"),
        (f"actions?q={'q' * 2001}", 400, "its query is too long"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(client, path, status, said):
    factories.make_action()

    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert said in response.json()["detail"]


def test_draft_is_not_known_as_a_reference(client):
    indicator = factories.make_indicator(slug="hidden", is_public=False)
    factories.make_value(indicator=indicator)

    assert client.get("/api/v1/values?indicator=hidden").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)("/api/v1/actions")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"


def test_any_site_may_ask(client):
    answer = client.get("/api/v1/actions", headers={"Origin": "https://example.org"})
    preflight = client.options("/api/v1/actions", headers={"Origin": "https://example.org"})
    file = client.get("/data/actions.csv")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert preflight["Access-Control-Allow-Origin"] == file["Access-Control-Allow-Origin"] == "*"


def test_answer_needs_no_cookie_and_no_language_of_the_browser(client, public_data):
    finnish, swedish = (
        client.get("/api/v1/actions", headers={"Accept-Language": code}) for code in ("fi", "sv")
    )

    assert not finnish.cookies
    assert "Vary" not in finnish.headers
    assert finnish["Cache-Control"].startswith("public, max-age=")
    assert finnish.content == swedish.content


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/actions",
        "/api/v1/actions?modified_since=2020-01-01T00:00:00Z",
        "/api/v1/openapi.json",
    ],
)
def test_answer_that_has_not_changed_is_not_sent_again(client, public_data, path):
    first = client.get(path)

    second = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert (second.status_code, second.content) == (304, b"")


def test_head_has_the_headers_only(client, public_data):
    response = client.head("/api/v1/actions")

    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Type"] == "application/json"
    assert client.head("/data/actions.csv")["Content-Type"] == "text/csv; charset=utf-8"


@pytest.fixture
def counting(settings, db):
    """A cache that counts, as in production."""
    settings.CACHES = {"default": settings.CACHES["counting"]}
    cache.clear()
    settings.API_LIMIT = 3


def test_who_asks_too_often_is_told_when_to_ask_again(client, counting, time_machine):
    time_machine.move_to("2026-11-23T10:00:20Z", tick=False)
    statuses = [client.get("/api/v1/actions").status_code for _each in range(3)]

    refused = client.get("/api/v1/actions")
    of_another = client.get("/api/v1/actions", REMOTE_ADDR="192.0.2.7")
    time_machine.move_to("2026-11-23T10:01:00Z", tick=False)
    later = client.get("/api/v1/actions")

    assert statuses == [200, 200, 200]
    assert (refused.status_code, refused["Retry-After"]) == (429, "40")
    assert refused.json()["title"] == "Too Many Requests"
    assert (of_another.status_code, later.status_code) == (200, 200)


def test_client_behind_our_proxy_is_counted_by_its_own_address(client, counting, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(*addresses):
        return client.get("/api/v1/actions", headers={"X-Forwarded-For": ", ".join(addresses)})

    for _each in range(4):
        ask("192.0.2.1")

    assert ask("192.0.2.1").status_code == 429
    assert ask("192.0.2.9", "192.0.2.1").status_code == 429
    assert ask("192.0.2.2").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_questions_does_not_grow(client, count, django_assert_num_queries):
    for _each in range(count):
        factories.make_action().goals.create(goal=1)

    with django_assert_num_queries(3):
        assert len(get(client, "actions")["items"]) == count


def test_removed_parent_hides_its_parts(client):
    item = factories.make_event(removed_at=timezone.now()).agenda.create(title_fi="Avaus")

    assert item.pk not in ids(get(client, "agenda-items"))
    assert get(client, "agenda-items")["items"] == []


def test_index_names_every_dataset(client):
    answer = get(client, "")

    assert [each["name"] for each in answer["datasets"]] == list(DATASETS)
    for each in answer["datasets"]:
        assert client.get(each["url"]).status_code == 200
