"""Charts on their pages: the numbers of the table, the sentence above, what is said of gaps."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import strip_tags

from programme.grouping import grouped
from programme.models import ActionOrganisation, StrategyAction
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def html_of(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def rows_of(html, table):
    """The cells of the body of a table, in words."""
    body = re.search(rf'<table class="{table}">.*?<tbody>(.*?)</tbody>', html, re.S).group(1)
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows)
    return [[" ".join(strip_tags(cell).split()) for cell in row] for row in cells]


def sentence_of(html):
    found = re.search(r'<p class="chart__sentence">(.*?)</p>', html, re.S).group(1)
    return " ".join(strip_tags(found).split())


def rendered(source, **context):
    return Template("{% load chart_tags %}" + source).render(Context(context))


def make_actions(*statuses, **fields):
    strategy = fields.pop("strategy", None) or factories.make_strategy()
    return [factories.make_action(strategy=strategy, status=s, **fields) for s in statuses]


# Status of all actions


def statuses_html(**context):
    statuses = StrategyAction.objects.public().by_status()
    return rendered("{% status_chart statuses keep=keep %}", statuses=statuses, **context)


def test_each_status_has_a_row_with_its_number_and_its_bar():
    make_actions("planning", "planning", "completed", "no_information")

    html = statuses_html()

    assert rows_of(html, "bars") == [
        ["No information", "1"],
        ["Not started", "0"],
        ["Planning", "2"],
        ["Implementation", "0"],
        ["Completed", "1"],
        ["Cancelled", "0"],
    ]
    assert re.findall(r'bar--(\w+)"><rect[^>]* width="([\d.]+%)"', html) == [
        ("no_information", "50%"),
        ("planning", "100%"),
        ("completed", "50%"),
    ]


def test_number_leads_to_its_actions_among_those_that_were_chosen():
    make_actions("planning")

    html = statuses_html(keep={"theme": "roadmap-1", "status": "completed"})

    assert "/en/actions/?theme=roadmap-1&amp;status=planning" in html


def test_chart_of_a_round_has_no_links():
    html = rendered(
        "{% status_chart statuses is_linked=False %}",
        statuses=StrategyAction.objects.by_status(),
    )

    assert "Planning" in html
    assert "href" not in html


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([], "There are no actions here."),
        (["no_information"], "The status of the only action here is not known."),
        (["no_information"] * 2, "The status of none of these 2 actions is known."),
        (["completed"], "Completed: 1 of 1 action; its status is known."),
        (["completed", "planning"], "Completed: 1 of 2 actions; the status of each is known."),
        (
            ["completed", "planning", "no_information"],
            "Completed: 1 of 3 actions; status not known: 1.",
        ),
    ],
)
def test_sentence_says_how_many_are_completed_and_how_many_unknown(statuses, sentence):
    make_actions(*statuses)

    assert sentence_of(statuses_html()) == sentence


def test_geometry_is_the_same_in_every_language():
    make_actions("planning", "planning", "planning", "completed")

    with translation.override("fi"):
        html = statuses_html()

    assert 'width="33.33%"' in html
    assert "style=" not in html


# Status by theme, basket and organisation


def test_actions_of_a_theme_are_those_of_its_target_states_too(client):
    theme = factories.make_objective(code="1", name_en="Nature")
    state = factories.make_objective(strategy=theme.strategy, parent=theme, code="1.A")
    make_actions("planning", strategy=theme.strategy, objective=theme)
    make_actions("planning", "completed", strategy=theme.strategy, objective=state)
    make_actions("cancelled", strategy=theme.strategy)

    html = html_of(client, "/en/progress/")

    assert rows_of(html, "groups") == [
        ["1 Nature", "3", "0", "0", "2", "0", "1", "0"],
        ["No theme", "1", "0", "0", "0", "0", "0", "1"],
    ]
    assert "The largest group is “1 Nature”: 3 of the 4 actions; in no group: 1." in html


def test_each_number_leads_to_as_many_actions(client):
    theme = factories.make_objective(code="1")
    make_actions("planning", "completed", strategy=theme.strategy, objective=theme)
    make_actions("planning", basket=factories.make_basket())
    draft = factories.make_programme(is_public=False)
    make_actions("planning", basket=factories.make_basket(programme=draft))

    for by in ("theme", "basket", "organisation"):
        html = html_of(client, "/en/progress/", by=by)
        links = re.findall(rf'href="(/en/actions/\?{by}=[^"]*)">(\d+)<', html)
        assert len(links) >= 2
        for address, number in links:
            found = html_of(client, address.replace("&amp;", "&"))
            assert re.search(rf"\b{number} actions?\b", found), address


def test_action_of_two_organisations_counts_in_both_and_that_is_said(client):
    (shared,) = make_actions("planning")
    for name in ("Ant", "Bee"):
        organisation = factories.make_organisation(name_en=name)
        ActionOrganisation.objects.create(action=shared, organisation=organisation)

    html = html_of(client, "/en/progress/", by="organisation")

    assert [row[:2] for row in rows_of(html, "groups")] == [["Ant", "1"], ["Bee", "1"]]
    assert "The largest groups have 1 of the 1 actions each." in html
    assert "An action of several organisations counts in each of them." in html


def test_basket_without_actions_and_actions_without_a_basket_both_have_a_row(client):
    factories.make_basket(name_en="Empty")
    make_actions("planning")

    html = html_of(client, "/en/progress/", by="basket")

    assert [row[:2] for row in rows_of(html, "groups")] == [["Empty", "0"], ["No basket", "1"]]
    assert "None of these actions has been placed in a group." in html


def test_groups_count_and_name_nothing_that_is_not_public(client):
    draft = factories.make_programme(is_public=False)
    hidden = factories.make_basket(programme=draft, name_en="Hidden basket")
    (shown,) = make_actions("planning", basket=hidden)
    (kept,) = make_actions("completed", is_public=False)
    for action, name in ((shown, "Open house"), (kept, "Secret house")):
        organisation = factories.make_organisation(name_en=name)
        ActionOrganisation.objects.create(action=action, organisation=organisation)

    by_basket = html_of(client, "/en/progress/", by="basket")
    by_organisation = html_of(client, "/en/progress/", by="organisation")

    assert [row[:2] for row in rows_of(by_basket, "groups")] == [["No basket", "1"]]
    assert [row[:2] for row in rows_of(by_organisation, "groups")] == [["Open house", "1"]]
    assert "1 action" in html_of(client, "/en/actions/", basket="~none")


def test_grouping_is_a_link_and_an_unknown_one_is_said(client):
    make_actions("planning")

    html = html_of(client, "/en/progress/", by="<moon>")

    assert 'href="?by=theme#groups" aria-current="true"' in html
    assert "The choice “&lt;moon&gt;” is not known and was left out." in html
    assert "No theme" in html


@pytest.mark.parametrize("by", ["theme", "basket", "organisation"])
def test_groups_take_as_many_queries_for_three_as_for_one(by, django_assert_num_queries):
    def make():
        theme = factories.make_objective()
        basket = factories.make_basket()
        (action,) = make_actions(
            "planning", strategy=theme.strategy, objective=theme, basket=basket
        )
        organisation = factories.make_organisation()
        ActionOrganisation.objects.create(action=action, organisation=organisation)

    make()
    with CaptureQueriesContext(connection) as for_one:
        grouped(StrategyAction.objects.public(), by)
    make()
    make()

    with django_assert_num_queries(len(for_one)):
        groups = grouped(StrategyAction.objects.public(), by)

    assert [group.total for group in groups.rows] == [1, 1, 1]


def test_every_part_of_a_bar_is_a_number_of_its_row(client):
    make_actions("planning", "planning", "completed", "cancelled")

    html = html_of(client, "/en/progress/", by="theme")

    (row,) = rows_of(html, "groups")
    parts = re.findall(r'<g class="bar bar--(\w+)"><rect class="bar__area" x="[\d.]+%"', html)
    assert row == ["No theme", "4", "0", "0", "2", "0", "1", "1"]
    assert parts[-3:] == ["planning", "completed", "cancelled"]


# Indicators


def make_values(*numbers, first=2015, indicator=None, **fields):
    indicator = indicator or factories.make_indicator(unit_en="jobs", unit_fi="kpl")
    for at, number in enumerate(numbers):
        year = str(first + at)
        factories.make_value(
            indicator=indicator, value=number, starts_on=year, ends_on=year, **fields
        )
    return indicator


def test_chart_of_an_indicator_says_its_first_and_latest_value_and_its_target(client):
    indicator = make_values(10, 1200)
    make_values(2000, first=2030, indicator=indicator, kind="target")

    html = html_of(client, indicator.get_absolute_url())

    assert sentence_of(html).replace("\xa0", " ").replace("&nbsp;", " ") == (
        "The first of the 2 actual values is 10 jobs (2015) and the latest 1,200 jobs (2016); "
        "the target is 2,000 jobs (2030)."
    )
    assert re.findall(r'<text class="plot__label[^>]*>([^<]*)<', html) == [
        "1,200",
        "target 2,000",
        "10",
    ]


def test_chart_has_a_mark_for_each_value_and_the_table_has_the_same(client):
    indicator = make_values(10, 20)
    make_values(5, first=2014, indicator=indicator, kind="baseline")
    make_values(90, first=2030, indicator=indicator, kind="target")

    html = html_of(client, indicator.get_absolute_url())

    plot = html[html.index("plot__area") : html.index("plot__years")]
    assert [
        plot.count(f'class="mark mark--{kind}') for kind in ("actual", "baseline", "target")
    ] == [
        2,
        1,
        1,
    ]
    assert plot.count('class="plot__line"') == 1
    table = html[html.index("<table") :]
    assert all(f">{number} " in table for number in (5, 10, 20, 90))


def test_gap_breaks_the_line_and_says_why(client):
    indicator = make_values(10, 20)
    make_values(30, first=2019, indicator=indicator)

    html = html_of(client, indicator.get_absolute_url())

    assert html.count('class="plot__line"') == 1
    assert "No line from 2016 to 2019: no value is known between them for a year or longer." in html


def test_value_in_words_and_value_without_time_are_not_drawn_and_that_is_said(client):
    indicator = make_values(10, 20)
    factories.make_value(
        indicator=indicator, value=None, value_as_printed_fi="noin 9", starts_on="2012", ends_on=""
    )
    make_values(1, first=2010, indicator=indicator, kind="baseline")
    indicator.values.filter(kind="baseline").update(
        starts_on="", ends_on="", year_basis="not_stated"
    )

    html = html_of(client, indicator.get_absolute_url()).replace("&nbsp;", " ")

    assert html.count('class="mark mark--actual') == 2 + 1
    assert "mark--baseline" not in html
    assert (
        'Not drawn: actual <span lang="fi">noin 9</span> jobs, since it is known only in words.'
        in html
    )
    assert "Not drawn: baseline 1 jobs, since its time is not known." in html


def test_inferred_time_is_a_hollow_mark_with_its_meaning(client):
    indicator = make_values(10)
    make_values(20, first=2016, indicator=indicator, year_basis="derived")

    html = html_of(client, indicator.get_absolute_url())

    assert html.count("mark--inferred") == 2
    assert "Actual value whose time the source does not state" in html


def test_axis_that_does_not_begin_at_zero_says_so(client):
    far, near = make_values(100_010, 100_050), make_values(10, 50)

    assert "The upright axis begins at 100,010, not at zero." in html_of(
        client, far.get_absolute_url()
    )
    assert "upright axis" not in html_of(client, near.get_absolute_url())


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ([], "No value has both a number and a known time, so there is nothing to draw yet."),
        (
            [5],
            "Only one value has both a number and a known time, so there is nothing to draw yet.",
        ),
    ],
)
def test_fewer_than_two_values_make_a_sentence_and_no_chart(client, numbers, sentence):
    html = html_of(client, make_values(*numbers).get_absolute_url())

    assert sentence_of(html) == sentence
    assert "<svg" not in html


def test_only_targets_to_draw_say_that_no_actual_value_can_be_drawn(client):
    indicator = make_values(55, 60, first=2025, kind="target")

    html = html_of(client, indicator.get_absolute_url())

    assert sentence_of(html) == "No actual value can be drawn."
    assert 'class="plot__line"' not in html


def test_every_indicator_of_the_public_data_has_a_sound_page(client, public_data):
    drawn = []
    for indicator in factories.Indicator.objects.public():
        html = html_of(client, indicator.get_absolute_url())
        assert sentence_of(html)
        if "plot__area" in html:
            drawn.append(indicator.slug)

    assert drawn == [
        "municipal-waste-recycling-rate-finland",
        "unemployed-jobseekers-satakunta",
        "unemployment-pori",
        "unemployment-satakunta",
    ]


# Benefits


def test_benefits_of_each_kind_stand_apart_by_their_standing(client):
    for kind, standing in [
        ("tool", "received"),
        ("tool", "received"),
        ("tool", "stated"),
        ("network", "received"),
        ("visibility", "expected"),
    ]:
        factories.make_benefit(kind=kind, standing=standing, source_url="https://example.org/")
    factories.make_benefit(kind="training", is_public=False)

    html = html_of(client, "/en/benefits/")

    rows = {kind: numbers for kind, *numbers in rows_of(html, "kinds")}
    assert len(rows) == 9
    assert {kind: numbers for kind, numbers in rows.items() if numbers != ["0", "0", "0"]} == {
        "Tool": ["2", "1", "0"],
        "Network": ["1", "0", "0"],
        "Visibility": ["0", "0", "1"],
    }
    kinds = html.split("</table>")[0]
    assert re.findall(r'bar--(\w+)"><rect[^>]* width="([\d.]+%)"', kinds) == [
        ("received", "100%"),
        ("stated", "50%"),
        ("received", "50%"),
        ("expected", "50%"),
    ]
    assert sentence_of(html) == (
        "3 benefits have been received, the most common kind being “tool” (2); "
        "stated by the city: 1, expected: 1."
    )


def test_benefits_of_each_year_and_effort_stand_apart_by_their_standing(client):
    source = "https://example.org/"
    factories.make_benefit(standing="received", source_url=source, starts_on="2022-04-28")
    factories.make_benefit(standing="received", source_url=source, starts_on="2022", ends_on="2023")
    factories.make_benefit(standing="stated", starts_on="2019", effort="over_20")
    factories.make_benefit(standing="expected")

    _kinds, years, efforts = client.get("/en/benefits/").content.decode().split("</table>")[:3]

    assert [[label, *numbers] for label, *numbers in rows_of(years, "kinds")] == [
        ["2022", "2", "0", "0"],
        ["2019", "0", "1", "0"],
        ["Not known", "0", "0", "1"],
    ]
    assert [[label, *numbers] for label, *numbers in rows_of(efforts, "kinds")] == [
        ["Under 1 working day", "0", "0", "0"],
        ["1–5 working days", "0", "0", "0"],
        ["6–20 working days", "0", "0", "0"],
        ["Over 20 working days", "0", "1", "0"],
        ["Not recorded", "2", "0", "1"],
    ]


def test_effort_that_nobody_has_recorded_is_said_and_not_drawn(client):
    factories.make_benefit()

    html = client.get("/en/benefits/").content.decode()

    assert "How much work the benefits took has not been recorded yet." in html
    assert html.count('<table class="kinds">') == 2


def test_no_kind_is_called_the_most_common_where_two_are(client):
    for kind in ("tool", "network"):
        factories.make_benefit(kind=kind, standing="received", source_url="https://example.org/")

    html = html_of(client, "/en/benefits/")

    assert sentence_of(html) == (
        "2 benefits have been received; stated by the city: 0, expected: 0."
    )


def test_page_without_benefits_has_no_chart(client):
    html = html_of(client, "/en/benefits/")

    assert "No benefits have been recorded yet." in html
    assert "<svg" not in html
