import pytest

from programme.models import Benefit, LoadedRow, NewsItem
from tests.factories import make_benefit, make_news, make_programme
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_benefit_is_received_only_with_a_source():
    make_benefit(standing="received", source_url="https://example.org/")
    make_benefit(standing="expected", source_url="")

    refused(make_benefit, standing="received", source_url="")


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
