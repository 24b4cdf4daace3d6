from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils import translation

from events.models import AgendaItem, Event, EventBasket, EventChange, Material, Takeaway
from events.months import Month
from tests import factories
from tests.factories import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def shown(client, **choices):
    response = client.get(reverse("events:event_list"), choices)
    return [*response.context["upcoming"], *response.context["page"]]


def test_events_are_narrowed_by_every_choice_at_once(client):
    programme = factories.make_programme()
    basket = factories.make_basket(programme=programme, slug="green")
    wanted = make_event(
        programme=programme,
        kind="seminar",
        mode="online",
        city_role="host",
        starts_on="2022-06",
        ends_on="",
        title_fi="Äänekäs seminaari",
    )
    EventBasket.objects.create(event=wanted, basket=basket)
    other = make_event(starts_on="2021", ends_on="")

    choices = {
        "programme": programme.slug,
        "kind": "seminar",
        "basket": "green",
        "year": "2022",
        "mode": "online",
        "took_part": "yes",
        "q": "äänekäs",
    }

    assert shown(client) == [wanted, other]
    assert shown(client, **choices) == [wanted]
    for name, value in choices.items():
        assert shown(client, **{name: value}) == [wanted], name


def test_unknown_choice_of_an_event_is_ignored_and_said(client):
    event = make_event()

    response = client.get(reverse("events:event_list"), {"kind": "party", "year": "1066"})

    assert list(response.context["page"]) == [event]
    assert "The choice “party” is not known and was left out." in response.content.decode()


def test_words_are_found_in_every_language(client):
    event = make_event(title_fi="Työpaja", title_sv="Verkstad", place_en="Brussels")
    make_event()

    for words in ("työpaja", "TYÖ", "verkstad", "brussels"):
        assert shown(client, q=words) == [event], words


def test_status_is_said_in_the_list_and_on_the_page(client):
    event = make_event(status="cancelled")

    listed = client.get(reverse("events:event_list")).content.decode()
    page = client.get(event.get_absolute_url()).content.decode()

    assert "Cancelled" in listed
    assert "<strong>Cancelled</strong>" in page


def test_time_is_shown_with_its_zone_and_year(client):
    event = make_event(
        starts_on="2022-04-28",
        starts_time="10:00",
        ends_on="2022-04-28",
        ends_time="12:00",
        time_zone="Europe/Brussels",
    )
    home = make_event(starts_on="2022-04-28", starts_time="10:00", ends_on="")

    assert (
        "28 April 2022, 10:00–12:00, Europe/Brussels (UTC+02:00)"
        in client.get(event.get_absolute_url()).content.decode()
    )
    with translation.override("fi"):
        address = home.get_absolute_url()
    assert "28.4.2022 klo 10.00, Suomen aikaa" in client.get(address).content.decode()


def test_join_link_is_shown_to_nobody_but_those_whom_it_is_for(client):
    secret = "https://meet.example.org/secret"
    private = [make_event(join_url=secret, join_audience=who) for who in ("participants", "nobody")]
    public = make_event(join_url="https://meet.example.org/open", join_audience="public")
    addresses = [
        *[event.get_absolute_url() for event in [*private, public]],
        *[reverse("events:event_file", args=[event.slug]) for event in private],
        reverse("events:event_list"),
        reverse("events:event_calendar"),
        reverse("events:event_feed"),
        reverse("events:event_change_feed"),
        reverse("events:event_month", args=["2021-02"]),
    ]

    pages = [client.get(address) for address in addresses]
    texts = "".join(page.content.decode().replace("\r\n ", "") for page in pages)

    assert [page.status_code for page in pages] == [200] * len(addresses)
    assert "meet.example.org/open" in texts
    assert "secret" not in texts


def test_page_shows_everything_of_an_event(client):
    event = make_event(body_fi="# Otsikko\n\n- kohta <script>x</script>", summary_fi="Lyhyesti")
    action = factories.make_action(title_fi="Keskusteltu toimenpide")
    AgendaItem.objects.create(
        event=event, starts_time=time(9, 30), title_fi="Avaus", speaker_role_fi="Kaupunginjohtaja"
    )
    AgendaItem.objects.create(event=event, title_fi="Keskustelu", action=action)
    Material.objects.create(
        event=event, title_fi="Diat", url="https://example.org/d", language="fi"
    )
    Takeaway.objects.create(event=event, title_fi="Oppi", action=action)
    Takeaway.objects.create(event=event, title_fi="Toinen", closed_reason_fi="Ei ajankohtainen")
    make_event(part_of=event, title_fi="Osatapahtuma")

    with translation.override("fi"):
        html = client.get(event.get_absolute_url()).content.decode()

    for text in (
        "<h2>Otsikko</h2>",
        "Lyhyesti",
        "09.30",
        "Avaus",
        "Kaupunginjohtaja",
        "Keskusteltu toimenpide",
        "Diat",
        "Oppi",
        "Ei ajankohtainen",
        "Osatapahtuma",
    ):
        assert text in html, text
    assert "<script>x" not in html


def test_hidden_things_are_not_named_on_the_page_of_an_event(client):
    hidden = factories.make_action(is_public=False, title_fi="Salainen")
    whole = make_event(is_public=False, title_fi="Salainen kokonaisuus")
    event = make_event(part_of=whole)
    AgendaItem.objects.create(event=event, title_fi="Avaus", action=hidden)
    Takeaway.objects.create(event=event, title_fi="Oppi", action=hidden)
    make_event(part_of=event, is_public=False, title_fi="Salainen osa")

    html = client.get(event.get_absolute_url()).content.decode()

    assert "Avaus" in html
    assert "Salainen" not in html


def test_page_asks_as_many_queries_for_three_of_everything(client):
    event = make_event()

    def add():
        action = factories.make_action()
        AgendaItem.objects.create(event=event, title_fi="Kohta", action=action)
        Material.objects.create(event=event, title_fi="Diat", url="https://example.org/")
        Takeaway.objects.create(event=event, title_fi="Oppi", action=action)
        basket = factories.make_basket(programme=event.programme)
        EventBasket.objects.create(event=event, basket=basket)
        make_event(part_of=event)
        EventChange.objects.create(
            event=event, kind="status", before={"status": "moved"}, after={"status": "scheduled"}
        )

    add()
    one = count(client, event.get_absolute_url())
    add()
    add()

    assert count(client, event.get_absolute_url()) == one


@pytest.mark.parametrize(
    "address",
    [
        reverse_lazy("events:event_list"),
        reverse_lazy("events:event_calendar"),
        reverse_lazy("events:event_feed"),
        reverse_lazy("events:event_change_feed"),
        reverse_lazy("events:event_month", args=["2021-02"]),
    ],
)
def test_lists_ask_as_many_queries_for_500_events_as_for_one(client, address):
    event = make_event(city_role="host")
    told = {"kind": "status", "before": {"status": "scheduled"}, "after": {"status": "moved"}}
    EventChange.objects.create(event=event, **told)
    one = count(client, address)

    copies = [
        Event(**row | {"id": None, "slug": f"copy-{number}"})
        for number in range(499)
        for row in [Event.objects.filter(pk=event.pk).values().get()]
    ]
    EventChange.objects.bulk_create(
        EventChange(event=copy, **told) for copy in Event.objects.bulk_create(copies)
    )

    assert Event.objects.count() == 500
    assert count(client, address) == one


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_month_shows_its_events_on_their_days(client):
    event = make_event(starts_on="2020-09-28", ends_on="2020-10-02")
    some_day = make_event(starts_on="2020-10", ends_on="")
    make_event(starts_on="2020", ends_on="")
    make_event(starts_on="2020-11-01", ends_on="2020-11-01")

    response = client.get(reverse("events:event_month", args=["2020-10"]))

    weeks = response.context["weeks"]
    days = [day for week in weeks for day, _inside, events in week if event in events]
    assert days == [
        date(2020, 9, 28),
        date(2020, 9, 29),
        date(2020, 9, 30),
        date(2020, 10, 1),
        date(2020, 10, 2),
    ]
    assert response.context["without_day"] == [some_day]
    assert set(response.context["events"]) == {event, some_day}


def test_month_takes_the_choices_of_the_list(client):
    make_event(starts_on="2020-10-01", ends_on="2020-10-01", kind="seminar")
    lab = make_event(starts_on="2020-10-02", ends_on="2020-10-02", kind="city_lab")

    response = client.get(reverse("events:event_month", args=["2020-10"]), {"kind": "city_lab"})

    assert response.context["events"] == [lab]
    assert "/en/events/month/2020-11/?kind=city_lab" in response.content.decode()


def test_months_begin_with_that_of_the_nearest_event(client):
    make_event(starts_on="2020-10-01", ends_on="2020-10-01")
    make_event(starts_on="2021-03", ends_on="")
    make_event(starts_on="2023", ends_on="")

    response = client.get(reverse("events:this_month"), {"kind": "city_lab"})

    assert response["Location"] == "/en/events/month/2021-03/?kind=city_lab"


@pytest.mark.parametrize(
    "month", ["2020-13", "0000-01", "2020-00", "0001-01", "1899-12", "2200-01", "9999-12"]
)
def test_month_that_is_none_is_not_found(client, month):
    assert client.get(f"/fi/events/month/{month}/").status_code == 404


def test_first_and_last_month_have_no_further_neighbour():
    assert (Month("1900-01").previous, Month("2020-01").previous) == (None, "2019-12")
    assert (Month("2199-12").next, Month("2020-12").next) == (None, "2021-01")


def test_calendar_takes_the_choices_of_the_page(client):
    make_event(kind="seminar", title_en="Seminar")
    make_event(kind="city_lab", title_en="Lab")

    answer = client.get(reverse("events:event_calendar"), {"kind": "city_lab", "alarm": "1d"})

    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert ("Lab" in text, "Seminar" in text, "VALARM" in text) == (True, False, True)


def test_calendar_that_has_not_changed_is_not_sent_again(client):
    make_event()
    address = reverse("events:event_calendar")
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_calendar_file_of_a_hidden_event_is_not_found(client):
    hidden, shown_event = make_event(is_public=False), make_event()

    files = [reverse("events:event_file", args=[event.slug]) for event in (hidden, shown_event)]

    assert [client.get(address).status_code for address in files] == [404, 200]


def test_event_leads_to_its_neighbours_and_its_series(client):
    first = make_event(joint_event_number=1, starts_on="2020", ends_on="", title_fi="Eka")
    programme = first.programme
    second = make_event(
        programme=programme, joint_event_number=2, starts_on="2021", ends_on="", title_fi="Toka"
    )

    html = client.get(first.get_absolute_url()).content.decode()

    assert f'rel="next" href="{second.get_absolute_url()}"' in html
    assert 'rel="prev"' not in html
    assert "Joint events of the programme" in html


def test_staff_preview_an_unpublished_event_in_each_language(staff_client, client):
    event = make_event(is_public=False, title_fi="Luonnos", title_sv="Utkast")
    addresses = [
        reverse("admin:events_event_preview", args=[event.pk, code]) for code in ("fi", "sv")
    ]

    previews = [staff_client.get(address) for address in addresses]
    staff_client.logout()
    strangers = [client.get(address).status_code for address in addresses]

    assert ["Luonnos" in page.content.decode() for page in previews] == [True, False]
    assert "Utkast" in previews[1].content.decode()
    assert "no-store" in previews[0]["Cache-Control"]
    assert strangers == [302, 302]


def test_preview_needs_the_right_to_see_events_and_a_language_of_the_site(
    staff_client, client, django_user_model
):
    event = make_event(is_public=False)
    address = reverse("admin:events_event_preview", args=[event.pk, "fi"])
    unknown_language = staff_client.get(address.replace("/fi/", "/xx/")).status_code

    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))

    assert unknown_language == 404
    assert client.get(address).status_code == 403


def test_staff_are_asked_what_was_brought_home(staff_client):
    past = make_event(city_role="speaker")
    closed = make_event(city_role="speaker", closed_on=date(2022, 1, 1))
    question = "This event is over. What did we bring home?"

    def page(event):
        address = reverse("admin:events_event_change", args=[event.pk])
        return staff_client.get(address, headers={"Accept-Language": "en"}).content.decode()

    assert question in page(past)
    assert question not in page(closed)


def test_staff_copy_an_event_and_land_on_the_copy(staff_client):
    event = make_event()

    answer = staff_client.post(
        reverse("admin:events_event_changelist"),
        {"action": "copy", "_selected_action": [event.pk]},
    )

    copy = Event.objects.exclude(pk=event.pk).get()
    assert answer["Location"] == reverse("admin:events_event_change", args=[copy.pk])
    assert not copy.is_public
