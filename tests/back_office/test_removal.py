"""Deleting without losing: what others refer to is hidden from visitors and can be restored."""

import re

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Event
from programme import models
from tests import factories
from tests.back_office.test_pages import address, form_data
from tests.test_site import FEEDS, make_one_of_each, public_addresses

pytestmark = pytest.mark.django_db


def programme():
    return factories.make_basket().programme


def event():
    whole = factories.make_event()
    factories.make_event(part_of=whole)
    return whole


def objective():
    theme = factories.make_objective()
    factories.make_objective(strategy=theme.strategy, parent=theme)
    return theme


def action():
    """One that an event has taken home."""
    row = factories.make_action()
    factories.make_event().takeaways.create(title_fi="Oppi", action=row)
    return row


def organisation():
    row = factories.make_organisation()
    factories.make_action().responsibilities.create(organisation=row)
    return row


def indicator():
    row = factories.make_indicator()
    factories.make_action().indicators.add(row)
    return row


REFERRED_TO = {
    models.Programme: programme,
    models.ThematicBasket: lambda: factories.make_membership().basket,
    models.City: lambda: factories.make_participation().city,
    models.Strategy: lambda: factories.make_action().strategy,
    models.Objective: objective,
    models.StrategyAction: action,
    models.Organisation: organisation,
    models.Indicator: indicator,
    Event: event,
}
FREE = {
    models.Programme: factories.make_programme,
    models.ThematicBasket: factories.make_basket,
    models.City: factories.make_city,
    models.Strategy: factories.make_strategy,
    models.Objective: factories.make_objective,
    models.StrategyAction: factories.make_action,
    models.Organisation: factories.make_organisation,
    models.Indicator: lambda: factories.make_value().indicator,
    Event: factories.make_event,
}
each_model = pytest.mark.parametrize("model", REFERRED_TO, ids=lambda model: model.__name__)


def columns(row):
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def delete(client, row):
    return client.post(address(type(row), "delete", row.pk), {"post": "yes"}, follow=True)


@each_model
def test_row_that_is_referred_to_is_removed_and_restored_exactly(staff_client, model):
    row = REFERRED_TO[model]()
    row.refresh_from_db()
    before = columns(row)

    page = staff_client.get(address(model, "delete", row.pk))
    delete(staff_client, row)
    row.refresh_from_db()
    removed_at = row.removed_at
    staff_client.post(address(model, "restore", row.pk))
    row.refresh_from_db()

    assert page.status_code == 200
    assert not page.context["protected"]
    assert removed_at is not None
    assert columns(row) == before
    assert [list(entry.changes) for entry in LogEntry.objects.get_for_object(row)[:2]] == [
        ["removed_at"]
    ] * 2


@each_model
def test_row_that_nothing_refers_to_is_deleted(staff_client, model):
    row = FREE[model]()

    delete(staff_client, row)

    assert not model.objects.filter(pk=row.pk).exists()


def test_many_are_deleted_or_removed_each_as_it_is(staff_client):
    free, kept = factories.make_city(), factories.make_participation().city
    data = {"action": "delete_selected", "_selected_action": [free.pk, kept.pk], "post": "yes"}

    page = staff_client.post(address(models.City), data, follow=True)

    assert list(models.City.objects.all()) == [kept]
    assert models.City.objects.get().removed_at
    [message] = [str(each) for each in page.context["messages"]]
    assert kept.name in message
    assert free.name not in message


def test_list_shows_removed_rows_when_asked_and_restores_them(staff_client):
    shown = factories.make_city()
    gone = factories.make_city(removed_at=timezone.now())

    def rows(**query):
        return list(staff_client.get(address(models.City), query).context["cl"].queryset)

    assert (rows(), rows(removed="yes"), set(rows(removed="all"))) == (
        [shown],
        [gone],
        {shown, gone},
    )
    data = {"action": "restore_selected", "_selected_action": [gone.pk]}
    staff_client.post(address(models.City) + "?removed=yes", data)
    assert set(rows()) == {shown, gone}


def test_restoring_needs_the_right_to_delete(client, django_user_model):
    gone = factories.make_city(removed_at=timezone.now())
    user = django_user_model.objects.create_user("editor", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_city"))
    client.force_login(user)

    assert client.post(address(models.City, "restore", gone.pk)).status_code == 403


def test_removed_row_is_offered_by_no_picker_but_where_it_is_chosen(staff_client):
    strategy = factories.make_strategy()
    gone = factories.make_basket(programme=strategy.programme, removed_at=timezone.now())
    shown = factories.make_basket(programme=strategy.programme)
    using = factories.make_action(strategy=strategy, basket=gone)
    other = factories.make_action(strategy=strategy)

    def offered(row):
        page = staff_client.get(address(models.StrategyAction, "change", row.pk))
        return set(page.context["adminform"].form.fields["basket"].queryset)

    assert (offered(other), offered(using)) == ({shown}, {shown, gone})
    data = form_data(staff_client.get(address(models.StrategyAction, "change", using.pk)))
    assert (
        staff_client.post(address(models.StrategyAction, "change", using.pk), data).status_code
        == 302
    )


def test_removed_row_is_offered_by_no_search(staff_client):
    shown = factories.make_organisation(name_fi="Satama A")
    factories.make_organisation(name_fi="Satama B", removed_at=timezone.now())
    query = {
        "app_label": "programme",
        "model_name": "actionorganisation",
        "field_name": "organisation",
        "term": "Satama",
    }

    found = staff_client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert [each["id"] for each in found] == [str(shown.pk)]


def test_code_of_a_removed_row_is_refused_with_the_reason(staff_client):
    factories.make_action(code="9.Z.1", removed_at=timezone.now())
    other = factories.make_action()
    page = address(models.StrategyAction, "change", other.pk)

    answer = staff_client.post(page, form_data(staff_client.get(page)) | {"code": "9.Z.1"})

    errors = answer.context["adminform"].form.non_field_errors()
    assert len(errors) == 1
    assert "palauta" in errors[0].lower() or "restore" in errors[0].lower()


def test_removed_rows_appear_on_no_page_feed_or_sitemap(client, language):
    with translation.override(language):
        make_one_of_each("Zebra")
        addresses = make_one_of_each("Unicorn", removed_at=timezone.now())
        feeds = [reverse(name) for name in FEEDS]

    pages = {path: client.get(path) for path in public_addresses(client, language) + feeds}
    pages["/sitemap.xml"] = client.get("/sitemap.xml")
    shown = "".join(page.content.decode() for page in pages.values())

    assert "Zebra" in shown
    assert "Unicorn" not in shown
    assert not set(addresses) & set(re.findall(r"/[a-z]{2}/[^\s\"<?#]+", shown))
    assert [client.get(path).status_code for path in addresses] == [404] * 10


def test_removed_basket_objective_and_organisation_are_named_nowhere(client):
    make_one_of_each("Zebra")
    now = timezone.now()
    models.Objective.objects.update(removed_at=now, name_en="Unicorn")
    models.ThematicBasket.objects.update(removed_at=now, name_en="Unicorn")
    models.Organisation.objects.update(removed_at=now, name_en="Unicorn")

    pages = [client.get(path) for path in public_addresses(client, "en")]
    pages += [
        client.get(f"/en/actions/?{query}")
        for query in ("theme=none", "basket=none", "organisation=none")
    ]
    shown = "".join(page.content.decode() for page in pages)

    assert "Zebra" in shown
    assert "Unicorn" not in shown
    for action in models.StrategyAction.objects.filter(title_en="Zebra"):
        strategy = client.get(f"/en/strategies/{action.strategy.slug}/")
        assert action in strategy.context["without_theme"]


def test_home_city_stays_and_says_so_at_either_door(staff_client):
    home = factories.make_city(name_en="Pori", is_home=True)
    other = factories.make_participation().city
    sentence = "Kotikaupunkia ei voi poistaa."

    pages = [
        staff_client.post(address(models.City, "delete", home.pk), {"post": "yes"}),
        staff_client.post(
            address(models.City),
            {
                "action": "delete_selected",
                "_selected_action": [home.pk, other.pk],
                "post": "yes",
            },
        ),
    ]

    assert [sentence in page.content.decode() for page in pages] == [True, True]
    assert set(models.City.objects.filter(removed_at=None)) == {home, other}


def test_home_city_is_not_removed_behind_the_back_of_the_forms():
    home = factories.make_city(is_home=True)

    with pytest.raises(IntegrityError, match="home_city_is_not_removed"):
        models.City.objects.filter(pk=home.pk).update(removed_at=timezone.now())
