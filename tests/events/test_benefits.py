"""The ledger: what is counted, what is summed, and what came of what."""

import re

import pytest
from django.urls import reverse

from events.models import Takeaway
from programme.models import Benefit
from tests.factories import (
    make_action,
    make_basket,
    make_benefit,
    make_city,
    make_event,
    make_programme,
)
from tests.programme.test_views import count_queries

pytestmark = pytest.mark.django_db

SOURCE = "https://example.org/"


def make_takeaway(event, **fields):
    return Takeaway.objects.create(event=event, **{"title_fi": "Kokeillaan"} | fields)


def found(client, **query):
    """The titles of the benefits that the page shows, whatever their standing."""
    groups = client.get(reverse("events:benefit_list"), query).context["groups"]
    return {benefit.title_fi for _standing, group in groups for benefit in group}


def paths(client, thing):
    """The chain on a page of a thing: its steps, each as the paths of its texts."""
    html = client.get(thing.get_absolute_url().replace("/fi/", "/en/")).content.decode()
    chain = re.search(r'<ol class="chain">(.*?)</ol>', html, re.DOTALL)
    if not chain:
        return []
    steps = re.split(r'<li class="chain__step[^>]*>', chain[1])[1:]
    return [
        [" → ".join(_texts(path)) for path in re.split(r"<li>", step) if _texts(path)]
        for step in steps
    ]


def _texts(html):
    nodes = re.findall(
        r'<span class="chain__node[^>]*>(.*?)(?=<span class="chain__node|</li>)', html, re.DOTALL
    )
    nodes = nodes or re.findall(r'<span class="chain__node[^>]*>(.*)', html, re.DOTALL)
    bare = (re.sub(r"<small class=.*?</small>|<[^>]+>", " ", node) for node in nodes)
    return [" ".join(text.split()) for text in bare]


# Filters


def everything():
    """A benefit with all that the list can be narrowed by, and one with nothing of it."""
    programme = make_programme(slug="icc")
    benefit = make_benefit(
        programme=programme,
        title_fi="Neuvoja",
        standing="received",
        source_url=SOURCE,
        kind="training",
        starts_on="2022-04-28",
        basket=make_basket(programme=programme, slug="green"),
        city=make_city(slug="espoo"),
        effort="1_to_5",
    )
    benefit.actions.add(make_action(code="3.I.70"))
    make_event(slug="lab").benefits.add(benefit)
    make_takeaway(make_event(slug="summit"), benefit=benefit)
    make_benefit(title_fi="Verkosto", standing="stated", kind="network")
    return benefit


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", "neuv"),
        ("standing", "received"),
        ("kind", "training"),
        ("year", "2022"),
        ("effort", "1_to_5"),
        ("programme", "icc"),
        ("basket", "green"),
        ("city", "espoo"),
        ("event", "lab"),
        ("event", "summit"),
        ("action", "3.I.70"),
    ],
)
def test_list_is_narrowed_by_each_choice(client, name, value):
    everything()

    assert found(client) == {"Neuvoja", "Verkosto"}
    assert found(client, **{name: value}) == {"Neuvoja"}


@pytest.mark.parametrize("name", ["year", "effort"])
def test_what_is_not_known_can_be_chosen(client, name):
    everything()

    assert found(client, **{name: "~none"}) == {"Verkosto"}


def test_choice_of_what_visitors_may_not_know_is_left_out_and_named(client):
    benefit = everything()
    hidden = make_event(slug="secret-event", is_public=False)
    hidden.benefits.add(benefit)
    draft = make_benefit(is_public=False, starts_on="1999", effort="over_20")
    make_event(slug="of-a-draft").benefits.add(draft)

    response = client.get("/en/benefits/", {"event": "secret-event"})

    html = response.content.decode()
    assert "The choice “secret-event” is not known and was left out." in html
    assert 'value="lab"' in html
    assert 'value="secret-event"' not in html
    assert 'value="of-a-draft"' not in html
    assert 'value="1999"' not in html


def test_choice_of_nothing_is_not_offered(client):
    make_benefit()

    html = client.get("/en/benefits/").content.decode()

    assert 'name="kind"' in html
    assert 'name="event"' not in html
    assert 'name="effort"' not in html


def test_list_asks_as_many_queries_for_three_of_everything(client):
    first = everything()
    for_one, _html = count_queries(client, "/fi/benefits/")
    for _n in range(2):
        benefit = make_benefit(programme=first.programme, basket=first.basket, effort="over_20")
        benefit.actions.add(make_action())
        make_event().benefits.add(benefit)
        make_takeaway(make_event(), benefit=benefit)

    for_three, _html = count_queries(client, "/fi/benefits/")

    assert for_three == for_one


# Counts and sums


def test_sums_are_those_of_what_is_received_and_chosen(client):
    received = {"standing": "received", "source_url": SOURCE, "measure_unit": "hours"}
    make_benefit(**received, measure_amount=12, kind="tool")
    make_benefit(**received, measure_amount=5, kind="training")
    make_benefit(standing="stated", measure_unit="hours", measure_amount=1000)

    of_tools = client.get("/en/benefits/", {"kind": "tool"}).context["sums"]
    of_all = client.get("/en/benefits/").context["sums"]

    assert of_tools == [("hours", 12, 1)]
    assert of_all == [("hours", 17, 2)]


def test_card_shows_measure_decision_effort_and_evidence(client):
    make_benefit(
        standing="received",
        evidence_en="Minutes of the board",
        evidence_on="2026-09",
        measure_amount=500,
        measure_unit="euros",
        decision_url="https://example.org/decision",
        effort="under_1",
    )

    html = " ".join(client.get("/en/benefits/").content.decode().split())

    assert 'Euros: <span class="value">500</span> (<a href="https://example.org/decision"' in html
    assert "Effort of the city: under 1 working day" in html
    assert "Evidence: Minutes of the board (<time" in html
    assert "Source not recorded." not in html


# Chains


def test_chain_is_drawn_from_each_of_its_ends(client):
    event = make_event(title_en="City Lab", starts_on="2022-06-01", ends_on="2022-06-01")
    action = make_action(code="1.A.1", title_en="Training", status="planning")
    benefit = make_benefit(title_en="Advice", standing="stated")
    benefit.actions.add(action)
    make_takeaway(event, title_en="Measure together", benefit=benefit)

    lesson, advice = "Brought home Measure together", "Benefit · stated by the city Advice"
    lab, training = "Event · 1 June 2022 City Lab", "Action · planning 1.A.1 Training"
    assert [step[-1:] for step in paths(client, event)][1] == [f"{lesson} → {advice} → {training}"]
    assert paths(client, benefit)[0] == [f"{lab} → {lesson}"]
    assert paths(client, benefit)[2] == [training]
    assert paths(client, action)[0] == [f"{lab} → {lesson} → {advice}"]


def test_event_tells_what_came_of_each_takeaway(client):
    event = make_event()
    action = make_action(code="1.A.1", title_en="Training")
    event.benefits.add(make_benefit(title_en="Advice"))
    make_takeaway(event, title_en="Try", action=action)
    make_takeaway(event, title_en="Ask")
    make_takeaway(event, title_en="Buy", closed_reason_en="No money")

    assert paths(client, event)[1] == [
        "Benefit · stated by the city Advice",
        "Brought home Try → Action · no information 1.A.1 Training",
        "Brought home Ask → Open Nothing has come of it yet.",
        "Brought home Buy → Closed No money",
    ]


def test_benefit_that_grew_out_of_a_takeaway_is_not_told_twice(client):
    event, benefit = make_event(), make_benefit(title_en="Advice")
    event.benefits.add(benefit)
    make_takeaway(event, title_en="Try", benefit=benefit)

    assert len(paths(client, event)[1]) == 1
    assert len(paths(client, benefit)[0]) == 1


def test_drafts_are_on_no_chain(client):
    event, action = make_event(title_fi="Julkinen tapahtuma"), make_action(title_fi="Julkinen teko")
    benefit = make_benefit(title_fi="Julkinen hyöty")
    draft = make_benefit(title_fi="Luonnos hyödystä", is_public=False)
    hidden = make_event(title_fi="Luonnos tapahtumasta", is_public=False)
    secret = make_action(title_fi="Luonnos teosta", is_public=False)
    for each in (event, hidden):
        each.benefits.add(benefit, draft)
        make_takeaway(each, title_fi=f"Oppi: {each.title_fi}", action=action)
        make_takeaway(each, title_fi=f"Oppi: {each.title_fi}", action=secret)
        make_takeaway(each, title_fi=f"Oppi: {each.title_fi}", benefit=draft)
    for each in (benefit, draft):
        each.actions.add(action, secret)

    for thing in (event, benefit, action):
        html = client.get(thing.get_absolute_url()).content.decode()
        assert "Julkinen tapahtuma" in html
        assert "Julkinen hyöty" in html
        assert "Luonnos" not in html
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("which", ["event", "benefit", "action"])
def test_chain_asks_as_many_queries_for_three_of_everything(client, which):
    things = {"event": make_event(), "benefit": make_benefit(), "action": make_action()}

    def more():
        event, benefit, action = make_event(), make_benefit(), make_action()
        event.benefits.add(benefit, things["benefit"])
        things["event"].benefits.add(benefit)
        benefit.actions.add(action, things["action"])
        things["benefit"].actions.add(action)
        make_takeaway(event, benefit=benefit)
        make_takeaway(event, action=things["action"])
        make_takeaway(things["event"], benefit=benefit)

    more()
    for_one, _html = count_queries(client, things[which].get_absolute_url())
    more()
    more()

    assert count_queries(client, things[which].get_absolute_url())[0] == for_one


def test_past_event_of_the_city_says_that_nothing_has_been_recorded(client, time_machine):
    time_machine.move_to("2026-11-23 12:00+02:00")
    with_part = make_event(city_role="speaker", starts_on="2021-02-16", ends_on="2021-02-16")
    without = make_event(starts_on="2021-02-16", ends_on="2021-02-16")
    to_come = make_event(city_role="speaker", starts_on="2027-02-16", ends_on="2027-02-16")

    sentence = "Nothing has been recorded yet of what the city brought home."
    texts = [
        client.get(f"/en/events/{event.slug}/").content.decode()
        for event in (with_part, without, to_come)
    ]
    assert [sentence in text for text in texts] == [True, False, False]


def test_page_of_a_benefit_shows_only_what_visitors_may_know(client):
    programme = make_programme()
    benefit = make_benefit(
        programme=programme,
        basket=make_basket(programme=programme, name_fi="Vihreä kori"),
        city=make_city(name_en="Secret city", is_public=False),
    )

    html = client.get(benefit.get_absolute_url()).content.decode()

    assert "Vihreä kori" in html
    assert "Secret city" not in html


def test_old_address_of_a_benefit_is_an_anchor_on_the_list(client):
    make_benefit(slug="advice")

    assert 'id="advice"' in client.get("/fi/benefits/").content.decode()
    assert Benefit.objects.get().get_absolute_url() == "/fi/benefits/advice/"


@pytest.mark.parametrize("which", ["basket", "city"])
def test_basket_and_city_name_their_benefits(client, which):
    programme = make_programme()
    things = {"basket": make_basket(programme=programme), "city": make_city()}
    told = {"programme": programme, which: things[which]}
    make_benefit(**told, title_fi="Neuvoja")
    make_benefit(**told, title_fi="Luonnos", is_public=False)
    make_benefit(programme=programme, title_fi="Muu hyöty")

    for_one, html = count_queries(client, things[which].get_absolute_url())
    make_benefit(**told)
    make_benefit(**told)

    assert "Neuvoja" in html
    assert "Luonnos" not in html
    assert "Muu hyöty" not in html
    assert count_queries(client, things[which].get_absolute_url())[0] == for_one
