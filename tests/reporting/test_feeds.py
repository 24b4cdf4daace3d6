"""Corrections as a feed, and what the feeds of the site have in common."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from programme.feeds import NewsFeed
from reporting.feeds import CorrectionFeed
from reporting.models import Correction
from tests.factories import make_city, make_indicator, make_news
from tests.reporting import rows
from tests.reporting.factories import make_round

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def answer(feed, path="/en/corrections/feed/"):
    return feed(RequestFactory().get(path))


def read(feed, path="/en/corrections/feed/"):
    return ElementTree.fromstring(answer(feed, path).content)


def entries(feed):
    """Each entry as the texts of its elements; of its link the address."""
    return [
        {element.tag.removeprefix(ATOM): element.text or element.get("href") for element in entry}
        for entry in read(feed).findall(f"{ATOM}entry")
    ]


def test_entry_tells_what_was_corrected_and_leads_to_it(time_machine):
    round = make_round(slug="spring")
    time_machine.move_to(timezone.now().replace(microsecond=0), tick=False)
    seats = make_indicator(slug="seats", name_en="Seats & chairs")
    (action,) = rows.make_actions(round.programme, code="1.A.1", title_en="A square")
    report = rows.measured(round, seats, action=action, value=Decimal(41))

    rows.correct(report, {"values/seats/value": ["41", "14"]}, reason="Two digits <swapped>")

    assert entries(CorrectionFeed()) == [
        {
            "title": "1.A.1 A square",
            "link": "http://testserver/en/progress/spring/1.A.1/#revision-3",
            "updated": timezone.now().isoformat(),
            "id": f"tag:testserver,2026:en/correction/{Correction.objects.get().pk}",
            "summary": "<p>Seats &amp; chairs: 41 → 14</p>"
            "<p>Typing error. Two digits &lt;swapped&gt;</p>",
        }
    ]


def test_latest_correction_comes_first_and_proposals_do_not_come():
    report = rows.approved(make_round())
    for before, after in ((40, 41), (41, 42)):
        report = rows.correct(report, {"percent": [before, after]})
    Correction.objects.create(report=report, changes={"percent": [42, 43]}, category="new_data")

    summaries = [entry["summary"] for entry in entries(CorrectionFeed())]

    assert [each[:28] for each in summaries] == [
        "<p>Progress: 41\xa0% → 42\xa0%</p>",
        "<p>Progress: 40\xa0% → 41\xa0%</p>",
    ]


def test_correction_of_an_example_says_so():
    report = rows.approved(make_round(is_example=True))

    rows.correct(report, {"percent": [40, 41]})

    assert entries(CorrectionFeed())[0]["title"].startswith(f"Example: {report.action.code}")


def test_correction_is_told_in_the_language_of_the_reader():
    report = rows.approved(make_round(name_sv="Våren"))
    rows.correct(report, {"percent": [40, None]})

    with override("sv"):
        root = read(CorrectionFeed())

    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"


def test_correction_on_something_unpublished_is_not_told():
    shown, hidden = (rows.approved(make_round()) for _ in range(2))
    for report in (shown, hidden):
        rows.correct(report, {"percent": [40, 41]})

    hidden.action.is_public = False
    hidden.action.save()

    titles = [entry["title"] for entry in entries(CorrectionFeed())]
    assert [title.split()[0] for title in titles] == [shown.action.code]


def test_feed_holds_the_latest_fifty():
    report = rows.approved(make_round())
    for number in range(51):
        report = rows.correct(report, {"percent": [number + 40, number + 41]})

    assert len(entries(CorrectionFeed())) == 50


@pytest.mark.parametrize(
    ("feed", "path", "title"),
    [
        (CorrectionFeed(), "/en/corrections/feed/", "Corrections of progress reports – Pori"),
        (NewsFeed(), "/en/news/feed/", "News – Pori"),
    ],
)
def test_feeds_say_who_they_are_and_whose(feed, path, title):
    make_city(name_en="Pori", is_home=True)

    root = read(feed, path)

    assert [root.findtext(ATOM + tag) for tag in ("title", "id", f"author/{ATOM}name")] == [
        title,
        f"http://testserver{path}",
        "Intelligent Cities Challenge – Pori",
    ]
    assert answer(feed, path)["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_control_characters_do_not_break_the_news():
    item = make_news(title_en="City\x0b Lab", summary_en="Two\x0c days")

    (entry,) = entries(NewsFeed())

    assert (entry["title"], entry["summary"]) == ("City Lab", "Two days")
    assert entry["id"] == f"tag:testserver,2026:en/news/{item.pk}"
