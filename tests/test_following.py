"""The feeds that mix things of several rooms: what they tell, in which order, and what never."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from reporting.models import ActionReport
from tests import factories
from tests.programme.test_views import count_queries
from tests.reporting import rows

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SPRING, AUTUMN = ("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31")


def read(client, path):
    """A feed, with what RFC 4287 demands of it and of each entry."""
    response = client.get(path)
    root = ElementTree.fromstring(response.content)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Cache-Control"].startswith("public, max-age=")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    ids = [each.findtext(f"{ATOM}id") for each in [root, *root.findall(f"{ATOM}entry")]]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    for each in [root, *root.findall(f"{ATOM}entry")]:
        assert each.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated")).tzinfo
        assert each.find(f"{ATOM}link").get("href").startswith("http://testserver/")
    return root


def titles(client, path):
    return [each.findtext(f"{ATOM}title") for each in read(client, path).findall(f"{ATOM}entry")]


@pytest.fixture
def round():
    """A round that is over, of a programme with a strategy."""
    (autumn,) = rows.make_rounds(AUTUMN, name_en="Autumn 2025")
    return autumn


def test_site_tells_of_everything_new_the_latest_first(client, time_machine):
    time_machine.move_to("2026-11-01 12:00+02:00")
    factories.make_news(title_en="A page wrote", published_on="2022")
    time_machine.move_to("2026-11-02 12:00+02:00")
    factories.make_event(title_en="City Lab")
    time_machine.move_to("2026-11-03 12:00+02:00")
    factories.make_benefit(title_en="Advice", standing="expected")
    (round,) = rows.make_rounds(AUTUMN)
    (action,) = rows.make_actions(round.programme, code="1.A.1", title_en="A square")
    report = rows.approved(round, action)
    rows.correct(report, {"percent": [40, 41]})

    assert set(titles(client, "/en/feed/")[:2]) == {
        "1.A.1 A square",
        "1.A.1 A square: implementation",
    }
    assert titles(client, "/en/feed/")[2:] == ["Expected: Advice", "City Lab", "A page wrote"]


def test_thing_that_waited_for_its_time_is_new_when_that_has_come(client, time_machine):
    time_machine.move_to("2026-11-01 12:00+02:00")
    due = datetime(2026, 11, 3, 10, tzinfo=UTC)
    factories.make_benefit(title_en="Announced", publish_at=due)
    time_machine.move_to("2026-11-02 12:00+02:00")
    factories.make_news(title_en="Seen before")
    before = titles(client, "/en/feed/")

    time_machine.move_to("2026-11-03 12:01+02:00")

    assert before == ["Seen before"]
    assert titles(client, "/en/feed/") == ["Stated by the city: Announced", "Seen before"]


def test_action_tells_how_its_status_has_changed(client):
    spring, autumn = rows.make_rounds(SPRING, AUTUMN, name_en="A round")
    (action,) = rows.make_actions(spring.programme, code="1.A.1", title_en="A square")
    rows.approved(spring, action, status="planning", percent=10)
    rows.approved(autumn, action, status="implementation", percent=40, summary_en="Begun.")
    other = rows.approved(autumn)

    root = read(client, "/en/actions/1.A.1/feed/")

    entries = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}summary")
        for entry in root.findall(f"{ATOM}entry")
    }
    assert root.findtext(f"{ATOM}title") == "1.A.1 A square"
    assert entries == {
        "1.A.1 A square: planning": "<p>A round</p><p>10\xa0%</p>"
        "<p>Ensimmäinen vaihe on valmis.</p>",
        "1.A.1 A square: implementation": "<p>A round</p>"
        "<p>The status has changed: planning → implementation</p><p>40\xa0%</p><p>Begun.</p>",
    }
    assert other.action.code not in str(entries)


def test_entry_has_the_same_id_in_each_feed(client, round):
    basket = factories.make_basket(programme=round.programme)
    strategy = factories.make_strategy(programme=round.programme)
    action = factories.make_action(strategy=strategy, basket=basket)
    report = rows.approved(round, action)

    things = (basket, strategy, action)
    paths = ["/en/feed/", *(f"/en{thing.get_absolute_url()[3:]}feed/" for thing in things)]
    ids = [
        [entry.findtext(f"{ATOM}id") for entry in read(client, path).findall(f"{ATOM}entry")]
        for path in paths
    ]

    assert ids == [[f"tag:testserver,2026:en/report/{report.pk}"]] * 4


def test_basket_tells_of_its_own_things_only(client):
    basket = factories.make_basket(slug="green")
    mine, other = (factories.make_event(programme=basket.programme) for _ in range(2))
    mine.event_baskets.create(basket=basket)
    factories.make_benefit(programme=basket.programme, basket=basket, title_fi="Oma hyöty")
    factories.make_benefit(programme=basket.programme, title_fi="Muu hyöty")

    assert set(titles(client, "/en/baskets/green/feed/")) == {
        mine.title_fi,
        "Stated by the city: Oma hyöty",
    }
    assert other.title_fi in titles(client, "/en/feed/")


def test_report_that_is_corrected_is_updated_then(client, time_machine, round):
    report = rows.approved(round)
    later = timezone.now().replace(microsecond=0) + timezone.timedelta(hours=1)
    time_machine.move_to(later, tick=False)
    rows.correct(report, {"percent": [40, 41]})

    entries = read(client, "/en/feed/").findall(f"{ATOM}entry")

    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [later.isoformat()] * 2


def test_feed_without_entries_is_as_old_as_what_it_is_about(client, time_machine):
    time_machine.move_to("2026-11-01 12:00+02:00", tick=False)
    action = factories.make_action()
    time_machine.move_to("2026-11-23 12:00+02:00", tick=False)

    root = read(client, f"/en/actions/{action.code}/feed/")

    assert root.findtext(f"{ATOM}updated") == "2026-11-01T10:00:00+00:00"


def test_drafts_are_in_no_feed(client, round):
    basket = factories.make_basket(programme=round.programme)
    strategy = factories.make_strategy(programme=round.programme)
    action = factories.make_action(strategy=strategy, basket=basket, title_fi="Julkinen teko")
    secret = factories.make_action(strategy=strategy, basket=basket, title_fi="Luonnos teosta")
    for each in (action, secret):
        rows.correct(rows.approved(round, each), {"percent": [40, 41]}, reason=each.title_fi)
        benefit = factories.make_benefit(
            programme=round.programme, basket=basket, title_fi=each.title_fi
        )
        benefit.actions.add(each)
    benefit.is_public = secret.is_public = False
    benefit.save()
    secret.save()
    rows.make_report(round=rows.make_round(programme=round.programme), action=action, state="draft")

    paths = (
        "",
        f"baskets/{basket.slug}/",
        f"strategies/{strategy.slug}/",
        f"actions/{action.code}/",
    )
    for path in paths:
        html = client.get(f"/fi/{path}feed/").content.decode()
        assert html.count("<entry>") == (2 if "strategies" in path else 3)
        assert "Julkinen teko" in html
        assert "Luonnos" not in html
    assert ActionReport.objects.count() == 3
    assert client.get(f"/fi/actions/{secret.code}/feed/").status_code == 404


def test_feed_of_what_is_not_public_is_not_found(client):
    hidden = factories.make_programme(is_public=False)
    basket, strategy = factories.make_basket(programme=hidden), factories.make_strategy()
    strategy.is_public = False
    strategy.save()

    assert client.get(f"/fi/baskets/{basket.slug}/feed/").status_code == 404
    assert client.get(f"/fi/strategies/{strategy.slug}/feed/").status_code == 404


def test_feeds_ask_as_many_queries_for_three_of_everything(client, round):
    basket = factories.make_basket(programme=round.programme)
    strategy = factories.make_strategy(programme=round.programme)

    def more():
        action = factories.make_action(strategy=strategy, basket=basket)
        rows.correct(rows.approved(round, action), {"percent": [40, 41]})
        factories.make_event(programme=round.programme).event_baskets.create(basket=basket)
        factories.make_benefit(programme=round.programme, basket=basket).actions.add(action)
        factories.make_news()

    paths = [
        "/fi/feed/",
        f"/fi/baskets/{basket.slug}/feed/",
        f"/fi/strategies/{strategy.slug}/feed/",
    ]
    more()
    for_one = [count_queries(client, path)[0] for path in paths]
    more()
    more()

    assert [count_queries(client, path)[0] for path in paths] == for_one


@pytest.mark.parametrize("code", ["fi", "sv", "en"])
def test_pages_name_their_feeds_in_the_language_of_the_reader(client, code):
    action, basket = factories.make_action(), factories.make_basket()

    for thing in (action, basket, action.strategy):
        path = thing.get_absolute_url().replace("/fi/", f"/{code}/")
        html = client.get(path).content.decode()
        assert html.count(f'href="{path}feed/"') == 2
        assert f'href="/{code}/feed/"' in html
        assert f'xml:lang="{code}"' in client.get(f"{path}feed/").content.decode()
