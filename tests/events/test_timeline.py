"""Programmes, phases, events and milestones on one scale of time."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import strip_tags

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def chart_of(client, address):
    html = client.get(address).content.decode()
    chart = html[html.index('<div class="chart">') : html.index("</main>")]
    return chart[: chart.index("</details>")] if "</details>" in chart else chart


def words(html):
    return " ".join(strip_tags(html).split())


def names(chart):
    """The rows of the chart, from the top."""
    return [words(row) for row in re.findall(r'timeline__name">(.*?)</p>', chart, re.S)]


def table(chart):
    body = chart[chart.index("<tbody>") :]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows]


@pytest.fixture
def programme():
    return factories.make_programme(name_en="ICC", starts_on="2020-09", ends_on="2022-11")


def test_rows_are_by_kind_joint_events_first_and_milestones_last(client, programme):
    factories.make_phase(programme=programme, name_en="Kick-off", starts_on="2020-09")
    event = {"programme": programme}
    factories.make_event(**event, kind="milestone", title_en="Call")
    factories.make_event(**event, kind="seminar", title_en="Seminar")
    factories.make_event(**event, kind="city_lab", title_en="Lab", joint_event_number=1)
    action = factories.make_action(strategy=factories.make_strategy(programme=programme))
    factories.make_milestone(action=action, title_en="Step", due_on="2022")

    chart = chart_of(client, programme.get_absolute_url())

    assert names(chart) == [
        "ICC",
        "Kick-off",
        "Joint events 1",
        "Seminar 1",
        "Milestone 1",
        "Milestones of actions 1",
    ]
    assert words(chart).startswith(
        "From September 2020 to 2022: 1 programme, 1 phase, 1 joint event, "
        "1 other event, 1 milestone and 1 milestone of an action."
    )


def test_table_has_everything_that_is_drawn_with_its_time_and_its_link(client, programme):
    lab = factories.make_event(programme=programme, title_en="Lab", joint_event_number=4)
    factories.make_phase(programme=programme, name_en="Review", starts_on="2022-06", ends_on="2022")

    chart = chart_of(client, programme.get_absolute_url())

    assert table(chart) == [
        ["ICC", "Programme", "September 2020 – November 2022"],
        ["Lab", "Joint event 4", "16–19 February 2021"],
        ["Review", "Phase", "June 2022 – 2022"],
    ]
    assert f'href="{lab.get_absolute_url()}"' in chart
    assert f'href="{programme.get_absolute_url()}#phases"' in chart


def test_joint_event_carries_its_number(client, programme):
    factories.make_event(programme=programme, joint_event_number=3)
    factories.make_event(programme=programme, joint_event_number=5, starts_on="2022-06", ends_on="")

    chart = chart_of(client, programme.get_absolute_url())

    assert re.findall(r'class="moment__number[^>]*>(\d)<', chart) == ["3", "5"]


def test_event_known_by_its_month_is_as_wide_as_the_month(client, programme):
    factories.make_event(programme=programme, starts_on="2021-06", ends_on="")

    chart = chart_of(client, programme.get_absolute_url())

    width = re.search(r'class="moment--rough" x="[\d.]+%"[^>]*width="([\d.]+)%"', chart).group(1)
    assert round(float(width) / 100 * (366 + 365 + 365)) == 30


def test_event_without_time_is_listed_and_not_drawn(client, programme):
    factories.make_event(programme=programme, title_en="Sometime", starts_on="", ends_on="")

    chart = chart_of(client, programme.get_absolute_url())

    assert names(chart) == ["ICC"]
    assert "Not drawn: Sometime (time not known)" in words(chart)
    assert "1 programme; 1 more is not drawn." in words(chart)


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_event_whose_time_does_not_hold_is_listed_and_not_drawn(client, programme, status):
    factories.make_event(programme=programme, title_en="Gala", status=status)

    chart = chart_of(client, programme.get_absolute_url())

    assert names(chart) == ["ICC"]
    assert f"Not drawn: Gala ({status})" in words(chart)
    assert ["Gala", "City Lab", f"16–19 February 2021 {status}"] in table(chart)


def test_draft_event_is_neither_drawn_nor_counted(client, programme):
    factories.make_event(programme=programme, kind="seminar", title_en="Open")
    factories.make_event(programme=programme, kind="seminar", title_en="Secret", is_public=False)

    chart = chart_of(client, programme.get_absolute_url())

    assert names(chart) == ["ICC", "Seminar 1"]
    assert "Open" in chart
    assert "Secret" not in chart


def test_programme_without_any_time_says_so(client):
    programme = factories.make_programme(starts_on="", ends_on="")

    chart = chart_of(client, programme.get_absolute_url())

    assert words(chart).startswith("No times are known, so there is nothing to draw yet.")
    assert "<svg" not in chart


@pytest.mark.parametrize(
    ("today", "said", "has_line"),
    [
        (datetime(2021, 7, 1, 12, tzinfo=UTC), "today 1 July 2021", True),
        (datetime(2019, 7, 1, 12, tzinfo=UTC), "← today is 1 July 2019", False),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), "today is 1 July 2026 →", False),
    ],
)
def test_today_is_marked_in_words(client, programme, today, said, has_line):
    with time_machine.travel(today, tick=False):
        chart = chart_of(client, programme.get_absolute_url())

    assert said in words(chart)
    assert ("timeline__today" in chart) is has_line


def test_phases_stand_under_their_programme(client, programme):
    later = factories.make_programme(name_en="Later", starts_on="2023", ends_on="2025")
    factories.make_phase(programme=programme, name_en="First phase", starts_on="2020-10")
    factories.make_phase(programme=later, name_en="Later phase", starts_on="2024")

    chart = chart_of(client, "/en/programmes/")

    assert names(chart) == ["ICC", "First phase", "Later", "Later phase"]


def test_picture_is_hidden_from_those_who_are_read_the_table(client, programme):
    chart = chart_of(client, programme.get_absolute_url())

    picture = chart[: chart.index("<details")]
    assert '<div class="timeline" aria-hidden="true">' in picture
    assert "<a " not in picture
    assert "style=" not in chart


def test_programmes_take_as_many_queries_for_three_as_for_one(client):
    def make():
        programme = factories.make_programme()
        factories.make_phase(programme=programme, starts_on="2021")
        factories.make_event(programme=programme)
        action = factories.make_action(strategy=factories.make_strategy(programme=programme))
        factories.make_milestone(action=action, due_on="2022")

    make()
    with CaptureQueriesContext(connection) as for_one:
        client.get("/en/programmes/")
    make()
    make()

    with CaptureQueriesContext(connection) as for_three:
        chart = chart_of(client, "/en/programmes/")

    assert len(for_three) == len(for_one)
    assert "3 programmes, 3 phases, 3 other events and 3 milestones of actions" in words(chart)
