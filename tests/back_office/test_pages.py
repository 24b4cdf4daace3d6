"""What staff can do in the back office."""

import re
from datetime import timedelta
from operator import attrgetter

import pytest
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from back_office.models import Import, Link
from events.models import Event
from operations.models import JobRun
from programme import models
from readers import models as readers
from reporting import models as reporting
from reporting.links import link_for
from tests import factories
from tests.reporting import factories as accounts

pytestmark = pytest.mark.django_db

MAKERS = {
    models.Programme: factories.make_programme,
    models.ThematicBasket: factories.make_basket,
    models.City: lambda: factories.make_participation().city,
    models.Participation: lambda: factories.make_membership().participation,
    models.Strategy: factories.make_strategy,
    models.Objective: factories.make_objective,
    models.StrategyAction: factories.make_action,
    models.Organisation: factories.make_organisation,
    models.Indicator: lambda: factories.make_value().indicator,
    models.Benefit: factories.make_benefit,
    models.NewsItem: factories.make_news,
    Event: factories.make_event,
    reporting.ReportingRound: lambda: accounts.make_round(
        opens_at=accounts.local("2026-01-05 08:00"),
        due_at=accounts.local("2026-01-30 16:00"),
        closes_at=accounts.local("2026-02-15 23:59"),
    ),
    reporting.ActionReport: accounts.make_report,
    reporting.Person: accounts.make_person,
    reporting.ActionContact: accounts.make_contact,
    reporting.LockException: lambda: reporting.LockException.objects.create(
        report=accounts.make_report(),
        granted_to=accounts.make_person(),
        until=timezone.now() + timedelta(days=1),
        reason="Sairausloma",
    ),
    reporting.Correction: lambda: reporting.Correction.objects.create(
        report=accounts.make_report(state="approved"),
        changes={"percent": [40, 50]},
        category="typing_error",
        language="fi",
    ),
    reporting.OutboxMail: lambda: reporting.OutboxMail.objects.create(
        kind="asked", report=accounts.make_report(), recipient="a@example.org", language="fi"
    ),
    reporting.ReportAccessLink: lambda: link_for(accounts.make_report(), accounts.make_person()),
    reporting.ReportTransition: lambda: accounts.make_report(state="waived").transitions.get(),
    reporting.ReportRevision: lambda: accounts.make_report(state="submitted").revisions.get(),
    Link: lambda: make_link(),
    readers.AccessibilityStatement: factories.make_statement,
    readers.Keeper: factories.make_keeper,
    readers.Feedback: factories.make_feedback,
}
# What is made and changed by moves of reports; here it is read.
READ_ONLY = [
    reporting.ActionReport,
    reporting.LockException,
    reporting.Correction,
    reporting.OutboxMail,
    reporting.ReportAccessLink,
    reporting.ReportTransition,
    reporting.ReportRevision,
    Link,
]
ONE_ROW = [readers.Keeper]
# What has no name of its own to be found by.
NAMELESS = [reporting.Person, Link, readers.AccessibilityStatement, readers.Feedback]
# By whose names a row is searched, where it has none in several languages.
NAMED_BY = {
    models.Participation: "city",
    reporting.ActionReport: "action",
    reporting.ActionContact: "action",
} | dict.fromkeys(READ_ONLY[1:-1], "report.action")


def make_link():
    """An address that an event has as its website."""
    event = factories.make_event()
    event.website = f"https://example.org/{event.pk}"
    event.save()
    places = [["events.event", event.pk, "website"]]
    return Link.objects.create(address=event.website, places=places)


@pytest.fixture(params=MAKERS, ids=lambda model: model._meta.model_name)
def model(request):
    """Each model of the back office in turn."""
    return request.param


def address(model, page="changelist", *arguments):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=arguments)


def some(model):
    """A row of the starting data, or a made one where these have none."""
    return model.objects.first() or MAKERS[model]()


def form_data(response):
    """What a browser would send if the form were saved as it is."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    data = {}
    for form in forms:
        for field in form:
            data |= _sent(field)
    return data


def _sent(field):
    value = field.value()
    widget = field.field.widget
    if hasattr(widget, "decompress"):
        return {
            f"{field.html_name}_{number}": part or ""
            for number, part in enumerate(widget.decompress(value))
        }
    if value is None or value is False:
        return {}
    return {field.html_name: "on" if value is True else value}


def test_every_model_of_ours_has_its_page():
    ours = set(admin.site._registry) - {User, Group, LogEntry, Import, JobRun}

    assert ours == set(MAKERS)


def test_list_asks_as_many_queries_for_three_rows_as_for_one(staff_client, model):
    def count():
        with CaptureQueriesContext(connection) as queries:
            response = staff_client.get(address(model))
        return len(queries), response.context["cl"].result_count

    MAKERS[model]()
    for_one = count()
    MAKERS[model]()
    MAKERS[model]()

    assert count() == (for_one[0], for_one[1] + (0 if model in ONE_ROW else 2))


@pytest.mark.parametrize("model", [model for model in MAKERS if model not in READ_ONLY])
def test_form_that_is_saved_as_it_is_changes_nothing(staff_client, model, public_data):
    thing = some(model)
    before = written(thing)
    page = address(model, "change", thing.pk)
    shown = staff_client.get(page)

    saved = staff_client.post(page, form_data(shown))

    problems = saved.context and saved.context["errors"]
    assert (saved.status_code, problems) == (302, None)
    assert written(thing) == before


@pytest.mark.parametrize("model", READ_ONLY)
def test_row_that_is_only_read_is_shown_and_refuses_to_be_saved_or_removed(staff_client, model):
    thing = MAKERS[model]()
    before = written(thing)
    shown = staff_client.get(address(model, "change", thing.pk))

    saved = staff_client.post(address(model, "change", thing.pk), form_data(shown))
    removed = staff_client.post(address(model, "delete", thing.pk), {"post": "yes"})

    assert shown.status_code == 200
    assert (saved.status_code, removed.status_code) == (403, 403)
    assert written(thing) == before


def written(thing):
    """The columns of a row that somebody writes; an empty text is as good as none."""
    values = type(thing).objects.filter(pk=thing.pk).values().get()
    return {name: value or None for name, value in values.items() if name != "updated_at"}


def test_every_choice_of_every_filter_answers(staff_client, model, public_data):
    some(model)

    changelist = staff_client.get(address(model)).context["cl"]

    assert changelist.result_count > 0
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            answer = staff_client.get(address(model) + choice["query_string"])
            assert answer.status_code == 200, choice


@pytest.mark.parametrize("model", [model for model in MAKERS if model not in NAMELESS + ONE_ROW])
def test_search_finds_texts_in_every_language(staff_client, model):
    row, _other = MAKERS[model](), MAKERS[model]()
    named = attrgetter(NAMED_BY[model])(row) if model in NAMED_BY else row
    field = "title" if hasattr(named, "title") else "name"
    names = {f"{field}_fi": "Turku", f"{field}_sv": "Åbo", f"{field}_en": "Turku city"}
    type(named).objects.filter(pk=named.pk).update(**names)

    for name in names.values():
        found = staff_client.get(address(model), {"q": name}).context["cl"].result_count
        assert found == 1, name


def test_missing_translation_is_found(staff_client):
    lacking = factories.make_news(title_fi="Uutinen", title_sv="Nyhet")
    factories.make_news(title_fi="Uutinen", title_sv="Nyhet", title_en="News")

    def rows(language):
        page = staff_client.get(address(models.NewsItem), {"missing": language})
        return list(page.context["cl"].queryset)

    assert rows("en") == [lacking]
    assert rows("sv") == []


def test_fact_without_a_source_is_found(staff_client):
    lacking = factories.make_news()
    recorded = factories.make_news(source_url="https://example.org/")

    def rows(choice):
        page = staff_client.get(address(models.NewsItem), {"source": choice})
        return list(page.context["cl"].queryset)

    assert rows("no") == [lacking]
    assert rows("yes") == [recorded]


def test_events_to_come_are_those_that_visitors_see_as_such(staff_client):
    year = timezone.localdate().year
    to_come = factories.make_event(starts_on=f"{year + 1}", ends_on="")
    factories.make_event(starts_on="2020", ends_on="")

    page = staff_client.get(address(Event), {"time": "upcoming"})

    assert list(page.context["cl"].queryset) == [to_come]


def test_models_are_grouped_as_people_think_of_them(staff_client):
    page = staff_client.get("/admin/", headers={"Accept-Language": "en"})
    groups = page.context["app_list"]

    assert [(str(group["name"]), len(group["models"])) for group in groups] == [
        ("Programmes and cities", 4),
        ("Strategies and actions", 4),
        ("Progress reporting", 10),
        ("Events and news", 2),
        ("Figures and results", 2),
        ("For readers", 3),
        ("Upkeep", 3),
        ("Users and rights", 2),
    ]


def test_back_office_speaks_the_language_of_its_user(staff_client):
    chosen = staff_client.post(
        reverse("set_language"), {"language": "sv", "next": "/admin/programme/city/"}
    )

    assert chosen["Location"] == "/admin/programme/city/"
    assert "Städer" in staff_client.get("/admin/").content.decode()
    staff_client.cookies.clear()
    english = staff_client.get("/admin/login/", headers={"Accept-Language": "en"})
    assert english["Location"] == "/en/sign-in/?next=%2Fadmin%2Flogin%2F"


def test_row_leads_to_its_page_on_the_site(staff_client):
    event = factories.make_event()

    link = staff_client.get(address(Event, "change", event.pk)).context["absolute_url"]

    assert staff_client.get(link)["Location"].endswith(f"/fi/events/{event.slug}/")


def test_stranger_and_ordinary_user_stay_outside(client, django_user_model):
    outside = client.get("/admin/programme/city/")
    client.force_login(django_user_model.objects.create_user("citizen", password="x"))

    assert outside["Location"].startswith("/admin/login/")
    assert client.get("/admin/programme/city/")["Location"].startswith("/admin/login/")


def errors(response):
    """Every sentence with which a form was refused."""
    return [str(sentence) for group in response.context["errors"] for sentence in group]


def save(client, thing, **changes):
    page = address(type(thing), "change", thing.pk)
    return client.post(page, form_data(client.get(page)) | changes)


@pytest.mark.parametrize("text", ["2022", "2022-06", "2022-06-01"])
def test_date_is_entered_as_far_as_it_is_known(staff_client, text):
    event = factories.make_event(starts_on="", ends_on="")

    save(staff_client, event, starts_on=text)

    event.refresh_from_db()
    assert event.starts_on == text


def test_date_that_cannot_be_read_is_refused_and_nothing_is_lost(staff_client):
    event = factories.make_event(is_public=False)

    answer = save(staff_client, event, starts_on="1.6.2022", place_fi="Porin kaupungintalo")

    assert errors(answer) == [
        "”1.6.2022” ei ole päivämäärä. Kirjoita päivä muodossa 2022-06-01, kuukausi muodossa "
        "2022-06 ja vuosi muodossa 2022. Jätä kenttä tyhjäksi, jos ajankohta ei ole tiedossa."
    ]
    form = answer.content.decode()
    assert 'value="1.6.2022"' in form
    assert 'value="Porin kaupungintalo"' in form


def test_constraint_speaks_in_the_form(staff_client):
    event = factories.make_event(joint_event_number=1)
    other = factories.make_event(programme=event.programme, is_public=False)

    twice = save(staff_client, other, joint_event_number="1")
    backwards = save(staff_client, other, starts_on="2022-06", ends_on="2022-05")

    assert errors(twice) == [
        "Ohjelmassa on jo yhteistapahtuma, jolla on tämä numero. Valitse toinen numero."
    ]
    assert errors(backwards) == [
        "Tapahtuma ei voi päättyä ennen kuin se alkaa. Tarkista ajankohdat."
    ]


def test_basket_of_another_programme_is_refused_in_the_form(staff_client):
    participation = factories.make_participation()
    stranger = factories.make_basket()
    own = factories.make_basket(programme=participation.programme)

    def add(basket):
        return save(
            staff_client,
            participation,
            **{"memberships-TOTAL_FORMS": "1", "memberships-0-basket": str(basket.pk)},
        )

    assert errors(add(stranger)) == [
        "Teemakori kuuluu toiseen ohjelmaan. Valitse saman ohjelman teemakori."
    ]
    assert add(own).status_code == 302
    assert list(participation.baskets.all()) == [own]


def add_value(client, indicator, value):
    return save(
        client,
        indicator,
        **{
            "values-TOTAL_FORMS": "1",
            "values-0-kind": "actual",
            "values-0-year_basis": "stated",
            "values-0-value": value,
        },
    )


@pytest.mark.parametrize("text", ["1 234,5", "1234.5", "1234,50", "1\xa0234,5"])
def test_number_is_read_as_people_write_it(staff_client, text):
    indicator = factories.make_indicator()

    add_value(staff_client, indicator, text)

    assert str(indicator.values.get().value) == "1234.5000"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("101", "Prosenttiosuuden on oltava välillä 0–100."),
        ("noin 15", "Syötä luku."),
        ("", "Anna arvo lukuna, suomeksi lähteen sanoin tai molemmilla tavoilla."),
    ],
)
def test_value_that_cannot_be_is_refused_in_the_form(staff_client, value, sentence):
    indicator = factories.make_indicator(is_share=True)

    assert errors(add_value(staff_client, indicator, value)) == [sentence]
    assert not indicator.values.exists()


def test_link_leads_to_the_web_and_nowhere_else(staff_client):
    event = factories.make_event()

    refused = save(staff_client, event, website="javascript:alert(1)")
    save(staff_client, event, website="www.pori.fi/icc")

    event.refresh_from_db()
    assert errors(refused) == ["Syötä oikea URL-osoite."]
    assert event.website == "https://www.pori.fi/icc"


def test_city_without_a_finnish_name_can_be_saved(staff_client):
    city = factories.make_city(name_en="Sarajevo")

    assert save(staff_client, city, country="BA").status_code == 302


def test_status_of_an_action_is_edited_as_the_tracker_has_it(staff_client):
    action = factories.make_action(stated_status="planning")
    page = staff_client.get(address(models.StrategyAction, "change", action.pk))

    save(staff_client, action, stated_status="completed")

    action.refresh_from_db()
    assert (action.stated_status, action.status) == ("completed", "completed")
    assert "reported_status" not in page.content.decode()


def test_reported_status_is_shown_and_is_not_edited(staff_client):
    action = factories.make_action(stated_status="planning", reported_status="implementation")
    page = staff_client.get(address(models.StrategyAction, "change", action.pk))

    save(staff_client, action, stated_status="completed", reported_status="cancelled")

    action.refresh_from_db()
    assert (action.stated_status, action.reported_status) == ("completed", "implementation")
    assert action.status == "implementation"
    field = re.search(
        r'field-reported_status.*?class="readonly">(.*?)<', page.content.decode(), re.DOTALL
    )
    assert field[1] == "toteutusvaihe"


def test_actions_are_listed_by_what_is_reported(staff_client):
    reported = factories.make_action(stated_status="planning", reported_status="completed")
    factories.make_action(stated_status="planning")

    page = staff_client.get(address(models.StrategyAction), {"status__exact": "completed"})

    assert list(page.context["cl"].queryset) == [reported]
    assert '<td class="field-status">valmis</td>' in page.content.decode()


def test_way_of_adding_up_is_chosen_in_the_form(staff_client):
    indicator = factories.make_indicator()

    save(staff_client, indicator, roll_up="sum")

    indicator.refresh_from_db()
    assert indicator.roll_up == "sum"


def test_language_tabs_come_from_our_own_address(staff_client):
    html = staff_client.get(address(Event, "add")).content.decode()

    assert re.findall(r'<script[^>]+src="(?!/)', html) == []
    assert '/static/js/language_tabs.js"' in html
    assert {"title_fi", "title_sv", "title_en"} <= set(re.findall(r'name="(title_\w+)"', html))
