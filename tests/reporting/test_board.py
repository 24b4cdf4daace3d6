"""The coordinator's board: what it shows, to whom, and what is done from it."""

import csv
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reporting.asking import ask
from reporting.board import columns_of
from reporting.letters import deliver
from reporting.models import (
    ActionReport,
    LockException,
    OutboxMail,
    Person,
    ReportingRound,
    ReportTransition,
    State,
)
from reporting.transitions import transition
from tests.factories import make_action, make_basket, make_programme, make_strategy
from tests.reporting.factories import (
    coordinator,
    local,
    make_contact,
    make_person,
    make_report,
    make_round,
    make_user,
)
from tests.reporting.rows import close

pytestmark = pytest.mark.django_db

BOARD, REMIND, CSV = (f"/en/report/board/{page}" for page in ("", "remind/", "export.csv"))


@pytest.fixture
def desk(client):
    """A browser in which a coordinator has signed in."""
    return signed_in(client, "coordinator")


def signed_in(client, *groups):
    client.user = make_user(*groups)
    client.force_login(client.user)
    return client


def codes(answer):
    return [action.code for action, _cells, _is_stuck in answer.context["rows"]]


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def tick(report):
    report.refresh_from_db()
    return f"{report.pk}-{report.version}"


def make_late(report):
    """The report was due five days ago; its round is still open."""
    now = timezone.now()
    times = {"opens_at": now - timedelta(days=20), "due_at": now - timedelta(days=5)}
    ReportingRound.objects.filter(pk=report.round_id).update(**times)


@pytest.mark.parametrize("group", ["coordinator", "approver", "reader"])
def test_board_is_read_by_those_who_read_all_reports(client, group):
    report = make_report()

    answer = signed_in(client, group).get(BOARD)

    assert answer.status_code == 200
    assert codes(answer) == [report.action.code]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", [BOARD, REMIND, CSV])
def test_board_is_closed_to_reporters(client, page):
    report = make_report()
    signed_in(client, "reporter")
    ActionReport.objects.update(assignee=Person.objects.get(user=client.user))

    answer = client.get(page)

    assert answer.status_code == 403
    assert report.action.code not in answer.content.decode()


@pytest.mark.parametrize("page", [BOARD, REMIND, CSV, "/en/report/queue/"])
def test_visitor_is_asked_to_sign_in(client, page):
    make_report()

    answer = client.get(page)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={page}")


@pytest.mark.parametrize("group", ["approver", "reader"])
def test_who_only_reads_the_board_changes_nothing(client, group):
    report = make_report()
    ticks = {"do": "waive", "reason": "postponed", "report": tick(report)}
    signed_in(client, group)

    page = client.get(BOARD, {"round": report.round.slug}).content.decode()

    assert report.action.code in page
    assert "<button" not in page.partition("<h2>Rounds")[2]
    assert client.post(BOARD, ticks).status_code == 403
    assert client.post(REMIND, ticks | {"do": "send"}).status_code == 403
    assert client.get(REMIND).status_code == 403
    report.refresh_from_db()
    assert report.state == State.NOT_STARTED


def test_cell_says_state_time_and_minutes(desk):
    owed = make_report(state=State.DRAFT)
    make_late(owed)
    submitted = make_report(state=State.SUBMITTED, minutes_spent=25)
    ActionReport.objects.filter(pk=submitted.pk).update(
        submitted_at=timezone.now() - timedelta(days=3)
    )
    soon = make_report()

    page = desk.get(BOARD).content.decode()
    cells = {
        cell.told["pk"]: (cell.state.label, cell.when, cell.told["minutes_spent"])
        for _action, row, _is_stuck in desk.get(BOARD).context["rows"]
        for cell in row
        if cell
    }

    assert cells == {
        owed.pk: ("draft", "5 days late", 5),
        submitted.pk: ("submitted", "sent 3 days ago", 25),
        soon.pk: ("not started", "due in 10 days", None),
    }
    assert "5 days late" in page
    assert "25 min" in page


def test_board_is_narrowed_by_every_choice(desk):
    late = make_report(state=State.DRAFT)
    make_late(late)
    returned = make_report(state=State.RETURNED)
    submitted = make_report(state=State.SUBMITTED)
    mine = make_report(reporter=Person.objects.get(user=desk.user))
    nobodys = make_report()
    ActionReport.objects.filter(pk=nobodys.pk).update(assignee=None)

    wanted = {
        ("show", "late"): late,
        ("show", "returned"): returned,
        ("show", "submitted"): submitted,
        ("show", "no_reporter"): nobodys,
        ("mine", "yes"): mine,
        ("round", mine.round.slug): mine,
        ("programme", late.round.programme.slug): late,
        ("q", submitted.action.code): submitted,
    }

    assert len(codes(desk.get(BOARD))) == 5
    for (name, value), report in wanted.items():
        assert codes(desk.get(BOARD, {name: value})) == [report.action.code], (name, value)


def test_reporter_of_the_basket_is_a_reporter(desk):
    basket = make_basket()
    action = make_action(basket=basket, strategy=make_strategy(programme=basket.programme))
    make_contact(basket=basket)
    ask(make_round(programme=basket.programme))
    alone = make_report()
    ActionReport.objects.update(assignee=None)

    answer = desk.get(BOARD, {"show": "no_reporter"})

    assert codes(answer) == [alone.action.code]
    assert action.code in codes(desk.get(BOARD))


def test_action_is_named_whose_last_three_reports_say_no_change(desk):
    programme = make_programme()
    strategy = make_strategy(programme=programme)
    stuck, moving = make_action(strategy=strategy), make_action(strategy=strategy)
    told = {"is_unchanged": True, "no_change_reason_fi": "Odotamme rahoitusta."}
    for number in range(4):
        round = make_round(programme=programme)
        make_report(round=round, action=stuck, state=State.APPROVED, **told if number else {})
        make_report(round=round, action=moving, state=State.APPROVED, **told if number > 1 else {})

    answer = desk.get(BOARD, {"show": "unchanged"})

    assert codes(answer) == [stuck.code]
    assert "no change, three times running" in answer.content.decode()
    assert len(codes(desk.get(BOARD))) == 2


def test_latest_six_rounds_are_shown_and_older_ones_behind_a_link(desk):
    programme = make_programme()
    rounds = [make_round(programme=programme) for _ in range(8)]

    newest, older = desk.get(BOARD), desk.get(BOARD, {"rounds": "2"})

    assert [each.round for each in newest.context["columns"]] == rounds[:1:-1]
    assert [each.round for each in older.context["columns"]] == rounds[1::-1]
    assert "Older rounds" in newest.content.decode()


@pytest.mark.usefixtures("in_english")
def test_round_is_described_by_the_clock(desk):
    now = local("2026-06-01 12:00")
    round = make_round(
        opens_at=local("2026-06-10 08:00"),
        due_at=local("2026-06-20 08:00"),
        closes_at=local("2026-06-30 23:59"),
    )

    def words(at):
        return columns_of([round], local(at) if at else now)[0].words

    assert words("2026-06-01 12:00") == "opens on 10 June 2026, 08:00 EEST"
    assert words("2026-06-11 12:00") == (
        "due on 20 June 2026, 08:00 EEST, open until 30 June 2026, 23:59 EEST"
    )
    assert words("2026-06-21 12:00").startswith("was due on 20 June 2026, 08:00 EEST, open until")
    assert words("2026-07-01 12:00") == (
        "locked since 30 June 2026, 23:59 EEST, open for the approver until archived"
    )
    round.archived_at = local("2026-07-05 12:00")
    assert words("2026-07-06 12:00") == (
        "archived on 5 July 2026, 12:00 EEST, nothing changes any more"
    )


def test_number_of_actions_not_asked_is_what_asking_adds(desk):
    strategy = make_strategy()
    for fields in ({}, {}, {"status": "completed"}, {"is_public": False}):
        make_action(strategy=strategy, **fields)
    round = make_round(programme=strategy.programme)
    make_round()

    shown = {each.round: each.unasked for each in desk.get(BOARD).context["columns"]}
    answer = desk.post(BOARD, {"do": "ask", "round": round.pk}, follow=True)

    assert shown[round] == 2
    assert said(answer) == ["2 reports have been asked for."]
    assert {each.unasked for each in answer.context["columns"]} == {0}
    again = desk.post(BOARD, {"do": "ask", "round": round.pk}, follow=True)
    assert said(again) == ["All actions of the round have been asked already."]


def test_closed_round_is_archived_with_a_tick_only(desk):
    round = close(make_round())

    unsure = desk.post(BOARD, {"do": "archive", "round": round.pk})
    round.refresh_from_db()
    assert "Tick that nothing will change any more." in unsure.content.decode()
    assert round.archived_at is None

    desk.post(BOARD, {"do": "archive", "round": round.pk, "is_sure": "on"})
    round.refresh_from_db()
    assert round.state == ReportingRound.State.ARCHIVED


def test_open_round_is_not_archived(desk):
    round = make_round()

    answer = desk.post(BOARD, {"do": "archive", "round": round.pk, "is_sure": "on"})

    round.refresh_from_db()
    assert "Only a closed round is archived" in answer.content.decode()
    assert round.archived_at is None


def grant(report, /, **fields):
    until = timezone.localtime() + timedelta(days=10)
    return {
        "do": "grant",
        "granted_to": report.assignee.pk,
        "round": report.round.pk,
        "report": report.action.code,
        "until": until.strftime("%Y-%m-%dT%H:%M"),
        "reason": "Figures come in August.",
        **fields,
    }


def test_more_time_is_given_shown_and_told_to_the_person(desk):
    report = make_report()
    close(report.round)

    answer = desk.post(BOARD, grant(report), follow=True)

    exception = LockException.objects.get()
    letter = OutboxMail.objects.get()
    assert (exception.report, exception.granted_to) == (report, report.assignee)
    assert exception.granted_by == desk.user
    assert (letter.kind, letter.recipient) == ("exception", report.assignee.email)
    assert "Figures come in August." in answer.content.decode()
    assert said(answer)[0].startswith(f"{report.assignee.name} may write until")


def test_more_time_for_a_round_is_for_all_reports_of_the_person(desk):
    report = make_report()

    desk.post(BOARD, grant(report, report=""))

    exception = LockException.objects.get()
    assert (exception.report, exception.round) == (None, report.round)
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"until": "2099-01-01T12:00"}, "An exception lasts 14 days at most."),
        ({"until": "0001-01-01T00:00"}, "Choose a time that is still to come."),
        ({"until": "soon"}, "Enter a valid date/time."),
        ({"report": "9.Z.999"}, "No report on this action has been asked for in the round."),
        ({"reason": " "}, "This field is required."),
        ({"granted_to": "9" * 30}, "Select a valid choice."),
    ],
)
def test_more_time_is_refused_in_words_and_nothing_typed_is_lost(desk, fields, words):
    report = make_report()

    answer = desk.post(BOARD, grant(report, **fields))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert fields.get("reason", "Figures come in August.") in page
    assert not LockException.objects.exists()


def test_approved_report_gets_no_more_time(desk):
    report = make_report(state=State.APPROVED)

    answer = desk.post(BOARD, grant(report))

    assert "The report has been approved. It can only be corrected." in answer.content.decode()


def test_more_time_is_ended(desk):
    report = make_report()
    desk.post(BOARD, grant(report))
    exception = LockException.objects.get()

    answer = desk.post(BOARD, {"do": "revoke", "exception": exception.pk}, follow=True)

    assert not LockException.objects.active_at(timezone.now()).exists()
    assert "Figures come in August." not in answer.content.decode()


def test_several_reports_are_waived_and_the_result_is_said_for_each(desk):
    owed, sent = make_report(), make_report(state=State.SUBMITTED)
    ticks = {"do": "waive", "reason": "postponed", "report": [tick(owed), tick(sent)]}

    answer = desk.post(BOARD, ticks, follow=True)

    owed.refresh_from_db()
    assert (owed.state, owed.waive_reason) == (State.WAIVED, "postponed")
    assert ReportTransition.objects.get(report=owed).via == ReportTransition.Via.BULK
    assert sorted(said(answer)) == sorted(
        [
            f"{owed.action.code}: not to be reported",
            f"{sent.action.code}: This cannot be done now: the report is “submitted”.",
        ]
    )


def test_report_that_has_moved_since_it_was_ticked_is_left_alone(desk):
    report = make_report()
    seen = tick(report)
    transition(report.pk, "start", coordinator(), expected_version=report.version)

    answer = desk.post(BOARD, {"do": "waive", "reason": "merged", "report": seen}, follow=True)

    report.refresh_from_db()
    assert report.state == State.DRAFT
    assert "The report has been changed since you opened it." in said(answer)[0]


def test_all_reports_on_the_page_are_given_to_another_reporter(desk):
    reports = [make_report(), make_report()]
    person = make_person()
    shown = {"scope": "shown", "shown": [tick(each) for each in reports]}

    desk.post(BOARD, {"do": "reassign", "person": person.pk} | shown)

    assert {each.assignee for each in ActionReport.objects.all()} == {person}
    assert OutboxMail.objects.filter(kind="assigned", person=person).count() == 2


@pytest.mark.parametrize("ticks", [[], ["x"], ["1"], ["9" * 40 + "-1"], ["999-1"]])
def test_bulk_without_a_known_report_is_refused_in_words(desk, ticks):
    make_report()

    answer = desk.post(BOARD, {"do": "waive", "reason": "merged", "report": ticks})

    assert answer.status_code == 200
    assert "Tick the reports that you mean." in answer.content.decode()


def test_ticks_are_kept_when_the_reason_is_missing(desk):
    report = make_report()
    other = make_report(round=report.round)
    address = f"{BOARD}?round={report.round.slug}"

    answer = desk.post(address, {"do": "waive", "reason": "", "report": tick(report)})

    page = answer.content.decode()
    assert "This field is required." in page
    assert f'name="report" value="{tick(report)}" checked' in page
    assert f'name="report" value="{tick(other)}">' in page


def test_unknown_doing_is_not_found(desk):
    assert desk.post(BOARD, {"do": "explode"}).status_code == 404


def test_approving_is_not_done_in_bulk(client):
    report = make_report(state=State.SUBMITTED)
    signed_in(client, "coordinator", "approver")

    assert client.post(BOARD, {"do": "approve", "report": tick(report)}).status_code == 404


def test_preview_of_reminders_shows_all_and_writes_nothing(desk):
    report = make_report(reporter=make_person(name="Aino", language="sv"))
    orphan = make_report()
    ActionReport.objects.filter(pk=orphan.pk).update(assignee=None)
    User.objects.create_user("other", email="other@example.org").groups.set(desk.user.groups.all())
    before = Person.objects.count()

    answer = desk.post(REMIND, {"report": [tick(report), tick(orphan)]})

    page = answer.content.decode()
    found = {each.person.email: each for each in answer.context["recipients"]}
    assert set(found) == {report.assignee.email, desk.user.email, "other@example.org"}
    assert found[report.assignee.email].previews[0].subject in page
    assert report.assignee.email in page
    assert OutboxMail.objects.count() == 0
    assert Person.objects.count() == before


def test_reminders_are_written_as_they_were_shown(desk):
    report = make_report(reporter=make_person(language="sv"))
    data = {"report": tick(report)}
    preview = desk.post(REMIND, data).context["recipients"][0].previews[0]

    desk.post(REMIND, data | {"do": "send", "person": report.assignee.email})

    letter = OutboxMail.objects.get()
    assert (letter.subject, letter.body) == (preview.subject, preview.body)
    assert (letter.kind, letter.language) == ("asked", "sv")


def test_person_who_is_unticked_is_not_reminded(desk):
    wanted, other = make_report(), make_report()
    data = {"report": [tick(wanted), tick(other)], "person": wanted.assignee.email, "do": "send"}

    answer = desk.post(REMIND, data, follow=True)

    assert [each.person for each in OutboxMail.objects.all()] == [wanted.assignee]
    assert said(answer) == ["1 reminder will leave with the next mail."]


def test_who_was_reminded_today_is_left_out_unless_wanted(desk):
    report = make_report()
    data = {"report": tick(report), "person": report.assignee.email, "do": "send"}
    desk.post(REMIND, data)

    preview = desk.post(REMIND, {"report": tick(report)})
    again = desk.post(REMIND, data, follow=True)

    assert f"Reminded of {report.action.code} today already" in preview.content.decode()
    assert not preview.context["recipients"][0].is_new
    assert said(again) == ["Nobody was ticked. No reminder has been written."]
    assert OutboxMail.objects.count() == 1
    desk.post(REMIND, data | {"again": report.pk})
    assert OutboxMail.objects.count() == 2


def test_who_has_declined_reminders_is_named_and_gets_none(desk):
    report = make_report(reporter=make_person(name="Aino", wants_digests=False))
    data = {"report": tick(report)}

    page = desk.post(REMIND, data).content.decode()
    desk.post(REMIND, data | {"do": "send", "person": report.assignee.email})

    assert "has declined reminders and gets none" in page
    assert not OutboxMail.objects.exists()


def test_only_owed_reports_of_an_open_round_are_reminded_of(desk):
    owed, sent, late = make_report(), make_report(state=State.SUBMITTED), make_report()
    close(late.round)

    answer = desk.post(REMIND, {"report": [tick(each) for each in (owed, sent, late)]})

    assert [each.person for each in answer.context["recipients"]] == [owed.assignee]
    assert "2 reports are left out" in answer.content.decode()


def test_whole_round_is_reminded_by_an_address(desk):
    report = make_report()
    make_report(round=report.round, state=State.APPROVED)
    address = f"{REMIND}?round={report.round.slug}"

    answer = desk.get(address)
    desk.post(address, {"do": "send", "person": report.assignee.email})

    assert [each.person for each in answer.context["recipients"]] == [report.assignee]
    assert OutboxMail.objects.get(kind="asked").report == report
    assert desk.get(f"{REMIND}?round=none").status_code == 404


def test_several_reminders_to_one_person_leave_as_one_mail(desk, mailoutbox):
    person = make_person()
    reports = [make_report(reporter=person), make_report(reporter=person)]
    data = {"report": [tick(each) for each in reports], "person": person.email, "do": "send"}

    desk.post(REMIND, data)
    deliver()

    assert OutboxMail.objects.count() == 2
    assert [each.to for each in mailoutbox] == [[person.email]]


def test_broken_chain_of_recipients_is_an_error_on_the_board(client):
    orphan = make_report()
    ActionReport.objects.filter(pk=orphan.pk).update(assignee=None)
    reader = signed_in(client, "reader")

    page = reader.get(BOARD).content.decode()
    make_user("coordinator")
    mended = reader.get(BOARD).content.decode()

    assert "Nobody would get the mail." in page
    assert "no reporter named" in mended
    assert "Nobody would get the mail." not in mended


def test_letters_that_do_not_leave_are_told_of(desk):
    report = make_report()
    desk.post(BOARD, grant(report))
    assert "waited to be sent" not in desk.get(BOARD).content.decode()

    OutboxMail.objects.update(created_at=timezone.now() - timedelta(days=3))

    assert "1 letter has waited to be sent" in desk.get(BOARD).content.decode()


def test_board_and_reminders_cost_the_same_with_one_report_and_with_three(desk):
    programme = make_programme()

    def add():
        for _ in range(2):
            report = make_report(round=make_round(programme=programme), state=State.RETURNED)
            LockException.objects.create(
                report=report,
                granted_to=report.assignee,
                until=timezone.now() + timedelta(days=1),
                reason="-",
            )

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    add()
    close(ReportingRound.objects.latest("pk"))
    slug = ReportingRound.objects.earliest("pk").slug
    pages = [BOARD, f"{BOARD}?show=unchanged", CSV, f"{REMIND}?round={slug}"]
    few = [cost(page) for page in pages]
    add()
    add()
    for _ in range(2):
        make_report(round=ReportingRound.objects.get(slug=slug))

    assert [cost(page) for page in pages] == few


def lines(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def test_csv_has_a_row_for_each_report_that_the_filters_leave(desk):
    late = make_report(state=State.RETURNED)
    make_late(late)
    make_report(state=State.SUBMITTED)

    everything, found = desk.get(CSV), desk.get(CSV, {"show": "late"})

    assert everything.content.startswith(b"\xef\xbb\xbf")
    assert everything["Content-Type"] == "text/csv; charset=utf-8"
    assert len(lines(everything)) == 2
    row = lines(found)[0]
    assert (row["Action"], row["State"], row["Days late"]) == (late.action.code, "returned", "5")
    assert (row["Times returned"], row["Minutes"], row["Approved"]) == ("1", "5", "")


def test_csv_has_no_cell_that_a_spreadsheet_would_run(desk):
    report = make_report(action=make_action(title_fi='=HYPERLINK("x")'))

    row = lines(desk.get(CSV))[0]

    assert row["Action"] == report.action.code
    assert row["Title"] == '\'=HYPERLINK("x")'


def test_board_of_no_round_says_so(desk):
    assert "No round matches." in desk.get(BOARD).content.decode()


@pytest.mark.parametrize(
    "query",
    ["round=x&show=all", "page=x&rounds=x", "q=%00", "q=%27%22%3C", "programme=%F0%9F%98%80"],
)
def test_odd_address_of_the_board_is_no_error(desk, query):
    make_report()

    assert desk.get(f"{BOARD}?{query}").status_code == 200
    assert desk.get(f"{CSV}?{query}").status_code == 200
