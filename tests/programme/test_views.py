import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from programme.models import ActionGoal, ActionOrganisation
from tests import factories
from tests.reporting.factories import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def rich_city(programme=None, basket=None):
    """A city with a part in a programme and a basket."""
    part = factories.make_participation(role="core", role_basis="derived", programme=programme)
    factories.make_membership(participation=part, basket=basket)
    return part.city


def rich_action(strategy=None, **fields):
    """An action with everything that a page shows of it."""
    action = factories.make_action(strategy=strategy, **fields)
    theme = factories.make_objective(strategy=action.strategy)
    action.objective = factories.make_objective(strategy=action.strategy, parent=theme)
    action.save()
    ActionOrganisation.objects.create(action=action, organisation=factories.make_organisation())
    return action


def rich_indicator():
    """An indicator with a value and a target."""
    indicator = factories.make_indicator()
    factories.make_value(indicator=indicator)
    factories.make_value(indicator=indicator, kind="target")
    return indicator


def count_queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries), response.content.decode()


LISTS = {
    "programme:programme_list": factories.make_programme,
    "programme:basket_list": factories.make_basket,
    "programme:city_list": rich_city,
    "programme:strategy_list": factories.make_strategy,
    "programme:action_list": rich_action,
    "programme:indicator_list": rich_indicator,
    "events:benefit_list": factories.make_benefit,
    "programme:news_list": factories.make_news,
    "programme:news_feed": factories.make_news,
    "events:event_list": factories.make_event,
    "reporting:progress": make_round,
    "sitemap": factories.make_city,
    "home": factories.make_event,
}


@pytest.mark.parametrize("url_name", LISTS)
def test_list_asks_as_many_queries_for_three_rows_as_for_one(client, url_name):
    make, address = LISTS[url_name], reverse(url_name)
    make()
    for_one, _html = count_queries(client, address)

    things = [make(), make()]

    for_three, html = count_queries(client, address)
    assert for_three == for_one
    if url_name != "home":
        assert all(_name(thing) in html for thing in things)


def _name(thing):
    names = (getattr(thing, field, "") for field in ("code", "title_fi", "name_en", "name_fi"))
    return thing.slug if hasattr(thing, "country") else next(name for name in names if name)


def test_programme_page_asks_as_many_queries_for_three_of_everything(client):
    programme = factories.make_programme()

    def make():
        factories.make_phase(programme=programme)
        factories.make_basket(programme=programme)
        factories.make_strategy(programme=programme)
        return factories.make_event(programme=programme)

    assert_same_queries(client, programme, make)


def test_basket_page_asks_as_many_queries_for_three_of_everything(client):
    basket = factories.make_basket()

    def make():
        rich_city(programme=basket.programme, basket=basket)
        return rich_action(basket=basket)

    assert_same_queries(client, basket, make)


def test_city_page_asks_as_many_queries_for_three_programmes(client):
    city = factories.make_city()

    def make():
        part = factories.make_participation(city=city)
        factories.make_membership(participation=part)
        return part.programme

    assert_same_queries(client, city, make)


def test_strategy_page_asks_as_many_queries_for_three_actions(client):
    strategy = factories.make_strategy()

    assert_same_queries(client, strategy, lambda: rich_action(strategy=strategy))


def test_action_page_asks_as_many_queries_for_three_of_everything(client):
    action = factories.make_action()

    def make():
        number = action.goals.count() + 1
        ActionGoal.objects.create(action=action, goal=number)
        ActionOrganisation.objects.create(action=action, organisation=factories.make_organisation())
        action.indicators.add(rich_indicator())
        return factories.make_milestone(action=action)

    assert_same_queries(client, action, make)


def test_indicator_page_asks_as_many_queries_for_three_values(client):
    indicator = factories.make_indicator()
    years = iter(["2019", "2020", "2021"])

    def make():
        year = next(years)
        factories.make_value(indicator=indicator, starts_on=year, ends_on=year)
        action = rich_action()
        action.indicators.add(indicator)
        return action

    assert_same_queries(client, indicator, make)


def assert_same_queries(client, thing, make):
    make()
    for_one, _html = count_queries(client, thing.get_absolute_url())
    make()
    shown = make()
    for_three, html = count_queries(client, thing.get_absolute_url())

    assert for_three == for_one
    assert _name(shown) in html


def shown_actions(client, **choices):
    response = client.get(reverse("programme:action_list"), choices)
    return list(response.context["page"]), response.content.decode()


def test_actions_are_narrowed_by_every_choice_at_once(client):
    wanted = rich_action(status="planning", basket=factories.make_basket(slug="green"))
    rich_action(status="planning")
    rich_action(status="completed", basket=wanted.basket)
    organisation = wanted.organisations.get()

    assert shown_actions(client, status="planning", basket="green")[0] == [wanted]
    assert shown_actions(client, organisation=organisation.slug)[0] == [wanted]
    assert len(shown_actions(client)[0]) == 3


def test_theme_holds_the_actions_of_its_target_states(client):
    action = rich_action()
    rich_action()
    theme, slug = action.objective.parent, action.strategy.slug
    direct = factories.make_action(strategy=action.strategy, objective=theme)

    of_theme, _html = shown_actions(client, theme=f"{slug}-{theme.code}")
    of_target_state, _html = shown_actions(client, theme=f"{slug}-{action.objective.code}")

    assert set(of_theme) == {action, direct}
    assert of_target_state == [action]


def test_pages_show_and_find_the_status_that_is_reported(client):
    action = factories.make_action(stated_status="planning", reported_status="completed")

    found, html = shown_actions(client, status="completed")
    page = client.get(action.get_absolute_url()).content.decode()

    assert found == [action]
    assert shown_actions(client, status="planning")[0] == []
    assert '<span class="status status--completed">Completed</span>' in html
    assert '<span class="status status--large status--completed">Completed</span>' in page


@pytest.mark.parametrize(
    ("ends_on", "status", "is_said"),
    [
        ("2024", "implementation", True),
        ("2024", "no_information", True),
        ("2024", "completed", False),
        ("2024", "cancelled", False),
        ("2026", "implementation", False),
        ("", "implementation", False),
    ],
)
def test_action_past_its_planned_time_is_said_without_blame(
    client, time_machine, ends_on, status, is_said
):
    time_machine.move_to("2026-11-23 12:00+02:00")
    action = factories.make_action(starts_on="2022", ends_on=ends_on, stated_status=status)

    page = client.get(action.get_absolute_url()).content.decode()

    assert ("has passed, and the action has not been reported as completed." in page) is is_said
    assert ("The planned time (2022–2024) has passed" in page) is is_said


def test_strategy_shows_its_actions_without_a_theme_too(client):
    strategy = factories.make_strategy()
    themed = factories.make_action(
        strategy=strategy, objective=factories.make_objective(strategy=strategy)
    )
    bare = factories.make_action(strategy=strategy)
    draft = factories.make_action(strategy=strategy, is_public=False)

    page = client.get(strategy.get_absolute_url()).content.decode()

    assert page.count("Actions without a theme") == 1
    assert themed.get_absolute_url() in page
    assert bare.get_absolute_url() in page
    assert draft.get_absolute_url() not in page


def test_unknown_choice_is_ignored_and_said(client):
    action = factories.make_action()

    actions, html = shown_actions(client, status="<late>", theme="x", organisation="\x00")

    assert actions == [action]
    assert "The choice “&lt;late&gt;” is not known and was left out." in html


def test_choices_that_match_nothing_say_how_to_go_on(client):
    factories.make_action()

    actions, html = shown_actions(client, status="completed")

    assert actions == []
    assert "Nothing matches all the choices." in html


def test_hidden_organisation_and_basket_are_not_on_offer(client):
    shown = rich_action(is_public=True)
    hidden = rich_action(is_public=False)
    factories.make_basket(programme=factories.make_programme(is_public=False), name_fi="Salainen")

    _actions, html = shown_actions(client)

    assert shown.organisations.get().name_fi in html
    assert hidden.organisations.get().name_fi not in html
    assert "Salainen" not in html


def test_pages_of_a_list_keep_the_choices(client):
    for _ in range(51):
        factories.make_action(status="planning")

    first, html = shown_actions(client, status="planning")
    second, _html = shown_actions(client, status="planning", page=2)

    assert (len(first), len(second)) == (50, 1)
    assert "?status=planning&amp;page=2" in html


def test_role_and_programme_of_a_city_are_sought_in_one_participation(client):
    mentor, core = factories.make_city(), factories.make_city()
    icc, dcc = factories.make_programme(), factories.make_programme()
    factories.make_participation(city=mentor, programme=icc, role="mentor", role_basis="stated")
    factories.make_participation(city=mentor, programme=dcc)
    factories.make_participation(city=core, programme=icc, role="core", role_basis="stated")

    def cities(**choices):
        response = client.get(reverse("programme:city_list"), choices)
        return set(response.context["page"])

    assert cities(programme=icc.slug, role="mentor") == {mentor}
    assert cities(programme=dcc.slug, role="mentor") == set()
    assert cities(programme=icc.slug) == {mentor, core}
    assert cities(country="FI") == {mentor, core}
    assert cities(country="SE") == {mentor, core}


def test_cities_are_not_found_through_a_hidden_programme(client):
    hidden = factories.make_programme(is_public=False)
    basket = factories.make_basket(programme=hidden)
    member = rich_city(programme=hidden, basket=basket)
    other = rich_city()

    response = client.get(reverse("programme:city_list"), {"role": "core"})

    assert list(response.context["page"]) == [other]
    assert member.slug in client.get(reverse("programme:city_list")).content.decode()


def test_benefits_of_different_standing_stand_apart(client):
    source = "https://example.org/"
    factories.make_benefit(standing="received", source_url=source, title_fi="Saatu")
    factories.make_benefit(standing="expected", title_fi="Odotettu")

    response = client.get(reverse("events:benefit_list"))

    groups = [
        (standing, [b.title_fi for b in group]) for standing, group in response.context["groups"]
    ]
    assert groups == [("received", ["Saatu"]), ("expected", ["Odotettu"])]


def test_unknown_stays_unknown_on_the_page_of_an_action(client):
    action = factories.make_action()

    html = client.get(action.get_absolute_url()).content.decode()

    assert "The city has not yet reported the status here." in html
    assert "time not known" in html
    assert "Source not recorded." in html


def test_page_says_when_its_row_was_last_updated(client, time_machine):
    time_machine.move_to("2026-11-23 23:30+02:00")
    event = factories.make_event()

    assert (
        "Last updated on 23 November 2026" in client.get(event.get_absolute_url()).content.decode()
    )


def test_number_is_written_as_the_reader_writes_it(client):
    value = factories.make_value(value="12345.50")

    def shown(language):
        with translation.override(language):
            html = client.get(value.indicator.get_absolute_url()).content.decode()
        return html[html.index('<span class="value">') :][20:29]

    assert [shown("fi").strip(), shown("en").strip()] == ["12\xa0345,5", "12,345.5"]


def test_feed_tells_of_the_news_in_the_language_of_its_address(client):
    factories.make_news(title_fi="Uutinen", title_sv="Nyhet")
    factories.make_news(title_fi="Ajaton", published_on="")

    feed = client.get("/sv/news/feed/")

    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "<title>Nyhet</title>" in feed.content.decode()
    assert 'xml:lang="sv"' in feed.content.decode()
