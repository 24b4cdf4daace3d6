"""When what is written becomes public: in lists, on the form and after saving."""

from datetime import datetime

import pytest
import time_machine
from django.utils.timezone import get_current_timezone
from django.utils.translation import override

from back_office.care.scheduling import countdown
from programme.models import NewsItem
from tests.back_office.test_conflicts import opened, save
from tests.back_office.test_pages import address
from tests.factories import make_basket, make_news, make_programme

pytestmark = pytest.mark.django_db

EIGHT = "2026-12-03 08:00"


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=get_current_timezone())


@pytest.fixture(autouse=True)
def at_noon():
    """It is noon, six days before the third of December."""
    with time_machine.travel(local("2026-11-27 12:00"), tick=False):
        yield


@pytest.fixture(autouse=True)
def in_english(staff_client):
    staff_client.cookies["django_language"] = "en"


def told(client, row, **changes):
    """The last sentence after the form was saved."""
    save(client, row, opened(client, row) | changes)
    page = client.get(address(type(row)))
    return [str(message) for message in page.context["messages"]][-1]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (EIGHT, "in 6 days"),
        ("2026-11-28 00:30", "in 1 day"),
        ("2026-11-27 14:30", "in 2 hours"),
        ("2026-11-27 13:00", "in 1 hour"),
        ("2026-11-27 12:20", "in 21 minutes"),
        ("2026-11-27 12:00", "in 1 minute"),
    ],
)
def test_countdown_is_in_the_unit_that_one_would_use(moment, words):
    with override("en"):
        assert countdown(local(moment)) == words


@pytest.mark.parametrize(
    ("is_public", "moment", "sentence"),
    [
        (True, EIGHT, "Will be published 3 December 2026, 08:00, in 6 days."),
        (False, EIGHT, "It is not marked as public: nothing is published at that time."),
    ],
)
def test_form_says_what_its_time_means(staff_client, is_public, moment, sentence):
    news = make_news(is_public=is_public, publish_at=local(moment))

    form = staff_client.get(address(NewsItem, "change", news.pk)).context["adminform"].form

    assert form.fields["publish_at"].help_text.startswith(f"<strong>{sentence}</strong>")


@pytest.mark.parametrize("moment", [None, "2026-11-20 08:00"])
def test_form_does_not_count_down_to_what_has_passed(staff_client, moment):
    news = make_news(is_public=True, publish_at=moment and local(moment))

    form = staff_client.get(address(NewsItem, "change", news.pk)).context["adminform"].form

    assert "<strong>" not in form.fields["publish_at"].help_text


def test_list_says_when_what_waits_is_published(staff_client):
    make_news(is_public=True, publish_at=local(EIGHT))
    make_news(is_public=True)
    make_news(is_public=False, publish_at=local(EIGHT))

    page = staff_client.get(address(NewsItem)).content.decode()

    assert page.count("3 December 2026, 08:00, in 6 days") == 1
    assert page.count('class="field-publication"') == 3


def test_saving_says_where_visitors_see_it(staff_client):
    news = make_news(is_public=True)
    link = f'<a href="/en/news/#{news.slug}">/en/news/#{news.slug}</a>'

    assert told(staff_client, news) == f"Visitors see it now: {link}"


def test_saving_says_from_when_visitors_will_see_it(staff_client):
    news = make_news(is_public=True)
    when = {"publish_at_0": "2026-12-03", "publish_at_1": "08:00:00"}

    assert told(staff_client, news, **when) == (
        "Will be published 3 December 2026, 08:00, in 6 days. "
        f"Its address will be /en/news/#{news.slug}."
    )


def test_saving_says_that_visitors_do_not_see_it(staff_client):
    news = make_news(is_public=False)

    assert told(staff_client, news) == "It is not public: visitors do not see it."


def test_saving_says_that_what_it_belongs_to_is_not_public(staff_client):
    basket = make_basket(programme=make_programme(is_public=False))

    assert told(staff_client, basket) == (
        "Visitors do not see it: what it belongs to is not public, or it has been removed."
    )
