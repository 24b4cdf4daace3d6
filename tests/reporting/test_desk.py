"""The reporter's desk: what is owed, and the form of a report from the first word to sending."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reporting.models import ActionReport, LockException, ReportAttachment, ReportComment, State
from tests.factories import make_indicator
from tests.reporting.factories import (
    approver,
    coordinator,
    make_report,
    make_round,
    make_user,
)
from tests.reporting.pages import (
    ENGLISH,
    address,
    controls,
    fill,
    make_draft,
    make_prefilled,
    make_reporter,
    send,
    words,
)
from tests.reporting.rows import finish, make_move

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(client):
    """Somebody who reports, signed in."""
    return make_reporter(client)


def now(report):
    return ActionReport.objects.get(pk=report.pk)


def value_of(report, indicator):
    fields = ("value", "numerator", "denominator", "no_value_reason", "source", "measured_on")
    return report.values.filter(indicator=indicator).values_list(*fields).first()


def post_as_script(client, url, **changes):
    data = controls(client.get(url)) | {"move": "autosave"} | changes
    return client.post(url, data, headers={"Accept": "application/json"})


# What I owe


def test_list_names_what_is_owed_with_the_returned_one_first(client, reporter):
    make_report(reporter=reporter, state=State.DRAFT)
    returned = make_report(reporter=reporter, state=State.RETURNED)
    others = make_report()

    page = client.get("/en/report/")

    lists = page.context["lists"]
    assert [each.state for each in lists.owed] == ["returned", "draft"]
    assert lists.owed[0] == returned
    assert "2 reports wait for you." in words(page)
    assert "Please say more of it." in words(page)
    assert others.action.title_fi not in words(page)


def test_list_says_how_long_it_took_the_last_time(client, reporter):
    make_prefilled(reporter, minutes_spent=12)

    page = client.get("/en/report/")

    assert "It took you 12 minutes last time." in words(page)


def test_list_has_what_was_sent_and_what_was_approved(client, reporter):
    sent = make_report(reporter=reporter, state=State.SUBMITTED)
    approved = make_report(reporter=reporter, state=State.APPROVED)

    page = client.get("/en/report/")

    assert page.context["lists"].submitted == [sent]
    assert page.context["lists"].approved == [approved]
    assert f'href="/en/progress/{approved.round.slug}/{approved.action.code}/"' in (
        page.content.decode()
    )
    assert "Nothing waits for you. Thank you!" in words(page)


def test_closed_round_is_owed_only_by_who_has_more_time(client, reporter):
    over = {"closes_at": timezone.now() - timedelta(hours=1)}
    over |= {"due_at": timezone.now() - timedelta(hours=2)}
    with_time, without = (
        make_report(round=make_round(**over), reporter=reporter) for _ in range(2)
    )
    LockException.objects.create(
        report=with_time,
        granted_to=reporter,
        until=timezone.now() + timedelta(days=1),
        reason="Illness.",
    )

    page = client.get("/en/report/")

    assert page.context["lists"].owed == [with_time]
    assert without.state == State.NOT_STARTED
    assert "You may edit until" in words(page)


@pytest.mark.parametrize(
    ("group", "board", "queue"),
    [
        ("reporter", False, False),
        ("coordinator", True, False),
        ("approver", True, True),
        ("reader", True, False),
    ],
)
def test_desk_leads_to_board_and_queue_by_right(client, group, board, queue):
    client.force_login(make_user(group))

    html = client.get("/en/report/").content.decode()

    assert ('href="/en/report/board/"' in html, 'href="/en/report/queue/"' in html) == (
        board,
        queue,
    )


def test_desk_is_kept_by_nobody_and_asks_who_is_there(client, reporter):
    kept = client.get("/en/report/")
    client.logout()

    asked = client.get("/en/report/")

    assert "no-store" in kept["Cache-Control"]
    assert "public" not in kept["Cache-Control"]
    assert asked["Location"] == "/en/sign-in/?next=/en/report/"


def test_list_takes_as_many_queries_for_one_report_as_for_three(
    client, reporter, django_assert_num_queries
):
    make_draft(reporter)
    with django_assert_num_queries(9):
        client.get("/en/report/")

    for _ in range(2):
        make_draft(reporter)
        make_prefilled(reporter)

    with django_assert_num_queries(9):
        client.get("/en/report/")


# Opening


def test_opening_a_report_changes_nothing_and_beginning_fills_it_in(client, reporter):
    before = make_prefilled(reporter)
    round = make_round(programme=before.round.programme)
    report = make_report(round=round, action=before.action, reporter=reporter)

    page = client.get(address(report))
    stood = now(report).state
    begun = fill(client, address(report), "start")

    assert stood == State.NOT_STARTED
    assert "You have not begun." in words(page)
    assert now(report).state == State.DRAFT
    assert controls(begun)["status"] == "implementation"


def test_beginning_twice_is_as_good_as_once(client, reporter):
    report = make_report(reporter=reporter)
    data = controls(client.get(address(report))) | {"move": "start"}

    client.post(address(report), data)
    again = client.post(address(report), data, follow=True)

    assert again.status_code == 200
    assert list(report.transitions.values_list("name", flat=True)) == ["start"]


def test_report_of_somebody_else_is_not_found(client, reporter):
    own, other = make_draft(reporter), make_draft()

    answers = [client.get(address(each)).status_code for each in (own, other)]
    posted = client.post(address(other), {"move": "save", "version": other.version})

    assert answers == [200, 404]
    assert posted.status_code == 404


def test_coordinator_fills_in_any_report(client):
    client.force_login(make_user("coordinator"))
    report = make_draft()

    page = fill(client, address(report), percent="60")

    assert now(report).percent == 60
    assert "You fill this in as the coordinator." in words(page)


def test_approver_may_look_but_not_write(client):
    client.force_login(make_user("approver"))
    report = make_draft()

    page = client.get(address(report))
    client.post(address(report), {"move": "save", "version": report.version, "percent": "60"})

    assert "You may read this report." in words(page)
    assert ENGLISH["summary_en"] in words(page)
    assert now(report).percent == 40


def test_form_takes_as_many_queries_for_one_indicator_as_for_three(
    client, reporter, django_assert_num_queries
):
    one = make_prefilled(reporter, indicators=[make_indicator()])
    three = make_prefilled(reporter, indicators=[make_indicator() for _ in range(3)])
    ReportComment.objects.create(report=three, label="A", text="B")

    page_of_one, page_of_three = address(one), address(three)

    with django_assert_num_queries(14):
        client.get(page_of_one)

    with django_assert_num_queries(14):
        client.get(page_of_three)


# Saving


def test_draft_is_saved_and_the_page_says_so(client, reporter):
    report = make_draft(reporter)

    page = fill(client, address(report), percent="55", minutes_spent="7")

    assert (now(report).percent, now(report).minutes_spent) == (55, 7)
    assert page.redirect_chain[0][0] == f"{address(report)}#standing"
    time = timezone.localtime(now(report).updated_at)
    assert f"Saved as a draft at {time:%H:%M}. Not visible to the public." in words(page)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1 234,5", "1234.5"), ("1234.5", "1234.5"), ("−3", "-3"), ("0", "0")],
)
def test_number_is_read_as_people_write_it(client, reporter, typed, kept):
    indicator = make_indicator(slug="power")
    report = make_draft(reporter, indicators=[indicator])

    data = {"value-power": typed, "value-power__source": "Meter"}
    fill(client, address(report), **data)

    assert value_of(report, indicator) == (Decimal(kept), None, None, "", "Meter", None)


@pytest.mark.parametrize("typed", ["2026-06-30", "30.6.2026"])
def test_day_is_read_as_people_write_it(client, reporter, typed):
    indicator = make_indicator(slug="power")
    report = make_draft(reporter, indicators=[indicator])

    data = {"value-power": "1", "value-power__measured_on": typed}
    page = fill(client, address(report), **data)

    assert value_of(report, indicator)[-1] == date(2026, 6, 30)
    assert controls(page)["value-power.measured_on"] == "30.6.2026"


def test_share_follows_from_part_and_whole(client, reporter):
    indicator = make_indicator(slug="led", is_share=True)
    report = make_draft(reporter, indicators=[indicator])

    fill(client, address(report), **{"value-led__part": "1", "value-led__whole": "3,0"})

    assert value_of(report, indicator)[:3] == (Decimal("33.3333"), Decimal(1), Decimal(3))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"part": "4"}, "Give both the part and the whole; the share follows."),
        ({"part": "4", "whole": "0"}, "The whole is above zero, and the part is from zero"),
        ({"part": "4", "whole": "3"}, "The whole is above zero, and the part is from zero"),
        ({"source": "Meter"}, "Give a number, or choose why there is none."),
        (
            {"part": "1", "whole": "2", "reason": "not_yet"},
            "Give either a number or a reason, not both.",
        ),
        ({"measured_on": "31.2.2026"}, "This is not a day."),
    ],
)
def test_value_that_cannot_be_is_refused_in_words(client, reporter, typed, sentence):
    indicator = make_indicator(slug="led", is_share=True)
    report = make_draft(reporter, indicators=[indicator])

    data = {f"value-led__{name}": text for name, text in typed.items()}
    page = fill(client, address(report), **data)

    assert sentence in words(page)
    assert value_of(report, indicator) is None


def test_reason_stands_in_for_a_number_and_an_emptied_value_is_gone(client, reporter):
    indicator = make_indicator(slug="power")
    report = make_draft(reporter, indicators=[indicator])

    fill(client, address(report), **{"value-power__reason": "not_yet"})
    with_reason = value_of(report, indicator)
    fill(client, address(report), **{"value-power__reason": ""})

    assert with_reason == (None, None, None, "not_yet", "", None)
    assert value_of(report, indicator) is None


def test_half_valid_draft_keeps_what_can_be_read_and_the_rest_on_the_page(client, reporter):
    indicator = make_indicator(slug="power", name_en="Solar power")
    report = make_draft(reporter, indicators=[indicator])

    data = {"value-power": "about 50", "percent": "130", "summary": "More panels."}
    page = fill(client, address(report), **data)

    assert now(report).summary_en == "More panels."
    assert now(report).percent == 40
    assert "but for: How far is it, in per cent, Solar power – Value." in words(page)
    assert "This is not a number." in words(page)
    assert controls(page)["value-power"] == "about 50"
    assert controls(page)["percent"] == "130"
    assert int(controls(page)["version"]) == now(report).version


def test_errors_stand_on_top_with_links_and_at_their_fields(client, reporter):
    report = make_draft(reporter)

    html = fill(client, address(report), percent="130").content.decode()

    assert '<div class="error-summary" id="problems" role="alert" tabindex="-1" autofocus>' in html
    assert 'href="#id_percent"' in html
    assert 'aria-describedby="id_percent_help id_percent_error" aria-invalid="true"' in html
    assert 'id="id_percent_error"' in html


def test_words_move_along_when_the_language_is_chosen_anew(client, reporter):
    report = make_draft(reporter)

    fill(client, address(report), language="sv", summary="Första skedet är klart.")

    assert now(report).language == "sv"
    assert (now(report).summary_sv, now(report).summary_en) == ("Första skedet är klart.", "")


def test_limits_are_told_as_text_and_a_long_text_is_kept_but_not_sent(client, reporter):
    report = make_draft(reporter)

    saved = fill(client, address(report), summary="a" * 601)
    sent = fill(client, address(report), "submit")

    assert "At most 600 characters." in words(saved)
    assert len(now(report).summary_en) == 601
    assert "What has been done: The text is longer than 600 characters." in words(sent)
    assert now(report).state == State.DRAFT


def test_line_break_counts_as_one_character(client, reporter):
    report = make_draft(reporter)

    fill(client, address(report), summary="One\r\ntwo")

    assert now(report).summary_en == "One\ntwo"


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "9" * 30},
        {"version": "x"},
        {"status": "nonsense"},
        {"language": "de"},
        {"percent": "1e9"},
        {"minutes_spent": "-5"},
        {"summary": "nul \x00 here"},
        {"value-power": "1e999"},
        {"value-power": "NaN"},
        {"value-power": "9" * 40},
        {"value-power__source": "a" * 400},
        {"seen": "nonsense"},
        {"remove": "9" * 40},
        {"move": "nonsense"},
        {"answer__status": "nonsense"},
    ],
)
def test_bad_input_is_answered_with_the_form(client, reporter, changes):
    report = make_draft(reporter, indicators=[make_indicator(slug="power")])

    page = fill(client, address(report), **{"percent": "41"} | changes)

    assert page.status_code == 200
    assert "version" in controls(page)


def test_comment_goes_along_with_the_draft_and_is_not_public(client, reporter):
    report = make_draft(reporter)

    page = fill(client, address(report), percent="41", comment="The cable is late.")
    fill(client, address(report), "submit", comment="The cable is late.")
    again = fill(client, address(report), percent="42")

    comments = report.comments.values_list("label", "text")
    assert list(comments) == [(reporter.name, "The cable is late.")]
    assert "The cable is late." in words(page)
    assert controls(again)["comment"] == ""


# What was filled in


def test_prefilled_fields_stop_sending_until_each_is_answered(client, reporter):
    indicator = make_indicator(slug="power", name_en="Solar power")
    report = make_prefilled(reporter, indicators=[indicator])

    page = fill(client, address(report), "submit", summary="More panels.")

    assert now(report).state == State.DRAFT
    assert now(report).answers == {
        "status": "",
        "percent": "",
        "next_steps": "",
        "value-power": "",
    }
    assert words(page).count("Confirm what was filled in from the last report") == 8
    assert 'href="#id_answer.value-power_0"' in page.content.decode()
    assert "unconfirmed" in words(page)


def test_answers_are_kept_and_a_changed_value_counts_as_changed(client, reporter):
    indicator = make_indicator(slug="power")
    report = make_prefilled(reporter, indicators=[indicator])

    changes = {"percent": "60", "answer__status": "confirmed", "answer__percent": "confirmed"}
    changes |= {"answer__next_steps": "unchanged", "value-power": "8"}
    fill(client, address(report), **changes)

    assert now(report).answers == {
        "status": "confirmed",
        "percent": "changed",
        "next_steps": "unchanged",
        "value-power": "changed",
    }


def test_saying_change_without_a_change_is_no_answer(client, reporter):
    report = make_prefilled(reporter)

    fill(client, address(report), answer__percent="changed", answer__status="confirmed")

    assert now(report).answers == {"status": "confirmed", "percent": "", "next_steps": ""}


def test_confirming_all_is_recorded_as_such_and_survives_the_next_saving(client, reporter):
    report = make_prefilled(reporter)

    fill(client, address(report), "confirm_all", percent="60", answer__status="confirmed")
    page = fill(client, address(report), obstacles="None.")

    assert now(report).answers == {
        "status": "confirmed",
        "percent": "changed",
        "next_steps": "confirm_all",
    }
    assert controls(page)["answer.next_steps"] == "confirmed"
    assert "Confirmed together with all others." in words(page)


def test_last_approved_values_stand_beside_the_fields(client, reporter):
    indicator = make_indicator(slug="power", unit_en="kWp")
    report = make_prefilled(reporter, indicators=[indicator])

    html = client.get(address(report)).content.decode()

    assert 'id="id_summary_last">The first stage is ready.</p>' in html
    assert '<span class="value">7 kWp</span>' in html


# Sending


def test_sending_says_when_and_what_follows(client, reporter):
    report = make_draft(reporter)

    first = fill(client, address(report), "submit", percent="50")
    seen = {"move": "submit", "seen": "language missing_translation"}
    second = client.post(address(report), controls(first) | seen, follow=True)

    assert "Is this right? These look unusual." in words(first)
    assert "Your draft is saved." in words(first)
    assert (now(report).state, now(report).percent) == (State.SUBMITTED, 50)
    time = timezone.localtime(now(report).submitted_at)
    sentence = f"Sent for approval at {time:%H:%M}. It becomes public when approved."
    assert sentence in words(second)
    assert now(report).seen_warnings == [["language", "missing_translation"]]


def test_refused_sending_keeps_the_draft_and_names_what_is_missing(client, reporter):
    report = make_draft(reporter)

    page = fill(client, address(report), "submit", summary="", percent="41", status="completed")

    assert now(report).percent == 41
    assert page.context["outcome"].sentence == (
        "Not sent yet: something is missing. Your draft is saved."
    )
    assert 'href="#id_summary"' in page.content.decode()
    assert words(page).count("A completed action is at 100 per cent.") == 2


def test_second_press_on_submit_is_told_when_it_was_sent(client, reporter):
    report = make_draft(reporter)
    data = controls(client.get(address(report)))
    data |= {"move": "submit", "seen": "language missing_translation"}

    client.post(address(report), data)
    again = client.post(address(report), data, follow=True)

    assert again.status_code == 200
    time = timezone.localtime(now(report).submitted_at)
    assert f"The report was already sent, at {time:%H:%M}." in words(again)
    assert "has not been saved" not in words(again)
    assert now(report).revision_number == 1


def test_words_typed_after_sending_are_given_back(client, reporter):
    report = make_draft(reporter)
    data = controls(client.get(address(report)))
    send(report)

    page = client.post(address(report), data | {"move": "save", "summary": "One thing more."})

    assert "The report was already sent" in words(page)
    assert "What has been done One thing more." in words(page)
    assert now(report).summary_en == ENGLISH["summary_en"]


def test_second_press_on_save_is_no_conflict(client, reporter):
    report = make_draft(reporter)
    data = controls(client.get(address(report))) | {"move": "save", "percent": "77"}

    client.post(address(report), data)
    again = client.post(address(report), data, follow=True)

    assert again.redirect_chain[0][0] == f"{address(report)}#standing"
    assert now(report).percent == 77


def test_sent_report_can_be_taken_back(client, reporter):
    report = send(make_draft(reporter))

    locked = client.get(address(report))
    page = fill(client, address(report), "withdraw")

    assert "The report has been sent for approval and waits there." in words(locked)
    assert now(report).state == State.DRAFT
    assert controls(page)["percent"] == "40"


def test_report_sent_two_days_ago_cannot_be_taken_back(client, reporter):
    report = send(make_draft(reporter))
    ActionReport.objects.update(submitted_at=timezone.now() - timedelta(days=2))

    page = client.get(address(report))
    data = {"move": "withdraw", "version": report.version}
    refused = client.post(address(report), data)

    assert "Take it back" not in words(page)
    assert "Ask the coordinator to return it." in words(refused)
    assert now(report).state == State.SUBMITTED


# When somebody else was faster


def test_conflict_shows_both_and_saving_again_overwrites_knowingly(client, reporter):
    report = make_draft(reporter)
    mine = controls(client.get(address(report)))
    mine |= {"move": "save", "summary": "Mine.", "percent": "50"}
    content = {"fields": {"summary_en": "Theirs.", "percent": 45}}
    make_move(report, "autosave", coordinator(), content=content)

    page = client.post(address(report), mine)
    stood = now(report).summary_en
    client.post(address(report), controls(page) | {"move": "save"})

    assert "Somebody has changed the report since you opened it" in words(page)
    assert "Saved meanwhile: Theirs." in words(page)
    assert "Saved meanwhile: 45" in words(page)
    assert controls(page)["summary"] == "Mine."
    assert stood == "Theirs."
    assert (now(report).summary_en, now(report).percent) == ("Mine.", 50)


def test_script_saves_and_learns_the_new_version(client, reporter):
    report = make_draft(reporter)

    answer = post_as_script(client, address(report), percent="52", comment="Later.")

    time = timezone.localtime(now(report).updated_at)
    assert answer.json() == {
        "sentence": f"Saved as a draft at {time:%H:%M}. Not visible to the public.",
        "version": report.version + 1,
    }
    assert now(report).percent == 52
    assert not report.comments.exists()


def test_script_is_told_of_a_conflict_without_the_new_version(client, reporter):
    report = make_draft(reporter)
    data = controls(client.get(address(report))) | {"move": "autosave", "percent": "52"}
    make_move(report, "autosave", coordinator(), content={"fields": {"percent": 45}})

    answer = client.post(address(report), data, headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert list(answer.json()) == ["sentence"]
    assert now(report).percent == 45


# Locked


def test_closed_round_says_so_and_an_exception_opens_it(client, reporter):
    report = make_draft(reporter)
    report.round.due_at = timezone.now() - timedelta(hours=2)
    report.round.closes_at = timezone.now() - timedelta(hours=1)
    report.round.save()

    locked = client.get(address(report))
    refused = client.post(address(report), {"move": "save", "version": report.version})
    until = timezone.now() + timedelta(days=1)
    LockException.objects.create(report=report, granted_to=reporter, until=until, reason="Illness.")
    page = fill(client, address(report), percent="51")

    assert "The round closed on" in words(locked)
    assert "The coordinator can give more time." in words(refused)
    assert "You may edit until" in words(page)
    assert now(report).percent == 51


def test_planned_round_says_when_it_opens(client, reporter):
    soon = timezone.now() + timedelta(days=1)
    round = make_round(opens_at=soon, due_at=soon + timedelta(days=1))
    report = make_report(round=round, reporter=reporter)

    page = client.get(address(report))

    assert "The round opens on" in words(page)
    assert "Begin" not in words(page).split("Due on")[1]


def test_approved_report_is_locked_and_can_still_be_talked_about(client, reporter):
    report = finish(make_draft(reporter))

    page = client.get(address(report))
    talked = fill(client, address(report), "comment", comment="The meter was wrong.")

    assert "The report has been approved. It can only be corrected." in words(page)
    assert "The meter was wrong." in words(talked)
    assert "The meter was wrong." not in words(client.get(report.get_absolute_url()))


@pytest.mark.parametrize("typed", ["nul \x00", "a" * 2001])
def test_comment_that_cannot_be_kept_stays_on_the_page(client, reporter, typed):
    report = send(make_draft(reporter))

    page = fill(client, address(report), "comment", comment=typed)

    assert page.status_code == 200
    assert not report.comments.exists()
    assert typed[:2000] in page.content.decode()


def test_returned_report_shows_the_comment_on_top(client, reporter):
    report = send(make_draft(reporter))
    make_move(report, "return", approver(), comment="Say how many panels.")

    page = client.get(address(report))

    assert "The report was returned to you Say how many panels." in words(page)


def test_reader_sees_no_comments(client):
    client.force_login(make_user("reader"))
    report = make_draft()
    ReportComment.objects.create(report=report, label="A", text="Between us.")

    page = client.get(address(report))

    assert ENGLISH["summary_en"] in words(page)
    assert "Between us." not in words(page)


# Preview


def test_preview_shows_the_report_as_visitors_would_see_it(client, reporter):
    report = make_draft(reporter, minutes_spent=99)

    page = fill(client, address(report), "preview", summary="More panels.")

    assert page.redirect_chain[0][0] == f"{address(report)}?preview=1"
    assert "This is a preview." in words(page)
    assert "More panels." in words(page)
    assert "99" not in words(page).split("What visitors will see")[1].split("Back to the form")[0]
    assert now(report).state == State.DRAFT


# When the session has ended


def test_expired_session_carries_what_was_typed_through_signing_in(client):
    person = make_reporter(client, username="rita", password="secret")
    report = make_draft(person)
    data = controls(client.get(address(report))) | {"move": "save", "summary": "Line one\r\ntwo"}
    client.logout()

    ended = client.post(address(report), data)
    stood = now(report).summary_en
    form = controls(ended) | {"login": "rita", "password": "wrong"}
    sign_in = f"/en/sign-in/?next={address(report)}"
    wrong = client.post(sign_in, form)
    signed_in = client.post(sign_in, controls(wrong) | {"password": "secret"}, follow=True)
    client.post(address(report), controls(signed_in))

    assert ended.status_code == 401
    assert "Your session has ended, nothing is lost" in words(ended)
    assert f'action="{sign_in}"' in ended.content.decode()
    assert stood == ENGLISH["summary_en"]
    assert f'<form method="post" action="{address(report)}">' in signed_in.content.decode()
    assert now(report).summary_en == "Line one\ntwo"


def test_script_is_told_that_the_session_has_ended(client, reporter):
    report = make_draft(reporter)
    client.logout()

    answer = client.post(
        address(report), {"move": "autosave"}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 401
    assert "Your session has ended. Nothing is lost" in answer.json()["sentence"]


# Files


@pytest.fixture
def files_in_memory(monkeypatch):
    monkeypatch.setattr(ReportAttachment._meta.get_field("file"), "storage", InMemoryStorage())


def pdf():
    return SimpleUploadedFile("any.exe", b"%PDF-1.7\n%%EOF")


def test_file_is_added_once_and_taken_away_again(client, reporter, files_in_memory):
    report = make_draft(reporter)

    for _press in range(2):
        page = fill(client, address(report), file=pdf(), file_title="Plan", file_licence="cc0-1.0")
    kept = report.attachments.get()
    fill(client, address(report), remove=kept.pk)

    assert (kept.title, kept.licence, kept.file.name[-4:]) == ("Plan", "cc0-1.0", ".pdf")
    assert "Remove “Plan” on saving" in words(page)
    assert not report.attachments.exists()


def test_file_that_is_not_allowed_is_refused_and_the_rest_is_saved(
    client, reporter, files_in_memory
):
    report = make_draft(reporter)

    script = SimpleUploadedFile("plan.pdf", b"#!/bin/sh")
    refused = fill(client, address(report), percent="43", file=script, file_title="Plan")
    untitled = fill(client, address(report), file=pdf())

    assert "The file is not a PDF" in words(refused)
    assert now(report).percent == 43
    assert "Give the file a title, and choose it again." in words(untitled)
    assert not report.attachments.exists()
