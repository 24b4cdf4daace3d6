import pytest
from django.utils import timezone

from programme.models import (
    BasketMembership,
    City,
    Participation,
    Programme,
    ThematicBasket,
)
from tests.factories import (
    make_basket,
    make_city,
    make_membership,
    make_participation,
    make_phase,
    make_programme,
)
from tests.refusals import refused, said

pytestmark = pytest.mark.django_db


def test_programme_cannot_end_before_it_starts():
    refused(make_programme, starts_on="2022-06", ends_on="2022-05")


def test_programme_can_end_in_the_month_in_which_it_starts():
    programme = make_programme(starts_on="2022-06-15", ends_on="2022-06")

    assert Programme.objects.get() == programme


def test_programme_cannot_be_its_own_predecessor():
    programme = make_programme()

    refused(Programme.objects.update, predecessor=programme)


def test_phase_number_and_name_occur_once_in_a_programme():
    phase = make_phase(number=1, slug="assessment")

    make_phase(number=1, slug="assessment")

    refused(make_phase, programme=phase.programme, number=1)
    refused(make_phase, programme=phase.programme, slug="assessment")


def test_phase_cannot_end_before_it_starts():
    refused(make_phase, starts_on="2021", ends_on="2020")


def test_basket_number_occurs_once_in_a_programme():
    basket = make_basket(number=1)

    make_basket(number=1)

    refused(make_basket, programme=basket.programme, number=1)


def test_there_is_one_home_city_at_most():
    home = make_city(is_home=True)
    make_city()

    refused(make_city, is_home=True)
    assert City.objects.home().get() == home


def test_second_home_city_is_refused_with_a_sentence():
    make_city(is_home=True)
    second = City(slug="second", name_en="Second", country="FI", is_home=True)

    assert said(second) == {
        "__all__": [
            "Toinen kaupunki on jo merkitty kotikaupungiksi. Kotikaupunkeja voi olla vain yksi."
        ]
    }


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91, 0), (0, 181), (61, None), (None, 21), (-91, 0)]
)
def test_city_lies_on_earth_or_nowhere(latitude, longitude):
    refused(make_city, latitude=latitude, longitude=longitude)


def test_city_is_once_in_a_programme():
    participation = make_participation()

    refused(make_participation, city=participation.city, programme=participation.programme)


def test_participation_cannot_end_before_it_starts():
    refused(make_participation, starts_on="2022", ends_on="2021")


@pytest.mark.parametrize(("role", "basis"), [("core", ""), ("", "stated")])
def test_role_and_how_it_is_known_come_together(role, basis):
    refused(make_participation, role=role, role_basis=basis)


def test_role_of_a_participation_may_be_unknown():
    participation = make_participation(role="", role_basis="")

    assert Participation.objects.get() == participation


def test_participation_cannot_have_a_basket_of_another_programme():
    refused(make_membership, basket=make_basket())


def test_basket_of_another_programme_is_refused_with_a_sentence():
    membership = BasketMembership(participation=make_participation(), basket=make_basket())

    assert said(membership)["basket"] == [
        "Teemakori kuuluu toiseen ohjelmaan. Valitse saman ohjelman teemakori."
    ]


def test_membership_follows_no_other_programme_than_that_of_its_participation():
    membership = make_membership()

    other = make_programme()

    refused(BasketMembership.objects.update, programme=other)
    refused(Participation.objects.update, programme=other)
    assert BasketMembership.objects.get() == membership


def test_basket_in_use_stays_in_its_programme():
    basket = make_membership().basket
    basket.programme = make_programme()

    assert said(basket) == {
        "programme": ["Korissa on kaupunkeja toisen ohjelman kautta. Poista ne korista ensin."]
    }


def test_participation_with_baskets_stays_in_its_programme():
    participation = make_membership().participation
    participation.programme = make_programme()

    assert said(participation) == {
        "programme": ["Osallistumisella on toisen ohjelman teemakoreja. Poista ne ensin."]
    }


def test_basket_is_once_in_a_participation_and_one_of_them_is_the_main_one():
    membership = make_membership(is_main=True)
    other = make_basket(programme=membership.programme)

    make_membership(participation=membership.participation, basket=other)

    refused(
        make_membership,
        participation=membership.participation,
        basket=membership.basket,
    )
    third = make_basket(programme=membership.programme)
    refused(
        make_membership,
        participation=membership.participation,
        basket=third,
        is_main=True,
    )


def test_known_cities_of_a_programme_are_the_public_ones():
    programme = make_programme()
    make_participation(programme=programme)
    make_participation(programme=programme, city=make_city(is_public=False))
    make_participation(programme=programme, city=make_city(publish_at=tomorrow()))
    make_participation()

    assert Programme.objects.with_counts().get(pk=programme.pk).cities_known == 1


def test_known_cities_of_a_basket_are_the_public_ones():
    basket = make_basket()
    for city in [make_city(is_home=True), make_city(is_public=False)]:
        part = make_participation(city=city, programme=basket.programme)
        make_membership(participation=part, basket=basket)

    basket = ThematicBasket.objects.with_counts().get()

    assert (basket.cities_known, basket.is_of_home) == (1, True)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "state"),
    [
        ("2027", "", "coming"),
        ("2026-12", "2027", "coming"),
        ("2026-11-23", "2026-11-23", "running"),
        ("2020", "2026-11", "running"),
        ("2020", "2026-11-22", "over"),
        ("2020", "", "running"),
    ],
)
def test_state_of_a_phase_is_computed_from_today(time_machine, starts_on, ends_on, state):
    time_machine.move_to("2026-11-23 12:00+02:00")

    phase = make_phase(starts_on=starts_on, ends_on=ends_on)
    phase.refresh_from_db()

    assert phase.state == state


def tomorrow():
    return timezone.now() + timezone.timedelta(days=1)
