"""The page for the council: what it counts, what it compares, what it says is late, and of when."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from programme.models import Benefit, StrategyAction
from reporting.models import ReportingRound, State
from tests.council import pages
from tests.factories import (
    make_action,
    make_basket,
    make_benefit,
    make_city,
    make_event,
    make_membership,
    make_milestone,
    make_participation,
    make_phase,
    make_programme,
)
from tests.reporting import rows
from tests.reporting.factories import local, make_report, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_rounds():
    spans = [("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31")]
    spring, autumn = rows.make_rounds(*spans)
    for round, name in [(spring, "Spring"), (autumn, "Autumn")]:
        round.name_en = name
        round.save()
    return spring, autumn


def figures(client, round=None):
    """The five numbers as the page shows them: label, number, whole and change in one line each."""
    page = pages.html(client, round)
    found = re.findall(
        r"<div>\s*<dt>(.*?)</dt>\s*(.*?)</div>", part(page, "sheet__figures", "</dl>"), re.S
    )
    return {label: pages.one_line(re.sub("<[^>]+>", " ", said)) for label, said in found}


def part(page, start, end):
    begin = page.index(start)
    return page[begin : page.index(end, begin)]


# Without any round


def test_unknown_is_not_zero_and_nothing_is_compared_before_the_first_round(client):
    rows.make_actions(make_programme(), 2)

    assert figures(client) == {
        "Actions completed": "– not known",
        "Actions in implementation": "– not known",
        "Actions reported": "– no round has been held",
        "Benefits received": "0",
        "Events taken part in": "0",
    }
    text = pages.words(client)
    assert "There is no earlier round to compare with." in text
    assert "The status of none of these 2 actions is known." in text
    assert "No progress report has been approved yet" in text


def test_statuses_of_the_tracker_count_until_a_report_says_otherwise(client, two_rounds):
    spring, _autumn = two_rounds
    first, *_others = rows.make_actions(spring.programme, 3, status="planning")
    rows.approved(spring, first, status="completed", percent=100)

    assert figures(client)["Actions completed"] == "1 of 3"
    assert "An action without an approved report has the status" in pages.words(client)


def test_change_of_today_is_since_the_round_before_the_latest_one(client, two_rounds):
    spring, autumn = two_rounds
    one, two, three = rows.make_actions(spring.programme, 3, status="implementation")
    rows.approved(spring, one, status="implementation")
    for action in (one, two):
        rows.approved(autumn, action, status="completed", percent=100)
    make_report(round=autumn, action=three)

    assert figures(client) == {
        "Actions completed": "2 of 3 change +2",
        "Actions in implementation": "1 of 3 change −2",
        "Actions reported": "2 of 3 asked change +1 (before: 1 of 1)",
        "Benefits received": "0 no change",
        "Events taken part in": "0 no change",
    }
    assert "Compared with Spring" in pages.words(client)


def test_empty_parts_say_that_they_are_empty(client):
    text = pages.words(client)

    assert "No benefits have been recorded yet." in text
    assert "No planned time or milestone has passed, as far as they are known." in text
    assert "No coming events are known." in text


# A round


def test_round_tells_what_was_approved_until_then_and_not_what_came_later(client, two_rounds):
    spring, autumn = two_rounds
    one, two = rows.make_actions(spring.programme, 2, status="planning")
    rows.approved(spring, one, status="implementation")
    rows.approved(autumn, one, status="completed", percent=100)
    rows.approved(autumn, two, status="implementation")

    assert figures(client, spring)["Actions completed"] == "0 of 1"
    assert figures(client, spring)["Actions in implementation"] == "1 of 1"
    assert figures(client, autumn)["Actions completed"] == "1 of 2 change +1"
    assert figures(client, autumn)["Actions in implementation"] == "1 of 2 no change"


def test_completed_action_that_is_not_asked_again_still_counts(client, two_rounds):
    spring, autumn = two_rounds
    one, two = rows.make_actions(spring.programme, 2)
    rows.approved(spring, one, status="completed", percent=100)
    rows.approved(autumn, two)

    assert figures(client, autumn)["Actions completed"] == "1 of 2 no change"


def test_round_without_approved_reports_says_so(client, two_rounds):
    spring, _autumn = two_rounds
    make_report(round=spring, state=State.SUBMITTED, status="completed", percent=100)

    assert figures(client, spring)["Actions completed"] == "– not known"
    assert figures(client, spring)["Actions reported"] == "0 of 1 asked"
    assert "No report has been approved in this round or before it." in pages.words(client, spring)


def test_correction_flows_in_and_is_dated(client, two_rounds):
    spring, _autumn = two_rounds
    report = rows.approved(spring, status="completed", percent=100)
    before = pages.words(client, spring)
    changes = {"status/code": ["completed", "implementation"], "percent": [100, 90]}
    rows.correct(report, changes | {f"status/words/{code}": pair for code, pair in WORDS.items()})

    assert ("Corrected on" in before, "Corrected on" in pages.words(client, spring)) == (
        False,
        True,
    )
    assert figures(client, spring)["Actions completed"] == "0 of 1"


WORDS = {
    "fi": ["valmis", "toteutusvaihe"],
    "sv": ["slutförd", "genomförande"],
    "en": ["completed", "implementation"],
}


def test_benefits_and_events_of_a_round_are_those_until_it_closed(client, two_rounds):
    spring, autumn = two_rounds
    for round, month in [(spring, "08"), (autumn, "02")]:
        year = "2025" if month == "08" else "2026"
        times = {"opens_at": f"{year}-{month}-01", "due_at": f"{year}-{month}-10"}
        times["closes_at"] = f"{year}-{month}-20"
        times = {name: local(f"{day} 12:00") for name, day in times.items()}
        ReportingRound.objects.filter(pk=round.pk).update(**times)
    for day in ("2025-08-20", "2025-08-21", "2026-02", "2026-03-01", ""):
        make_benefit(standing="received", source_url="https://example.org/", starts_on=day)
    for day in ("2025-08-19", "2025-10-01", "2026-03-01"):
        make_event(starts_on=day, ends_on=day, city_role="speaker")
    make_event(starts_on="2025-08-01", ends_on="2025-08-01", city_role="")
    make_event(starts_on="2025-08-01", ends_on="2025-08-01", city_role="host", status="cancelled")

    assert figures(client, spring)["Benefits received"] == "1"
    assert figures(client, spring)["Events taken part in"] == "1"
    assert figures(client, autumn)["Benefits received"] == "3 change +2"
    assert figures(client, autumn)["Events taken part in"] == "2 change +1"
    with time_machine.travel(local("2026-04-01 09:00"), tick=False):
        assert figures(client)["Benefits received"] == "5 change +3"


@pytest.mark.parametrize("kind", ["summary", "summary_pdf", "summary_json"])
def test_unknown_or_planned_round_is_not_found(client, kind):
    planned = make_round(opens_at=timezone.now() + timedelta(hours=1))
    unknown = ReportingRound(slug="unknown")

    for round in (planned, unknown):
        assert client.get(pages.address(kind, round)).status_code == 404


def test_example_round_is_marked_and_never_a_part_of_today(client):
    round = make_round(is_example=True, name_en="Pretended")
    rows.approved(round, status="completed", percent=100)

    page = pages.html(client, round)
    assert '<meta name="robots" content="noindex">' in page
    assert "Example: this round and its reports are made up" in page
    assert figures(client, round)["Actions completed"] == "1 of 1"
    assert figures(client)["Actions completed"] == "– not known"
    assert "Pretended" not in pages.words(client)


# Who and where


def test_identity_is_that_of_the_home_city_whichever_it_is(client):
    programme = make_programme(name_en="Challenge", starts_on="2020-09", ends_on="2022-11")
    basket = make_basket(programme=programme, name_en="Green economy")
    home = make_city(name_en="Aarhus", country="DK", is_home=True)
    participation = make_participation(
        city=home, programme=programme, role="mentor", role_basis="derived"
    )
    make_membership(participation=participation, basket=basket)
    make_participation(city=make_city(name_en="Porto"), programme=programme)
    make_phase(programme=programme, name_en="Roadmap", starts_on="2021", ends_on="2022-06")

    text = pages.words(client)

    assert "City Aarhus" in text
    assert "Mentor city (derived)" in text
    assert "September 2020 – November 2022" in text
    assert "Thematic basket Green economy" in text
    assert "The programme has ended." in text
    assert "Roadmap 2021 – June 2022, over" in text
    assert "Porto" not in text


def test_phase_is_the_one_of_the_day(client):
    programme = make_programme(starts_on="2020-09", ends_on="2022-11")
    home = make_city(is_home=True)
    make_participation(city=home, programme=programme)
    make_phase(programme=programme, name_en="Start", starts_on="2020-09", ends_on="2020-12")
    make_phase(programme=programme, name_en="Middle", starts_on="2021", ends_on="2021")

    with time_machine.travel(local("2021-05-05 12:00"), tick=False):
        text = pages.words(client)

    assert "Where we are now: The programme is running." in text
    assert "Start September 2020 – December 2020, over Middle 2021, running" in text
    assert "Situation on 5 May 2021" in text


# Late


def test_late_are_those_past_their_time_the_longest_first_with_the_reason_of_the_report(
    client, two_rounds
):
    spring, _autumn = two_rounds
    one, two, done, coming, reached = rows.make_actions(spring.programme, 5)
    StrategyAction.objects.filter(pk=one.pk).update(ends_on="2025-03", title_en="Solar roofs")
    make_milestone(action=two, title_en="Permit", due_on="2024-12-31")
    make_milestone(action=done, title_en="Gone", due_on="2024")
    make_milestone(action=coming, title_en="Ahead", due_on="2099")
    make_milestone(action=reached, title_en="Arrived", due_on="2024", reached_on="2024-05")
    said = {"language": "en", "summary_en": "So.", "next_steps_en": "On we go."}
    rows.approved(spring, one, **said, obstacles_en="Panels are scarce.")
    rows.approved(spring, two, **said)
    rows.approved(spring, done, status="completed", percent=100)

    late = pages.one_line(
        re.sub("<[^>]+>", " ", part(pages.html(client, spring), "sheet__late", "</ul>"))
    )

    assert late.index("Permit") < late.index("Solar roofs")
    assert "milestone: Permit, 31 December 2024 The report gives no reason." in late
    assert "planned end: March 2025 Reason: Panels are scarce." in late
    assert [word for word in ("Gone", "Ahead", "Arrived") if word in late] == []


def test_no_more_late_ones_than_there_is_room_for_and_the_others_are_counted(client):
    for _ in range(6):
        make_action(ends_on="2020")

    text = pages.words(client)

    assert text.count("planned end: 2020") == 4
    assert "And 2 more." in text
    assert "No approved report." in text


def test_missing_reports_are_named_once_the_round_is_due(client, two_rounds):
    spring, _autumn = two_rounds
    one, two, three = rows.make_actions(spring.programme, 3)
    rows.approved(spring, one)
    make_report(round=spring, action=two)
    make_report(round=spring, action=three, state=State.WAIVED)

    assert "The reports of Spring are due on" in pages.words(client, spring)
    rows.close(spring)
    assert "1 action has no approved report of Spring" in pages.words(client, spring)
    assert pages.data(client, spring).json()["missing"] == {"count": 1, "codes": [two.code]}


# Benefits and events


def test_benefits_are_the_surest_and_then_the_newest(client):
    for title, standing, day in [
        ("Old", "received", "2020"),
        ("Undated", "received", ""),
        ("New", "received", "2024-03-21"),
        ("Hoped", "expected", "2026"),
        ("Said", "stated", "2025"),
    ]:
        make_benefit(
            title_en=title, standing=standing, starts_on=day, source_url="https://example.org/"
        )

    with time_machine.travel(local("2026-05-05 12:00"), tick=False):
        shown = pages.data(client).json()["benefits"]

    assert [each["title"]["en"][0] for each in shown["shown"]] == ["New", "Old", "Undated"]
    assert shown["count"] == 5
    page = pages.html(client)
    first = Benefit.objects.get(title_en="New")
    with translation.override("en"):
        assert f'<a href="{first.get_absolute_url()}">New</a>' in page


def test_next_event_is_the_first_that_will_be_held(client):
    for title, day, status in [
        ("Past", "2026-05-01", "scheduled"),
        ("Called off", "2026-05-06", "cancelled"),
        ("Put off", "2026-05-07", "postponed"),
        ("Second", "2026-07-01", "scheduled"),
        ("First", "2026-06-01", "moved"),
        ("Some day", "", "scheduled"),
    ]:
        make_event(title_en=title, starts_on=day, ends_on=day, status=status, place_en="Delft")

    with time_machine.travel(local("2026-05-05 12:00"), tick=False):
        text = pages.words(client)

    assert "Next event First 1 June 2026 · Delft" in text
    assert [
        word for word in ("Past", "Called off", "Put off", "Second", "Some day") if word in text
    ] == []


# Hash


def test_hash_is_that_of_the_data_and_the_same_in_each_language(client, two_rounds):
    spring, _autumn = two_rounds
    rows.approved(spring)

    for round in (None, spring):
        files = {pages.data(client, round, code).content for code in ("fi", "sv", "en")}
        assert len(files) == 1
        digest = hashlib.sha256(files.pop()).hexdigest()
        for code in ("fi", "sv", "en"):
            assert f"<code>{digest}</code>" in pages.html(client, round, code)


def test_hash_changes_with_the_data_only(client, two_rounds):
    spring, _autumn = two_rounds
    action = rows.approved(spring, status="implementation").action
    rows.close(spring)
    first = pages.data(client, spring).content
    assert pages.data(client, spring).content == first

    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        assert pages.data(client, spring).content == first
    StrategyAction.objects.filter(pk=action.pk).update(internal_notes="Changed")
    assert pages.data(client, spring).content == first
    make_milestone(action=action, due_on="2024")
    assert pages.data(client, spring).content != first


def test_data_is_plain_json_with_its_schema(client):
    content = pages.data(client).content

    assert json.loads(content)["schema"] == 1
    assert content.decode() == json.dumps(
        json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


# Links and cost


def test_page_is_linked_from_home_progress_and_the_round(client, two_rounds):
    spring, _autumn = two_rounds

    assert 'href="/en/summary/"' in client.get("/en/").content.decode()
    assert 'href="/en/summary/"' in client.get("/en/progress/").content.decode()
    of_round = client.get(f"/en/progress/{spring.slug}/").content.decode()
    assert f'href="/en/summary/{spring.slug}/"' in of_round
    assert f'href="/en/summary/{spring.slug}/summary.pdf"' in of_round
    assert client.get(f"/en/summary/{spring.slug}/summary.pdf").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(client, two_rounds, count, django_assert_num_queries):
    spring, autumn = two_rounds
    home = make_city(is_home=True)
    participation = make_participation(city=home, programme=spring.programme)
    for action in rows.make_actions(spring.programme, count, ends_on="2024"):
        make_membership(participation=participation)
        make_milestone(action=action, due_on="2024")
        make_phase(programme=spring.programme)
        make_benefit()
        make_event(city_role="host")
        rows.approved(spring, action)
        rows.approved(autumn, action)
        make_report(round=autumn)

    with django_assert_num_queries(12):
        client.get(pages.address())
    with django_assert_num_queries(14):
        client.get(pages.address(round=autumn))
