from decimal import Decimal

import pytest

from programme.models import Indicator, IndicatorValue
from tests.factories import make_indicator, make_value
from tests.refusals import refused, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", [Decimal("100.01"), -1])
def test_share_is_from_0_to_100(value):
    share = make_indicator(is_share=True)

    make_value(value=value)

    refused(make_value, indicator=share, value=value)


def test_share_over_100_is_refused_with_a_sentence():
    value = make_value(indicator=make_indicator(is_share=True), value=100)
    value.value = 101

    assert said(value)["value"] == ["Prosenttiosuuden on oltava välillä 0–100."]


def test_indicator_with_other_values_cannot_become_a_share():
    indicator = make_value(value=3000).indicator
    indicator.is_share = True

    refused(indicator.save)
    assert said(indicator) == {
        "is_share": [
            "Mittari ei voi olla osuus, koska sillä on arvoja, jotka ovat alle 0 tai "
            "yli 100. Tarkista arvot tai poista valinta."
        ]
    }


def test_values_learn_that_their_indicator_has_become_a_share():
    value = make_value(value=30)

    Indicator.objects.update(is_share=True)

    value.refresh_from_db()
    assert value.is_share
    refused(IndicatorValue.objects.update, value=101)


def test_values_are_not_added_up_unless_it_is_said_how():
    assert make_indicator().roll_up == "none"


@pytest.mark.parametrize("way", ["median", ""])
def test_way_of_adding_up_is_a_known_one(way):
    refused(make_indicator, roll_up=way)


def test_value_is_a_number_or_words_or_both():
    make_value(value=None, value_as_printed_fi="noin 15–20")

    refused(make_value, value=None)


def test_period_of_a_value_cannot_end_before_it_starts():
    refused(make_value, starts_on="2021", ends_on="2020")


def test_one_value_of_a_kind_for_a_period():
    value = make_value(kind="actual")

    make_value(indicator=value.indicator, kind="target")

    refused(make_value, indicator=value.indicator, kind="actual")


def test_latest_value_is_the_latest_actual_one():
    indicator = make_indicator()
    make_value(indicator=indicator, kind="baseline", starts_on="2022", ends_on="2022")
    make_value(indicator=indicator, kind="actual", starts_on="2020", ends_on="2020")
    actual = make_value(indicator=indicator, kind="actual", starts_on="2021-07", ends_on="2021-07")
    target = make_value(indicator=indicator, kind="target", starts_on="2030", ends_on="2030")
    make_value(indicator=indicator, kind="target", starts_on="2025", ends_on="2025")

    indicator = Indicator.objects.with_values().get()

    assert (indicator.latest, indicator.target) == (actual, target)


def test_latest_value_without_actual_ones_is_the_baseline():
    baseline = make_value(kind="baseline", starts_on="", ends_on="")

    assert Indicator.objects.with_values().get().latest == baseline


def test_indicator_without_values_has_no_latest_one():
    make_indicator()

    indicator = Indicator.objects.with_values().get()

    assert (indicator.latest, indicator.target) == (None, None)
