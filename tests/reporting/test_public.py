"""What visitors read of progress, and what they never do."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags

from programme.models import StrategyAction
from reporting import links, progress
from reporting.history import public_revisions
from reporting.models import (
    ActionReport,
    Correction,
    LockException,
    ReportAttachment,
    ReportComment,
    ReportingRound,
    State,
)
from reporting.roles import Actor
from tests.factories import make_benefit, make_indicator, make_programme
from tests.reporting import rows
from tests.reporting.factories import approver, make_person, make_report, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def html_of(client, page, **query):
    address = page if page.startswith("/") else reverse(f"reporting:{page}")
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def words(client, page, **query):
    """What stands in the page for a reader, in one line."""
    html = html_of(client, page, **query)
    main = html[html.index("<main") : html.index("</main>")]
    text = strip_tags(re.sub(r"(</(?:d[dt]|t[dh]|h\d|p|li|a)>)", r"\1 ", main))
    return re.sub(r"\s+", " ", text).strip()


def between(text, first, last):
    """The part of a text from one sentence to another."""
    return text[text.index(first) : text.index(last, text.index(first) + len(first))]


@pytest.fixture
def two_rounds():
    return rows.make_rounds(("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31"))


# No rounds


def test_progress_without_any_round_says_what_will_stand_there(client):
    rows.make_actions(make_programme(), 2, status="planning")

    text = words(client, "progress")

    assert "No reporting round has been held yet." in text
    assert "Planning 2" in text
    assert "Latest round" not in text
    assert "Latest corrections" not in text


def test_pages_look_as_before_when_there_is_no_round(client):
    indicator = make_indicator()
    (action,) = rows.make_actions(make_programme())

    assert "Not reported yet." in words(client, action.get_absolute_url())
    assert "The city has not yet reported the status here." in words(
        client, action.get_absolute_url()
    )
    assert "Reported values" not in words(client, indicator.get_absolute_url())
    assert "reported" not in words(client, "/en/")
    assert "Nothing has been corrected yet." in words(client, "correction_list")


def test_planned_round_is_nowhere(client):
    opens = timezone.now() + timedelta(hours=1)
    round = make_round(name_en="Unicorn", opens_at=opens)
    make_round(name_en="Zebra")

    text = words(client, "progress") + html_of(client, "/sitemap.xml")

    assert "Zebra" in text
    assert "Unicorn" not in text
    for page in ("round_detail", "round_csv", "round_json"):
        assert client.get(reverse(f"reporting:{page}", args=[round.slug])).status_code == 404


# A round


def test_round_counts_what_is_reported_of_what_was_asked(client, two_rounds):
    spring, _autumn = two_rounds
    actions = rows.make_actions(spring.programme, 5)
    rows.approved(spring, actions[0])
    make_report(round=spring, action=actions[1], state=State.WAIVED)
    make_report(round=spring, action=actions[2], state=State.SUBMITTED)
    make_report(round=spring, action=actions[3])
    make_report(round=spring, action=actions[4])
    StrategyAction.objects.filter(pk=actions[4].pk).update(is_public=False)

    text = words(client, spring.get_absolute_url())

    assert "1 of 3 actions reported" in text
    assert "1 more need not report, for a reason given" in text
    assert "Not reported, for a reason 1" in text
    assert "Not reported in this round: the action has been postponed" in text
    assert "Not reported yet 2" in text
    assert actions[4].code not in text
    assert "1 of 3 actions reported" in words(client, "progress")


def test_home_page_tells_how_much_of_the_latest_round_is_reported(client, two_rounds):
    spring, autumn = two_rounds
    rows.approved(spring)
    rows.approved(autumn)
    make_report(round=autumn)

    html = html_of(client, "/en/")

    assert f"{autumn.name_fi}</span></a>:" in html
    assert "1 of 2 actions reported" in html
    assert spring.name_fi not in html


def test_round_names_the_first_of_many_that_are_not_reported(client, two_rounds, monkeypatch):
    monkeypatch.setattr("reporting.views.public.MANY", 1)
    spring, _autumn = two_rounds
    first, second = rows.make_actions(spring.programme, 2)
    for action in (first, second):
        make_report(round=spring, action=action)

    text = words(client, spring.get_absolute_url())

    assert "Not reported yet 2" in text
    assert first.code in text
    assert second.code not in text
    assert "The spreadsheet below has them all." in text


def test_closed_round_says_not_reported_without_a_yet_and_shows_its_note(client, two_rounds):
    spring, _autumn = two_rounds
    ReportingRound.objects.filter(pk=spring.pk).update(public_note_en="Thanks to all.")
    make_report(round=spring)
    before = words(client, spring.get_absolute_url())

    rows.close(spring)

    after = words(client, spring.get_absolute_url())
    assert "Not reported yet 1" in before
    assert "Thanks to all." not in before
    assert "Not reported 1" in after
    assert "Thanks to all." in after


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ((1, 2, 3), "Opens on 24 November 2026"),
        ((-1, 2, 3), "Open until 25 November 2026"),
        ((-3, -2, 3), "Past its due date; reports are taken until 26 November 2026"),
        ((-3, -2, -1), "Closed on 22 November 2026"),
    ],
)
def test_state_of_a_round_is_said_with_the_day_that_matters(time_machine, days, sentence):
    time_machine.move_to("2026-11-23 12:00+02:00", tick=False)
    opens, due, closes = (timezone.now() + timedelta(days=number) for number in days)

    round = make_round(opens_at=opens, due_at=due, closes_at=closes)

    assert progress.state_in_words(round) == sentence


def test_archived_round_says_so(time_machine):
    time_machine.move_to("2026-11-23 12:00+02:00", tick=False)
    round = rows.close(make_round())
    round.archived_at = timezone.now()

    assert progress.state_in_words(round) == "Closed on 22 November 2026, archived"


@pytest.mark.parametrize(
    ("was", "became", "direction"),
    [
        (("planning", 40), ("implementation", 30), "Moved forward"),
        (("implementation", 40), ("planning", 60), "Moved backward"),
        (("planning", 40), ("planning", 50), "Moved forward"),
        (("planning", 40), ("planning", 30), "Moved backward"),
        (("planning", 40), ("cancelled", 40), "Changed otherwise"),
        (("no_information", None), ("planning", None), "Changed otherwise"),
        (("planning", 40), ("planning", 40), None),
        (("planning", None), ("planning", 40), None),
    ],
)
def test_movement_is_said_in_words(client, two_rounds, was, became, direction):
    spring, autumn = two_rounds
    (action,) = rows.make_actions(spring.programme)
    for round, (status, percent) in ((spring, was), (autumn, became)):
        rows.approved(round, action, status=status, percent=percent)

    moved = between(words(client, autumn.get_absolute_url()), "What has moved", "Reports")

    directions = ["Moved forward", "Moved backward", "Changed otherwise"]
    assert [each for each in directions if each in moved] == [each for each in [direction] if each]
    assert (action.code in moved) == (direction is not None)


def test_action_is_compared_with_its_last_report_even_when_a_round_was_missed(client):
    spans = [
        ("2024-01-01", "2024-06-30"),
        ("2024-07-01", "2024-12-31"),
        ("2025-01-01", "2025-06-30"),
    ]
    first, second, third = rows.make_rounds(*spans)
    (action,) = rows.make_actions(first.programme)
    rows.approved(first, action, percent=10)
    make_report(round=second, action=action, state=State.WAIVED)
    rows.approved(third, action, percent=60)

    text = words(client, third.get_absolute_url())

    assert "10\xa0% → 60\xa0%" in html_of(client, third.get_absolute_url())
    assert "Moved forward 1" in text


def test_movement_follows_a_correction(client, two_rounds):
    spring, autumn = two_rounds
    (action,) = rows.make_actions(spring.programme)
    first = rows.approved(spring, action, percent=40)
    rows.approved(autumn, action, percent=50)

    rows.correct(first, {"percent": [40, 70]})

    assert "Moved backward 1" in words(client, autumn.get_absolute_url())


def test_benefits_of_the_period_stand_on_the_page_of_the_round(client, two_rounds):
    _spring, autumn = two_rounds
    programme = autumn.programme
    make_benefit(programme=programme, title_en="In it", starts_on="2025-08")
    make_benefit(programme=programme, title_en="Of the year", starts_on="2025")
    make_benefit(programme=programme, title_en="Long", starts_on="2020", ends_on="2026")
    make_benefit(programme=programme, title_en="Before", starts_on="2025-05")
    make_benefit(programme=programme, title_en="After", starts_on="2026-01-01")
    make_benefit(programme=programme, title_en="Some time")
    make_benefit(programme=programme, title_en="Draft", starts_on="2025-08", is_public=False)
    make_benefit(title_en="Elsewhere", starts_on="2025-08")

    found = {benefit.title_en for benefit in progress.benefits_in(autumn)}

    assert found == {"In it", "Of the year", "Long"}
    assert "Benefits in this period" in words(client, autumn.get_absolute_url())


def test_round_says_between_which_days_its_figures_were_approved(client, two_rounds, time_machine):
    spring, _autumn = two_rounds
    time_machine.move_to(timezone.now() - timedelta(days=3))
    rows.approved(spring)
    alone = words(client, spring.get_absolute_url())

    time_machine.move_to(timezone.now() + timedelta(days=2))
    rows.approved(spring)

    assert "Figures approved on" in alone
    assert "Figures approved between" in words(client, spring.get_absolute_url())


def test_rows_of_a_long_round_are_cut_into_pages(client, two_rounds):
    spring, _autumn = two_rounds
    first_action, *others = rows.make_actions(spring.programme, 51)
    first_report = rows.approved(spring, first_action)
    reports = [first_report, *rows.copies(first_report, others)]

    first, second = (
        client.get(spring.get_absolute_url(), {"page": page}).context["page"] for page in (1, 2)
    )

    assert [report.pk for report in [*first, *second]] == [report.pk for report in reports]
    assert len(second) == 1


def test_roll_up_shows_how_it_was_computed(client, two_rounds):
    spring, _autumn = two_rounds
    seats = make_indicator(slug="seats", name_en="Seats", unit_en="places", roll_up="sum")
    rows.measured(spring, seats, value=Decimal(1200))
    rows.measured(spring, seats, no_value_reason="not_yet")

    for page in ("progress", spring.get_absolute_url()):
        text = words(client, page)

        assert "1,200 places" in text
        assert "From 2 reports; 1 of them gave no value (not available yet: 1)." in text
        assert "How is this computed?" in text


# A report


def test_report_shows_its_facts(client, two_rounds, time_machine):
    spring, _autumn = two_rounds
    seats = make_indicator(slug="seats", name_en="Seats", unit_en="places")
    why = make_indicator(slug="why", name_en="Visits")
    part = make_indicator(slug="part", name_en="Low-carbon cars", unit_en="%", is_share=True)
    (action,) = rows.make_actions(spring.programme, title_en="A new square")
    action.indicators.add(seats, why, part)
    report = make_report(
        round=spring,
        action=action,
        state=State.DRAFT,
        summary_en="Laid.",
        language="en",
        next_steps_en="Plant trees.",
    )
    shares = {"value": 48, "numerator": 12, "denominator": 25, "source": "Register 2025"}
    report.values.create(indicator=part, **shares)
    report.values.create(indicator=seats, value=Decimal("1234.5"))
    report.values.create(indicator=why, no_value_reason="confidential")
    report = rows.finish(report)

    text = words(client, report.get_absolute_url())

    today = timezone.localdate().strftime("%-d %B %Y")
    assert "A new square" in text
    assert "Period reported on 1 January – 30 June 2025" in text
    assert f"Submitted {today}, the reporter" in text
    assert f"Approved {today}" in text
    assert "Status Implementation" in text
    assert "Progress 40 %" in text
    assert "What has been done Laid." in text
    assert "Seats 1,234.5 places" in text
    assert "Visits No value: confidential" in text
    assert "Low-carbon cars 48 % 12 of 25" in text
    assert "Register 2025" in text
    assert report.approved_revision.content_hash in text
    assert "older revision" not in text
    assert "Translated" not in text


def test_report_is_drawn_from_its_revision_and_not_from_what_has_changed_since(client):
    report = rows.approved(make_round(name_en="Spring"), summary_fi="Zebra")

    ActionReport.objects.filter(pk=report.pk).update(summary_fi="Unicorn", percent=77)
    ReportingRound.objects.filter(pk=report.round_id).update(name_en="Unicorn")
    StrategyAction.objects.filter(pk=report.action_id).update(title_fi="Unicorn")

    text = words(client, report.get_absolute_url())
    assert "Zebra" in text
    assert "Spring" in text
    assert "Progress 40 %" in text
    assert "Unicorn" not in text


def test_text_in_another_language_carries_its_language_and_a_mark(client):
    report = rows.approved(make_round(), summary_fi="Valmis")

    html = html_of(client, report.get_absolute_url())

    marked = '<span lang="fi">Valmis</span> <small class="language-mark">(only in Finnish)</small>'
    assert marked in html


def test_translation_says_when_and_is_no_correction(client):
    report = rows.approved(make_round(), summary_fi="Valmis")

    rows.translate(report, en={"summary": "Ready"})

    text = words(client, report.get_absolute_url())
    assert "What has been done Ready" in text
    assert "Translated" in text
    assert "Corrected" not in text
    assert "Nothing has been corrected yet." in words(client, "correction_list")


def test_report_without_change_says_why(client):
    content = {"is_unchanged": True, "no_change_reason_fi": "Odotetaan.", "summary_fi": ""}
    report = rows.approved(make_round(), **content)

    text = words(client, report.get_absolute_url())

    assert "No change since the last report" in text
    assert "Why nothing has changed Odotetaan." in text


def test_report_approved_by_its_writer_says_so(client, settings):
    settings.REPORTING_ALLOW_SELF_APPROVAL = True
    report = make_report(state=State.SUBMITTED)
    own = approver()
    ActionReport.objects.filter(pk=report.pk).update(submitted_by=own.user)

    report = rows.make_move(report, "approve", own, is_confirmed=True)

    assert "Approved by the person who wrote it" in words(client, report.get_absolute_url())


def test_report_with_an_extension_says_so(client):
    report = make_report(state=State.DRAFT)
    LockException.objects.create(
        report=report,
        granted_to=report.assignee,
        until=timezone.now() + timedelta(days=1),
        reason="Illness",
    )
    rows.close(report.round)

    report = rows.finish(report)

    assert "Reported with an extension" in words(client, report.get_absolute_url())


@pytest.mark.parametrize("is_named", [True, False])
def test_reporter_is_named_only_by_leave(client, is_named):
    person = make_person(name="Maija Meikäläinen", is_named=is_named)
    report = make_report(state=State.APPROVED, reporter=person)

    text = words(client, report.get_absolute_url())

    assert ("Maija Meikäläinen" in text) == is_named
    assert (", the reporter" in text) != is_named


@pytest.mark.parametrize("state", [state for state in State if state != State.APPROVED])
def test_report_that_is_not_approved_has_no_page(client, state):
    report = make_report(state=state)

    assert client.get(report.get_absolute_url()).status_code == 404


def test_attachment_is_named_with_its_licence(client, monkeypatch):
    monkeypatch.setattr(ReportAttachment._meta.get_field("file"), "storage", InMemoryStorage())
    report = make_report(state=State.DRAFT)
    file = ContentFile(b"%PDF-1.7" + b" " * 2040, name="plan.pdf")
    plan = ReportAttachment(title="Plan", licence="reserved", file=file)
    writer = Actor(person=report.assignee)
    report = rows.make_move(report, "autosave", writer, content={"attachments": [plan]})

    report = rows.finish(report)

    html = html_of(client, report.get_absolute_url())
    assert f'<a href="{plan.get_absolute_url()}">Plan</a>' in html
    assert "Plan 2.0 KB, all rights reserved" in words(client, report.get_absolute_url())


# Corrections


@pytest.fixture
def corrected(two_rounds):
    seats = make_indicator(slug="seats", name_en="Seats", unit_en="places")
    report = rows.measured(two_rounds[0], seats, value=Decimal(41))
    changes = {"values/seats/value": ["41", "14"], "percent": [40, None]}
    return rows.correct(report, changes, reason="Siirtynyt rivi.", language="fi")


def test_corrected_report_shows_old_and_new_and_why(client, corrected):
    text = words(client, corrected.get_absolute_url())
    html = html_of(client, corrected.get_absolute_url())

    assert "Seats: 41 → 14" in text
    assert "Progress: 40 % → not given" in text
    assert "Typing error Siirtynyt rivi." in text
    assert '<span lang="fi">Siirtynyt rivi.</span>' in html
    assert html.count('href="#revision-3"') == 3
    assert 'id="revision-3"' in html
    assert "the approver" in text


def test_older_revision_stays_readable_with_a_notice(client, corrected):
    older = words(client, corrected.get_absolute_url(), revision=2)
    newest = words(client, corrected.get_absolute_url(), revision=3)

    assert "This is the older revision 2" in older
    assert "Go to the report as it stands now" in older
    assert "Seats 41 places" in older
    assert "Seats 14 places" in newest
    assert "This is the older revision" not in newest


@pytest.mark.parametrize("number", ["1", "99", "x", "-1", "\x00", "²"])
def test_revision_that_is_not_public_or_not_known_has_no_page(client, corrected, number):
    response = client.get(corrected.get_absolute_url(), {"revision": number})

    assert response.status_code == 404


def test_correction_is_listed_everywhere_it_belongs(client, corrected):
    for page in ("correction_list", "progress", corrected.round.get_absolute_url()):
        text = words(client, page)

        assert "Seats: 41 → 14" in text, page
        assert "Typing error Siirtynyt rivi." in text, page
    action = words(client, corrected.action.get_absolute_url())
    assert "Corrected on" in action


def test_proposed_correction_is_on_no_page(client, corrected):
    Correction.objects.create(
        report=corrected, changes={"percent": [None, 3]}, category="other", reason="Unicorn"
    )

    for page in ("correction_list", "progress", corrected.get_absolute_url()):
        assert "Unicorn" not in words(client, page)


def test_corrected_status_is_said_in_the_words_of_the_reader(client):
    report = rows.approved(make_round())
    told = report.approved_revision.snapshot["status"]["words"]
    became = {"fi": "suunnittelu", "sv": "planering", "en": "planning"}

    rows.correct(
        report, {"status/code": ["implementation", "planning"], "status/words": [told, became]}
    )

    text = words(client, "correction_list")
    assert "Status: implementation → planning" in text
    assert "suunnittelu" not in text


def test_corrections_are_cut_into_pages(client):
    report = rows.approved(make_round())
    for number in range(21):
        report = rows.correct(report, {"percent": [40 if number == 0 else number, number + 1]})

    second = client.get(reverse("reporting:correction_list"), {"page": 2}).context["corrections"]

    assert [correction.changes for correction in second] == [{"percent": [40, 1]}]


# Pages of other rooms


def test_action_tells_the_story_of_its_reports(client, two_rounds):
    spring, autumn = two_rounds
    (action,) = rows.make_actions(spring.programme)
    first = rows.approved(spring, action, summary_fi="Aloitettu")
    make_report(round=autumn, action=action, state=State.WAIVED)

    text = words(client, action.get_absolute_url())

    story = between(text, "Reports", "Source not recorded.")
    assert story.index(autumn.name_fi) < story.index(spring.name_fi)
    assert "Not reported in this round: the action has been postponed" in story
    assert "Aloitettu (only in Finnish)" in story
    assert "Not reported yet." not in story
    assert first.get_absolute_url() in html_of(client, action.get_absolute_url())


def test_action_says_how_fresh_its_status_is(client, two_rounds):
    spring, _autumn = two_rounds
    (action,) = rows.make_actions(spring.programme)
    rows.approved(spring, action)

    text = words(client, action.get_absolute_url())

    today = timezone.localdate().strftime("%-d %B %Y")
    assert f"As reported in {spring.name_fi}, approved on {today}" in text
    assert "has not yet reported" not in text


def test_indicator_shows_what_reports_tell_of_it(client, two_rounds):
    spring, _autumn = two_rounds
    seats = make_indicator(slug="seats", unit_en="places")
    report = rows.measured(spring, seats, value=Decimal(12), source="Survey")

    text = words(client, seats.get_absolute_url())

    assert f"{spring.name_fi} {report.action.code} 12 places Survey" in text


def test_unpublished_indicator_is_not_told_of(client, two_rounds):
    spring, _autumn = two_rounds
    hidden = make_indicator(slug="hidden", name_en="Unicorn", is_public=False)
    report = rows.measured(spring, hidden, value=Decimal(12))
    rows.correct(report, {"values/hidden/value": ["12", "13"], "percent": [40, 41]})

    pages = [report.get_absolute_url(), spring.get_absolute_url()]
    pages += [f"{spring.get_absolute_url()}round.{kind}" for kind in ("csv", "json")]
    told = "".join(
        html_of(client, page) for page in [*pages, "progress", "correction_list", "correction_feed"]
    )

    assert report.action.code in told
    assert "Unicorn" not in told
    assert "hidden/value" not in told


# Examples


def test_everything_of_an_example_says_so_and_is_kept_from_search_engines(client):
    report = rows.approved(make_round(is_example=True))
    report = rows.correct(report, {"percent": [40, 41]})
    pages = [report.get_absolute_url(), report.round.get_absolute_url()]

    others = ["progress", "correction_list", report.action.get_absolute_url(), "/en/"]
    for page in pages + others:
        assert "Example" in words(client, page), page
    assert all('name="robots" content="noindex"' in html_of(client, page) for page in pages)
    sitemap = html_of(client, "/sitemap.xml")
    assert reverse("reporting:progress") in sitemap
    assert report.round.slug not in sitemap


def test_real_round_is_in_the_sitemap_and_for_search_engines(client):
    report = rows.approved(make_round())

    html, sitemap = html_of(client, report.get_absolute_url()), html_of(client, "/sitemap.xml")

    assert "noindex" not in html
    assert report.round.get_absolute_url() in sitemap
    assert report.get_absolute_url() in sitemap


def test_examples_are_not_mixed_with_real_rounds(client, two_rounds):
    spring, _autumn = two_rounds
    example = make_round(is_example=True, name_en="Unicorn")
    (action,) = rows.make_actions(spring.programme)
    rows.correct(rows.approved(example, action), {"percent": [40, 41]})
    real = rows.approved(spring, action, summary_fi="Zebra")

    for page in ("progress", "correction_list", action.get_absolute_url(), "/en/"):
        assert "Unicorn" not in words(client, page), page
    assert "Zebra" in words(client, action.get_absolute_url())
    assert "Example" not in words(client, real.get_absolute_url())


# What is never public


def public_pages(client):
    """The path of every page, feed and file on progress, and of what shows it elsewhere."""
    with translation.override("en"):
        sitemap = html_of(client, "/sitemap.xml")
    found = re.findall(r"<loc>http://testserver(/en/[^<]*)</loc>", sitemap)
    slugs = ReportingRound.objects.values_list("slug", flat=True)
    files = [reverse(f"reporting:{name}", args=[slug]) for slug in slugs for name in FILES]
    older = [
        f"{report.get_absolute_url()}?revision={revision.number}"
        for report in ActionReport.objects.public()
        for revision in public_revisions(report)
    ]
    return found + files + older + [reverse("reporting:correction_feed")]


FILES = ["round_csv", "round_json"]


def test_nothing_internal_is_on_any_page_feed_or_file(client, two_rounds):
    spring, _autumn = two_rounds
    person = make_person(name="Unicorn Person", email="unicorn@example.org", unit="Unicorn unit")
    actions = rows.make_actions(spring.programme, 4, internal_notes="Unicorn")
    shown = rows.approved(spring, actions[0], summary_fi="Zebra", reporter=person)
    told = {"summary_fi": "Unicorn", "reporter": person}
    for action, state in zip(actions[1:], ("draft", "submitted", "returned"), strict=True):
        make_report(round=spring, action=action, state=state, **told)
    ReportComment.objects.create(report=shown, label="Unicorn", text="Unicorn")
    shown = rows.translate(shown, en={"summary": "Zebra"})
    link = links.link_for(shown, person)
    rows.correct(shown, {"percent": [40, 41]}, reason="Zebra")
    Correction.objects.create(
        report=shown, changes={"percent": [41, 42]}, category="other", reason="Unicorn"
    )
    rows.close(spring)

    pages = public_pages(client)
    everything = "".join(html_of(client, page) for page in pages)

    assert len(pages) > 15
    assert everything.count("Zebra") > 5
    assert "unicorn" not in everything.lower()
    assert link.token_hash not in everything
    assert links.secret_of(link) not in everything
    assert "@example.org" not in everything


def test_submitted_text_that_was_changed_before_approval_is_nowhere(client):
    report = make_report(state=State.SUBMITTED, summary_fi="Unicorn")
    writer = Actor(person=report.assignee)
    report = rows.make_move(report, "withdraw", writer)
    report = rows.make_move(report, "autosave", writer, content={"fields": {"summary_fi": "Zebra"}})

    report = rows.finish(report)

    everything = "".join(html_of(client, page) for page in public_pages(client))
    assert "Zebra" in everything
    assert "Unicorn" not in everything


@pytest.mark.parametrize("whole", ["action", "strategy", "programme"])
def test_report_on_something_unpublished_is_nowhere(client, whole):
    report = rows.approved(make_round(), summary_fi="Unicorn")
    report = rows.correct(report, {"percent": [40, 41]}, reason="Unicorn")
    seen = words(client, report.get_absolute_url())
    action = report.action
    wholes = {
        "action": action,
        "strategy": action.strategy,
        "programme": action.strategy.programme,
    }

    type(wholes[whole]).objects.filter(pk=wholes[whole].pk).update(is_public=False)

    assert "Unicorn" in seen
    pages = ["progress", "correction_list", "correction_feed", "/en/", "/sitemap.xml"]
    told = "".join(html_of(client, page) for page in pages)
    assert "Unicorn" not in told
    assert action.code not in told
    assert client.get(report.get_absolute_url()).status_code == 404


def test_report_is_hidden_with_its_action_though_the_round_is_of_another_programme(client):
    report = rows.approved(make_round(), rows.make_actions(make_programme(is_public=False))[0])

    response = client.get(report.get_absolute_url())

    assert response.status_code == 404
    assert report.action.code not in words(client, report.round.get_absolute_url())


# Cost


def count_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        html = html_of(client, address)
    return len(queries), html


@pytest.mark.parametrize(
    "page",
    [
        "progress",
        "round",
        "report",
        "corrections",
        "feed",
        "csv",
        "json",
        "action",
        "indicator",
        "home",
        "sitemap",
    ],
)
def test_page_asks_as_many_queries_for_three_of_everything_as_for_one(client, page):
    spans = [
        ("2024-01-01", "2024-06-30"),
        ("2024-07-01", "2024-12-31"),
        ("2025-01-01", "2025-06-30"),
    ]
    early, middle, late = rows.make_rounds(*spans)
    seats = make_indicator(slug="seats", roll_up="sum")
    (action,) = rows.make_actions(early.programme)

    def fill(round, number):
        report = rows.measured(round, seats, action=action, value=Decimal(5))
        rows.correct(report, {"percent": [40, number]}, reason="Zebra")
        for each in rows.make_actions(early.programme):
            rows.correct(rows.measured(round, seats, action=each), {"percent": [40, 1]})
        for state in (State.WAIVED, State.DRAFT):
            make_report(round=round, action=rows.make_actions(early.programme)[0], state=state)
        make_benefit(programme=early.programme, starts_on="2025")
        action.indicators.add(make_indicator(roll_up="sum"))
        return report

    report = fill(late, 1)
    address = {
        "progress": "progress",
        "round": late.get_absolute_url(),
        "report": report.get_absolute_url(),
        "corrections": "correction_list",
        "feed": "correction_feed",
        "csv": f"{late.get_absolute_url()}round.csv",
        "json": f"{late.get_absolute_url()}round.json",
        "action": action.get_absolute_url(),
        "indicator": seats.get_absolute_url(),
        "home": "/en/",
        "sitemap": "/sitemap.xml",
    }[page]
    fill(early, 2)
    for_one, before = count_queries(client, address)

    fill(middle, 3)
    for _ in range(2):
        other = rows.measured(late, seats)
        rows.correct(other, {"percent": [40, 9]})
    for number in (11, 12):
        rows.correct(report_now(report), {"percent": [report_now(report).percent, number]})

    for_more, after = count_queries(client, address)
    assert for_more == for_one
    assert before != after or page == "home"


def report_now(report):
    return ActionReport.objects.get(pk=report.pk)
