from decimal import Decimal

import pytest
from django.utils.translation import override

from programme import ledger
from programme.models import Benefit, LoadedRow, NewsItem
from tests.factories import make_basket, make_benefit, make_news, make_programme
from tests.refusals import refused, said

pytestmark = pytest.mark.django_db


SOURCE = "https://example.org/"


def test_benefit_is_received_only_with_evidence():
    make_benefit(standing="received", source_url=SOURCE)
    make_benefit(standing="received", evidence_sv="Protokollet", evidence_on="2026-09")
    make_benefit(standing="expected", source_url="")

    refused(make_benefit, standing="received", source_url="")
    refused(make_benefit, standing="received", evidence_fi="Pöytäkirja")
    refused(make_benefit, standing="received", evidence_fi="", evidence_on="2026-09")
    refused(Benefit.objects.filter(standing="expected").update, standing="received")


def test_measure_has_an_amount_and_a_unit_or_neither():
    make_benefit(measure_amount=12, measure_unit="hours")

    refused(make_benefit, measure_amount=12)
    refused(make_benefit, measure_unit="hours")
    refused(make_benefit, measure_amount=0, measure_unit="hours")
    refused(make_benefit, measure_amount=12, measure_unit="litres")


def test_euros_are_told_only_with_a_decision():
    make_benefit(measure_amount=500, measure_unit="euros", decision_url=SOURCE)

    refused(make_benefit, measure_amount=500, measure_unit="euros")


def test_benefit_is_of_the_programme_of_its_basket():
    basket = make_basket()
    make_benefit(programme=basket.programme, basket=basket)

    refused(make_benefit, basket=basket)


def test_benefit_says_what_is_wrong_with_it():
    benefit = make_benefit()
    benefit.standing, benefit.basket = "received", make_basket()
    benefit.measure_amount, benefit.measure_unit = 500, "euros"

    with override("en"):
        assert said(benefit) == {
            "__all__": [
                "A benefit counts as received only with evidence: a source that shows it, "
                "or a description of the evidence with its date.",
                "Euros are told only with a link to the decision.",
                "The basket belongs to another programme.",
            ]
        }
    benefit.measure_amount = 0
    assert len(said(benefit)["__all__"]) == 4


def test_only_what_is_received_is_summed_and_each_unit_for_itself():
    received = {"standing": "received", "source_url": SOURCE}
    make_benefit(**received, measure_amount=12, measure_unit="hours")
    make_benefit(**received, measure_amount="7.5", measure_unit="hours")
    make_benefit(**received, measure_amount=3, measure_unit="contacts")
    make_benefit(**received)
    make_benefit(standing="stated", measure_amount=40, measure_unit="hours")
    make_benefit(standing="expected", measure_amount=9, measure_unit="people")

    assert ledger.sums(Benefit.objects.tally()) == [
        ("hours", Decimal("19.5"), 2),
        ("contacts", Decimal(3), 1),
    ]


def test_benefit_cannot_end_before_it_starts():
    refused(make_benefit, starts_on="2020", ends_on="2019-12-31")


def test_benefits_come_by_standing_and_then_the_latest_first():
    expected = make_benefit(standing="expected", starts_on="2024")
    stated = make_benefit(standing="stated")
    old = make_benefit(standing="received", source_url="https://example.org/", starts_on="2018")
    new = make_benefit(standing="received", source_url="https://example.org/", starts_on="2022")

    assert list(Benefit.objects.by_standing()) == [new, old, stated, expected]


def test_benefits_are_counted_in_every_standing():
    make_benefit(standing="stated")

    assert Benefit.objects.count_by_standing() == [
        ("received", 0),
        ("stated", 1),
        ("expected", 0),
    ]


def test_news_is_public_without_a_programme_but_not_with_a_hidden_one():
    related = make_news(programme=None)
    own = make_news(programme=make_programme())
    make_news(programme=make_programme(is_public=False))

    assert set(NewsItem.objects.public()) == {related, own}


def test_loaded_row_is_remembered_once():
    LoadedRow.objects.create(model="programme.benefit", key="a", values={})
    LoadedRow.objects.create(model="programme.city", key="a", values={})

    refused(LoadedRow.objects.create, model="programme.city", key="a", values={})
