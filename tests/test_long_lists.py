"""What pages show of lists that have grown long: a beginning, and the way to the rest."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.forms import BenefitFilterForm
from icc_site.sitemaps import InEachLanguage, PublicSitemap
from programme import cutting, maps
from programme.cutting import Beginning
from programme.models import City, StrategyAction
from programme.models.publication import hidden, published
from programme.prepared import Prepared
from programme.templatetags.map_tags import city_map
from tests.factories import make_action, make_benefit, make_city, make_event


@pytest.fixture(autouse=True)
def prepared_with_these_limits():
    for query in Prepared.every:
        query.forget()
    yield
    for query in Prepared.every:
        query.forget()


@pytest.mark.django_db
def test_a_beginning_knows_whether_there_are_more(django_assert_num_queries):
    cities = City.objects.filter(pk__in=[make_city().pk for _n in range(3)])

    with django_assert_num_queries(1):
        whole = Beginning.of(cities, most=3)
        assert (len(whole), whole.has_more, whole.number) == (3, False, 3)
    with django_assert_num_queries(2):
        cut = Beginning.of(cities, most=2)
        assert (len(cut), cut.has_more, cut.number) == (2, True, 3)


def test_a_beginning_has_a_beginning_of_its_own():
    whole = Beginning([1, 2, 3], lambda: 3)
    cut = Beginning([1, 2, 3], lambda: 9, most=2)

    assert [(list(each), each.has_more, each.number) for each in (whole.cut(3), whole.cut(2))] == [
        ([1, 2, 3], False, 3),
        ([1, 2], True, 3),
    ]
    assert (cut.cut(2), cut.cut(2).has_more, cut.cut(2).number) == ([1, 2], True, 9)


@pytest.mark.django_db
def test_a_full_map_shows_home_and_the_most_populous_cities(monkeypatch):
    monkeypatch.setattr(maps, "MOST_CITIES", 2)
    place = {"latitude": 50, "longitude": 10}
    for population in (None, 500, 90_000):
        make_city(settlement_population=population, **place)
    home = make_city(is_home=True, settlement_population=10, **place)
    hamlet = City.objects.get(settlement_population=500)

    network = city_map()["network"]
    narrowed = city_map(City.objects.filter(pk=hamlet.pk))["network"]

    assert [dot.city.settlement_population for dot in network.dots] == [
        90_000,
        home.settlement_population,
    ]
    assert network.is_full
    assert [dot.city for dot in narrowed.dots] == [hamlet, home]
    assert [dot.city for dot in narrowed.marked] == [hamlet]


@pytest.mark.parametrize("cut", [True, False])
def test_a_strategy_leads_to_the_rest_of_its_actions(client, db, monkeypatch, cut):
    monkeypatch.setattr("programme.queries.MOST_OF_AN_OBJECTIVE", 1 if cut else 2)
    monkeypatch.setattr(cutting, "MOST", 1)
    first, second = make_action(code="1.A.1"), make_action(code="1.A.2")
    StrategyAction.objects.update(strategy=first.strategy)
    objective = first.strategy.objectives.create(code="1.A", name_fi="Teema")
    StrategyAction.objects.update(objective=objective)

    html = client.get(first.strategy.get_absolute_url()).content.decode()

    assert first.get_absolute_url() in html
    assert (second.get_absolute_url() in html) is not cut
    assert (f"?theme={first.strategy.slug}-1.A" in html) is cut


def test_a_calendar_has_the_latest_events(client, db, monkeypatch):
    monkeypatch.setattr("events.views.MOST_IN_A_CALENDAR", 2)
    for day in ("2024-05-01", "2024-06-01", "2024-04-01"):
        make_event(starts_on=day, ends_on=day)

    text = client.get(reverse("events:event_calendar")).content.decode()

    assert ["20240501" in text, "20240601" in text, "20240401" in text] == [True, True, False]
    assert text.index("20240501") < text.index("20240601")


def test_a_month_shows_its_first_events_and_leads_to_the_year(client, db, monkeypatch):
    monkeypatch.setattr("events.views.MOST_OF_A_MONTH", 1)
    first, second = [make_event(starts_on=day, ends_on=day) for day in ("2024-05-01", "2024-05-02")]

    html = client.get(reverse("events:event_month", args=["2024-05"])).content.decode()

    assert first.get_absolute_url() in html
    assert second.get_absolute_url() not in html
    assert "?year=2024" in html


def test_things_in_each_language_are_cut_anywhere():
    pages = InEachLanguage(["a", "b", "c"])
    whole = [(thing, code) for thing in "abc" for code in ("fi", "sv", "en")]

    assert pages.count() == 9
    assert [pages[start : start + 2] for start in range(9)] == [
        whole[start : start + 2] for start in range(9)
    ]


def test_many_pages_have_a_sitemap_for_each_part(client, db, monkeypatch):
    monkeypatch.setattr(PublicSitemap, "limit", 3)
    cities = [make_city(slug=slug) for slug in ("a-city", "b-city")]

    index = client.get("/sitemap.xml").content.decode()
    part = client.get("/sitemap-city.xml", {"p": 2}).content.decode()

    assert "/sitemap-city.xml</loc>" in index
    assert "/sitemap-city.xml?p=2</loc>" in index
    assert f"<loc>http://testserver{cities[1].get_absolute_url()}</loc>" in part
    assert "a-city" not in part


def test_a_hidden_row_is_one_that_is_not_public(db, time_machine):
    time_machine.move_to("2026-03-01 12:00Z", tick=False)
    now = timezone.now()
    for slug, row in {
        "shown": {},
        "shown-since": {"publish_at": now},
        "draft": {"is_public": False},
        "removed": {"removed_at": now},
        "waiting": {"publish_at": now + timedelta(seconds=1)},
        "draft-removed": {"is_public": False, "removed_at": now, "publish_at": now},
    }.items():
        make_city(slug=slug, **row)

    cities = City.objects.all()
    shown, kept_back = cities.filter(published()), cities.filter(hidden())

    assert [city.slug for city in shown] == ["shown", "shown-since"]
    assert [city.slug for city in kept_back] == ["draft", "draft-removed", "removed", "waiting"]


def test_a_long_choice_offers_its_beginning_and_what_is_chosen(db, monkeypatch):
    monkeypatch.setattr(cutting, "MOST", 1)
    benefit = make_benefit()
    for slug, day in (("late", "2024-05-01"), ("early", "2023-05-01")):
        make_event(slug=slug, starts_on=day, ends_on=day).benefits.add(benefit)

    def offered(**data):
        form = BenefitFilterForm(data)
        return [value for value, _label in form.fields["event"].choices], form.chosen

    assert offered() == (["", "late"], {})
    assert offered(event="late") == (["", "late"], {"event": "late"})
    assert offered(event="early") == (["", "late", "early"], {"event": "early"})
    assert offered(event="unknown\0") == (["", "late"], {})
