"""Pages that have nothing to show, that have a lot, and whose words are longer than a screen."""

import pytest
from playwright.sync_api import expect

from events.models import Event
from programme.models import StrategyAction
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "kaupunkiympäristötoimialasuunnitteluvuorovaikutteisuuskehittämistyöryhmä"
LISTS = [
    "/fi/",
    "/fi/programmes/",
    "/fi/baskets/",
    "/fi/cities/",
    "/fi/events/",
    "/fi/actions/",
    "/fi/strategies/",
    "/fi/indicators/",
    "/fi/progress/",
    "/fi/benefits/",
    "/fi/news/",
    "/fi/corrections/",
]


def fits(page):
    """Whether nothing makes the page wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [320, 768])
def test_pages_with_nothing_to_show_say_so_and_fit(page, width):
    page.set_viewport_size({"width": width, "height": 800})

    too_wide = []
    for address in LISTS:
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main p:visible").first).not_to_be_empty()
        if not fits(page):
            too_wide.append(address)

    assert too_wide == []


@pytest.fixture
def long_words(transactional_db):
    """One of each thing with a name of one endless word; the addresses of their pages."""
    programme = factories.make_programme(name_fi=LONG, short_name=LONG[:30], summary_fi=LONG)
    factories.make_phase(programme=programme, name_fi=LONG)
    basket = factories.make_basket(programme=programme, name_fi=LONG, official_name=LONG)
    city = factories.make_city(is_home=True, name_fi=LONG, native_name=LONG)
    participation = factories.make_participation(city=city, programme=programme)
    factories.make_membership(participation=participation, basket=basket)
    strategy = factories.make_strategy(programme=programme, name_fi=LONG, adopted_by_fi=LONG)
    objective = factories.make_objective(strategy=strategy, name_fi=LONG)
    action = factories.make_action(
        strategy=strategy, objective=objective, basket=basket, title_fi=LONG, aim_fi=LONG
    )
    action.organisations.add(factories.make_organisation(name_fi=LONG))
    factories.make_milestone(action=action, title_fi=LONG)
    indicator = factories.make_indicator(name_fi=LONG, unit_fi=LONG[:50], scope_fi=LONG)
    factories.make_value(indicator=indicator, starts_on="2021", ends_on="2021", value=1)
    factories.make_value(indicator=indicator, starts_on="2022", ends_on="2022", value=987654321)
    action.indicators.add(indicator)
    event = factories.make_event(programme=programme, title_fi=LONG, place_fi=LONG, body_fi=LONG)
    event.baskets.add(basket)
    factories.make_benefit(programme=programme, title_fi=LONG, description_fi=LONG)
    factories.make_news(title_fi=LONG, summary_fi=LONG)
    things = [programme, basket, city, strategy, action, indicator, event]
    return [thing.get_absolute_url() for thing in things]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_endless_words_break_and_make_no_page_wider(page, long_words, width):
    page.set_viewport_size({"width": width, "height": 800})

    too_wide = []
    for address in LISTS + long_words:
        page.goto(address)
        if not fits(page):
            too_wide.append(address)

    assert too_wide == []


@pytest.mark.parametrize("address", ["/fi/", "/fi/actions/", "/fi/events/", "/fi/strategies/plan/"])
def test_500_of_each_fit_and_leave_the_way_on_in_reach(page, address):
    programme = factories.make_programme()
    strategy = factories.make_strategy(programme=programme, slug="plan")
    actions = [
        StrategyAction(strategy=strategy, code=f"1.A.{n}", title_fi=f"Toimi {n}", is_public=True)
        for n in range(500)
    ]
    StrategyAction.objects.bulk_create(actions)
    events = [
        Event(
            programme=programme,
            slug=f"event-{n}",
            title_fi=f"Tapahtuma {n}",
            kind="seminar",
            starts_on="2021-02-16",
            ends_on="2021-02-16",
            is_public=True,
        )
        for n in range(500)
    ]
    Event.objects.bulk_create(events)
    page.set_viewport_size({"width": 320, "height": 800})

    page.goto(address)

    assert fits(page)
    expect(page.locator("main li, main td").first).to_be_visible()
    if address in ("/fi/actions/", "/fi/events/"):
        expect(page.locator(".pages a[rel=next]")).to_be_visible()
