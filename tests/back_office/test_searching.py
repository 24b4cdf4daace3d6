"""The search boxes and choosers of the back office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from programme import models
from reporting import models as reporting
from tests import factories
from tests.back_office.test_pages import MAKERS, address

pytestmark = pytest.mark.django_db

# Each field whose choices are searched: where it stands, and the rows that it offers.
CHOOSERS = {
    ("programme", "strategyaction", "objective"): models.Objective,
    ("programme", "strategyaction", "indicators"): models.Indicator,
    ("programme", "actionorganisation", "organisation"): models.Organisation,
    ("programme", "participation", "city"): models.City,
    ("events", "agendaitem", "action"): models.StrategyAction,
    ("events", "takeaway", "benefit"): models.Benefit,
    ("events", "event", "part_of"): Event,
    ("reporting", "actioncontact", "person"): reporting.Person,
    ("reporting", "actioncontact", "basket"): models.ThematicBasket,
    ("reporting", "lockexception", "report"): reporting.ActionReport,
}


def choices(client, field, **query):
    names = dict(zip(("app_label", "model_name", "field_name"), field, strict=True))
    answer = client.get(reverse("admin:autocomplete"), names | query)
    assert answer.status_code == 200
    return [result["text"] for result in answer.json()["results"]]


@pytest.mark.parametrize("field", CHOOSERS, ids="-".join)
def test_chooser_asks_as_many_queries_for_three_rows_as_for_one(staff_client, field):
    def count():
        with CaptureQueriesContext(connection) as queries:
            found = choices(staff_client, field)
        return len(queries), len(found)

    make = MAKERS[CHOOSERS[field]]
    make()
    for_one = count()
    make()
    make()

    assert count() == (for_one[0], for_one[1] + 2)


@pytest.mark.parametrize("typed", ["ÄÄNEKOSKI", "äänekoski", "Äänekoski", "neKOSKI", "koski ään"])
@pytest.mark.parametrize("written", ["Äänekoski", "äänekoski", "ÄÄNEKOSKI"])
def test_search_knows_every_letter_in_either_case(staff_client, typed, written):
    factories.make_organisation(name_sv=f"Staden {written}")
    factories.make_organisation(name_fi="Aanekorpi")

    page = staff_client.get(address(models.Organisation), {"q": typed})

    assert [row.name_sv for row in page.context["cl"].queryset] == [f"Staden {written}"]


def test_letter_of_two_characters_is_found_as_one(staff_client):
    row = factories.make_organisation(name_fi="Mänttä")

    found = staff_client.get(address(models.Organisation), {"q": "Ma\u0308ntta\u0308"})

    assert list(found.context["cl"].queryset) == [row]


@pytest.mark.parametrize("typed", ["%", "_", "\\", '"', "'", "(", "[a-z]"])
def test_signs_of_patterns_are_letters_like_others(staff_client, typed):
    factories.make_organisation(name_fi="Porin kaupunki")
    row = factories.make_organisation(name_fi=f"Porin {typed} kaupunki")

    found = staff_client.get(address(models.Organisation), {"q": typed})

    assert list(found.context["cl"].queryset) == [row]


def test_chooser_finds_what_the_list_finds(staff_client):
    factories.make_event(title_fi="Älykäs kaupunki")
    factories.make_event(title_fi="Alykas kaupunki")

    assert choices(staff_client, ("events", "event", "part_of"), term="äLYKÄS") == [
        "Älykäs kaupunki"
    ]


def test_chooser_of_counted_rows_keeps_the_order_of_their_model(staff_client):
    for name in ("Öljy", "Aura", "Meri"):
        factories.make_indicator(name_fi=name, slug=name.lower()[:1])

    found = choices(staff_client, ("programme", "strategyaction", "indicators"))

    assert found == [str(each) for each in models.Indicator.objects.all()]
