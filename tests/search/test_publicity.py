"""What is not public is never found, though the index knows its words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from changes.models import Change
from events.models import Event
from programme.models import Programme, Strategy, StrategyAction, ThematicBasket
from reporting.models import ActionReport, ReportingRound, State
from search.indexing import catch_up
from search.models import Occurrence
from tests import factories
from tests.reporting.factories import make_report
from tests.search.looking import hits_of, page_of, titles_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def without_news(things, **fields):
    """Change rows of which the search hears nothing."""
    catch_up()
    things.update(**fields)
    Change.objects.all().delete()


MAKERS = {
    "programme": (factories.make_programme, "name_fi"),
    "city": (factories.make_city, "name_en"),
    "strategy": (factories.make_strategy, "name_fi"),
    "action": (factories.make_action, "title_fi"),
    "indicator": (factories.make_indicator, "name_fi"),
    "benefit": (factories.make_benefit, "title_fi"),
    "news": (factories.make_news, "title_fi"),
    "event": (factories.make_event, "title_fi"),
}
LATER = {"publish_at": datetime(2999, 1, 1, tzinfo=UTC)}
HIDDEN = {"draft": {"is_public": False}, "removed": {"removed_at": NOON}, "for later": LATER}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("why", HIDDEN)
def test_hidden_thing_is_not_found_beside_a_public_one(client, kind, why):
    make, title = MAKERS[kind]
    make(**{title: "Näkyvä marjapuuro"})
    make(**{title: "Kätketty marjapuuro"} | HIDDEN[why])

    assert titles_of(client, "marjapuuro") == ["Näkyvä marjapuuro"]
    assert "Kätketty" not in page_of(client, "marjapuuro")


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("why", HIDDEN)
def test_thing_that_is_hidden_is_not_found_at_once(client, kind, why):
    make, title = MAKERS[kind]
    thing = make(**{title: "Marjapuuro"})
    before = titles_of(client, "marjapuuro")

    without_news(type(thing).objects.filter(pk=thing.pk), **HIDDEN[why])

    assert before == ["Marjapuuro"]
    assert titles_of(client, "marjapuuro") == []
    assert Occurrence.objects.filter(kind=kind, row=thing.pk).exists()


def make_all_of_a_programme():
    """A programme with all that hangs on it, each called by the same word."""
    programme = factories.make_programme()
    strategy = factories.make_strategy(programme=programme, name_fi="Strategian marjapuuro")
    action = factories.make_action(strategy=strategy, title_fi="Toimen marjapuuro")
    factories.make_objective(strategy=strategy, name_fi="Teeman marjapuuro")
    factories.make_basket(programme=programme, name_fi="Korin marjapuuro")
    factories.make_event(programme=programme, title_fi="Tapahtuman marjapuuro")
    factories.make_benefit(programme=programme, title_fi="Hyödyn marjapuuro")
    factories.make_news(programme=programme, title_fi="Uutisen marjapuuro")
    make_report(action=action, state=State.APPROVED)
    return programme, strategy


@pytest.mark.parametrize("why", HIDDEN)
def test_nothing_of_a_hidden_programme_is_found(client, why):
    programme, _strategy = make_all_of_a_programme()
    factories.make_city(name_en="Marjapuuro")
    before = titles_of(client, "marjapuuro")

    without_news(Programme.objects.filter(pk=programme.pk), **HIDDEN[why])

    assert len(before) == 9
    assert titles_of(client, "marjapuuro") == ["Marjapuuro"]


def test_nothing_of_a_hidden_strategy_is_found(client):
    _programme, strategy = make_all_of_a_programme()
    catch_up()

    without_news(Strategy.objects.filter(pk=strategy.pk), is_public=False)

    assert set(titles_of(client, "marjapuuro")) == {
        "Korin marjapuuro",
        "Tapahtuman marjapuuro",
        "Hyödyn marjapuuro",
        "Uutisen marjapuuro",
    }


def test_removed_basket_is_not_found(client):
    basket = factories.make_basket(name_fi="Marjapuuro")
    before = hits_of(client, "marjapuuro")

    without_news(ThematicBasket.objects.filter(pk=basket.pk), removed_at=NOON)

    assert before == [f"baskets/{basket.slug}/"]
    assert hits_of(client, "marjapuuro") == []


def test_report_is_found_only_as_approved_and_in_its_approved_words(client):
    approved = make_report(state=State.APPROVED, summary_fi="Marjapuuro on keitetty.")
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        make_report(state=state, summary_fi="Marjapuuro on luonnos.")
    ActionReport.objects.filter(pk=approved.pk).update(summary_fi="Marjapuuro paloi pohjaan.")

    page = page_of(client, "marjapuuro")

    assert hits_of(client, "marjapuuro") == [approved.get_absolute_url().removeprefix("/fi/")]
    assert "on keitetty" in page
    assert "luonnos" not in page
    assert "pohjaan" not in page


def test_report_of_a_round_that_has_not_begun_is_not_found(client):
    report = make_report(state=State.APPROVED, summary_fi="Marjapuuro on keitetty.")
    before = hits_of(client, "marjapuuro")

    without_news(
        ReportingRound.objects.filter(pk=report.round_id),
        opens_at=timezone.now() + timedelta(days=1),
        due_at=timezone.now() + timedelta(days=2),
        closes_at=timezone.now() + timedelta(days=3),
    )

    assert len(before) == 1
    assert hits_of(client, "marjapuuro") == []


def test_internal_notes_and_links_for_participants_are_not_found(client):
    factories.make_action(title_fi="Julkinen", internal_notes="marjapuuro")
    factories.make_event(
        title_fi="Julkinen", join_url="https://example.org/marjapuuro", join_audience="nobody"
    )
    event = factories.make_event(title_fi="Julkinen")
    event.takeaways.create(title_fi="Oppi", owner_role="Marjapuuron vastaava")

    assert hits_of(client, "marjapuuro") == []
    assert len(hits_of(client, "julkinen")) == 3


@pytest.mark.parametrize("kind", MAKERS)
def test_scheduled_thing_is_found_when_its_time_has_come(client, kind):
    make, title = MAKERS[kind]
    with time_machine.travel(NOON, tick=False):
        make(**{title: "Marjapuuro", "publish_at": NOON + timedelta(hours=1)})
        before = hits_of(client, "marjapuuro")

    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        after = hits_of(client, "marjapuuro")

    assert (before, len(after)) == ([], 1)


def test_other_languages_are_not_suggested_by_what_is_hidden(client):
    factories.make_action(title_fi="Toinen", title_sv="Gröt", is_public=False)

    assert "/sv/search/" not in page_of(client, "gröt").partition('id="results"')[2]


def test_hits_that_fill_the_index_while_hidden_do_not_crowd_out_public_ones(client, monkeypatch):
    monkeypatch.setattr("search.finding.MANY", 4)
    strategy = factories.make_strategy()
    for _n in range(6):
        factories.make_action(strategy=strategy, title_fi="Marjapuuro")
    shown = factories.make_event(title_fi="Marjapuuro")
    catch_up()

    without_news(StrategyAction.objects.filter(strategy=strategy), is_public=False)

    assert hits_of(client, "marjapuuro") == [f"events/{shown.slug}/"]
    assert Event.objects.public().count() == 1
