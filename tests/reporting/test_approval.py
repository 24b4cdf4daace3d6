"""The approver's queue and the page on which a report is decided on."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reporting.models import (
    ActionReport,
    OutboxMail,
    Person,
    ReportAccessLink,
    ReportComment,
    ReportTransition,
    State,
)
from reporting.roles import Actor
from reporting.transitions import transition
from tests.factories import make_action, make_basket, make_programme, make_strategy
from tests.reporting.factories import (
    approver,
    coordinator,
    local,
    make_person,
    make_report,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db

QUEUE = "/en/report/queue/"


@pytest.fixture
def desk(client):
    """A browser in which an approver has signed in."""
    return signed_in(client, "approver")


@pytest.fixture
def kept_in_memory(settings):
    """A cache that keeps, as the one of a real site does."""
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": memory}}
    cache.clear()


def signed_in(client, *groups):
    client.user = make_user(*groups)
    client.force_login(client.user)
    return client


def address(report):
    return f"/en/report/{report.round.slug}/{report.action.code}/review/"


def do(client, report, name, **data):
    """Press a button of the page, in the version that the database has."""
    report.refresh_from_db()
    return client.post(address(report), {"do": name, "version": report.version} | data)


def send_as(user, **fields):
    """A report that a user has sent."""
    report = make_report(state=State.DRAFT, **fields)
    writer = Actor(user, Person.objects.get(user=user))
    seen = [("language", "missing_translation")]
    assignee = Actor(person=report.assignee)
    report = transition(
        report.pk, "submit", assignee, expected_version=report.version, seen_warnings=seen
    )
    people = {"submitted_by": writer.user, "submitted_by_person": writer.person}
    ActionReport.objects.filter(pk=report.pk).update(**people)
    return report


def test_queue_shows_the_oldest_first_with_sender_and_time(desk):
    reports = [make_report(state=State.SUBMITTED) for _ in range(2)]
    make_report(state=State.DRAFT)
    ActionReport.objects.filter(pk=reports[1].pk).update(submitted_at=local("2026-06-01 10:12"))

    answer = desk.get(QUEUE)

    page = answer.content.decode()
    assert list(answer.context["page"]) == reports[::-1]
    assert "Waits since 1 June 2026, 10:12 EEST" in page
    assert f"sent by {reports[1].assignee.name}" in page


def test_empty_queue_says_so(desk):
    make_report(state=State.DRAFT)

    assert "Nothing waits for you." in desk.get(QUEUE).content.decode()


def test_queue_of_others_is_empty(client):
    report = make_report(state=State.SUBMITTED)
    signed_in(client, "coordinator")

    page = client.get(QUEUE).content.decode()

    assert "Nothing waits for you." in page
    assert report.action.code not in page


def test_queue_keeps_to_the_baskets_of_the_approver(desk):
    basket = make_basket()
    action = make_action(basket=basket, strategy=make_strategy(programme=basket.programme))
    within = make_report(action=action, state=State.SUBMITTED)
    make_report(state=State.SUBMITTED)
    Person.objects.get(user=desk.user).baskets.add(basket)

    assert list(desk.get(QUEUE).context["page"]) == [within]


@pytest.mark.parametrize("is_allowed", [False, True])
def test_own_reports_stand_apart_with_the_reason(desk, settings, is_allowed):
    settings.REPORTING_ALLOW_SELF_APPROVAL = is_allowed
    own, other = send_as(desk.user), make_report(state=State.SUBMITTED)

    answer = desk.get(QUEUE)

    page = answer.content.decode()
    assert list(answer.context["own"]) == [own]
    assert list(answer.context["page"]) == ([own, other] if is_allowed else [other])
    assert ("Somebody else must approve these" in page) is not is_allowed
    assert ("You may approve these with a second tick" in page) is is_allowed


def test_report_of_others_is_not_found_by_a_reporter(client):
    own, other = make_report(state=State.SUBMITTED), make_report(state=State.SUBMITTED)
    signed_in(client, "reporter")
    person = Person.objects.get(user=client.user)
    ActionReport.objects.filter(pk=own.pk).update(assignee=person)

    assert client.get(address(own)).status_code == 200
    assert client.get(address(other)).status_code == 404
    assert do(client, other, "comment", text="Hello").status_code == 404
    assert not ReportComment.objects.exists()


@pytest.mark.parametrize("name", ["approve", "return", "waive", "comment", "resend_link"])
def test_reader_reads_and_changes_nothing(client, name):
    report = make_report(state=State.SUBMITTED)
    signed_in(client, "reader")

    page = client.get(address(report)).content.decode()
    answer = do(client, report, name, comment="Please mend.", text="Hm", reason="merged")

    assert "Toinen vaihe alkaa." in page
    assert "<button" not in page.partition("<h1>")[2]
    assert answer.status_code == 403
    assert "You do not have the right to do this." in answer.content.decode()
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_what_has_changed_since_the_last_report_is_said_in_words(desk):
    programme = make_programme()
    action = make_action(strategy=make_strategy(programme=programme))
    first, second = (make_round(programme=programme) for _ in range(2))
    make_report(round=first, action=action, state=State.APPROVED, obstacles_fi="Raha puuttuu.")
    report = make_report(
        round=second, action=action, state=State.SUBMITTED, percent=60, obstacles_fi="",
        summary_sv="Första fasen är klar.",
    )  # fmt: skip

    lines = desk.get(address(report)).context["review"].lines

    assert [(line.label, line.was.text, line.now.text, line.kind.label) for line in lines] == [
        ("Status of the action", "implementation", "implementation", "unchanged"),
        ("How far it is, in per cent", "40\xa0%", "60\xa0%", "changed"),
        (
            "What has been done",
            "Ensimmäinen vaihe on valmis.",
            "Ensimmäinen vaihe on valmis.",
            "unchanged",
        ),
        ("What has been done (Swedish)", "", "Första fasen är klar.", "new"),
        ("What comes next", "Toinen vaihe alkaa.", "Toinen vaihe alkaa.", "unchanged"),
        ("What stands in the way", "Raha puuttuu.", "", "no longer said"),
    ]


def test_warnings_say_whether_the_reporter_has_seen_them(desk):
    report = make_report(state=State.SUBMITTED)
    page = desk.get(address(report)).content.decode()
    ActionReport.objects.filter(pk=report.pk).update(seen_warnings=[])

    unseen = desk.get(address(report)).content.decode()

    assert "The reporter has seen this warning." in page
    assert "The reporter has not been shown this warning." in unseen


def test_errors_are_shown_and_stop_approval(desk):
    report = make_report(state=State.SUBMITTED)
    ActionReport.objects.filter(pk=report.pk).update(percent=100)
    sentence = "At 100 per cent the action is completed."

    page = desk.get(address(report)).content.decode()
    answer = do(desk, report, "approve")

    assert sentence in page
    assert "What is wrong" in page
    assert sentence in answer.content.decode().partition("This was not done")[2]
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_report_is_approved_with_the_version_that_was_seen(desk):
    report = make_report(state=State.SUBMITTED)

    do(desk, report, "approve")

    report.refresh_from_db()
    assert (report.state, report.approved_by) == (State.APPROVED, desk.user)
    page = desk.get(address(report)).content.decode()
    assert "The report has been approved. It is public now." in page
    assert "Approved" in page


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30])
def test_approval_without_a_sensible_version_is_refused(desk, version):
    report = make_report(state=State.SUBMITTED)

    answer = desk.post(address(report), {"do": "approve", "version": version})

    assert answer.status_code == 200
    assert "This was not done" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_report_is_returned_with_a_comment(desk):
    report = make_report(state=State.SUBMITTED)

    short = do(desk, report, "return", comment="Too short")
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    assert "Too short</textarea>" in short.content.decode()

    do(desk, report, "return", comment="Please say what it costs.")
    report.refresh_from_db()
    assert report.state == State.RETURNED
    assert "Please say what it costs." in desk.get(address(report)).content.decode()


def test_conflict_says_what_has_happened_and_keeps_the_comment(desk):
    report = make_report(state=State.SUBMITTED)
    seen = report.version
    other = approver()
    transition(report.pk, "approve", other, expected_version=seen)

    comment = "The costs are missing here."
    answer = desk.post(address(report), {"do": "return", "version": seen, "comment": comment})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The report is “approved” now." in page
    assert f"Last move: approved, {other.label}" in page
    assert f"{comment}</textarea>" in page
    assert ReportTransition.objects.filter(name="return").count() == 0


def test_own_report_is_not_approved(desk):
    report = send_as(desk.user)

    page = desk.get(address(report)).content.decode()
    answer = do(desk, report, "approve", is_confirmed="on")

    assert "Somebody else must approve what you have sent yourself." in page
    assert 'value="approve"' not in page
    assert answer.status_code == 403
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_own_report_is_approved_where_that_is_allowed_with_a_second_tick(desk, settings):
    settings.REPORTING_ALLOW_SELF_APPROVAL = True
    report = send_as(desk.user)

    page = desk.get(address(report)).content.decode()
    unticked = do(desk, report, "approve").content.decode()
    report.refresh_from_db()
    assert "The public page will say so." in page
    assert "Confirm that you approve your own report." in unticked
    assert report.state == State.SUBMITTED

    do(desk, report, "approve", is_confirmed="on")
    report.refresh_from_db()
    assert (report.state, report.is_self_approved) == (State.APPROVED, True)


def test_comment_that_something_must_be_mended_stops_approval_until_it_is(desk):
    report = make_report(state=State.SUBMITTED)
    do(desk, report, "comment", text="The unit is wrong.", must_fix="on")
    comment = ReportComment.objects.get()

    refused = do(desk, report, "approve").content.decode()
    assert "A comment says that something must be mended" in refused
    assert "The unit is wrong." in refused
    assert (comment.written_by, comment.must_fix) == (desk.user, True)

    do(desk, report, "resolve", comment=comment.pk)
    do(desk, report, "approve")
    report.refresh_from_db()
    assert report.state == State.APPROVED


def test_comment_on_another_report_is_not_mended_from_here(desk):
    report, other = make_report(state=State.SUBMITTED), make_report(state=State.SUBMITTED)
    do(desk, other, "comment", text="The unit is wrong.", must_fix="on")

    answer = do(desk, report, "resolve", comment=ReportComment.objects.get().pk)

    assert "Select a valid choice." in answer.content.decode()
    assert ReportComment.objects.get().resolved_at is None


def test_archived_round_takes_no_comment(desk):
    report = make_report(state=State.SUBMITTED)
    report.round.archived_at = timezone.now()
    report.round.save()

    page = desk.get(address(report)).content.decode()
    answer = do(desk, report, "comment", text="Hello")

    assert "The round has been archived." in page
    assert "<button" not in page.partition("<h1>")[2]
    assert answer.status_code == 403
    assert not ReportComment.objects.exists()


def test_history_says_who_did_what_by_which_door(desk):
    report = make_report(state=State.RETURNED)

    page = desk.get(address(report)).content.decode()

    history = page.partition("What has happened")[2]
    assert "Sent for approval" in history
    assert f"{report.assignee.name} (reporter)" in history
    assert "Please say more of it." in history
    assert "by form" in history


def test_queue_is_walked_with_previous_and_next(desk):
    first, middle, last = (make_report(state=State.SUBMITTED) for _ in range(3))

    def neighbours(report):
        return desk.get(address(report)).context["review"].neighbours

    assert neighbours(first) == (None, middle)
    assert neighbours(middle) == (first, last)
    do(desk, middle, "approve")
    assert neighbours(middle) == (first, last)
    assert neighbours(last) == (first, None)


@pytest.mark.usefixtures("kept_in_memory")
def test_another_approver_with_the_page_open_is_named(client, desk):
    report = make_report(state=State.SUBMITTED)
    other = approver()
    before = ReportTransition.objects.count()
    with time_machine.travel(local("2026-11-24 10:12"), tick=False):
        client.force_login(other.user)
        client.get(address(report))
    client.force_login(desk.user)

    with time_machine.travel(local("2026-11-24 10:30"), tick=False):
        page = client.get(address(report)).content.decode()
    with time_machine.travel(local("2026-11-24 10:43"), tick=False):
        later = client.get(address(report)).content.decode()

    assert f"{other.label} has had this open since 10:12." in page
    assert "has had this open" not in later
    assert ReportTransition.objects.count() == before


@pytest.mark.usefixtures("kept_in_memory")
def test_reader_does_not_count_as_having_a_report_open(client):
    report = make_report(state=State.SUBMITTED)
    for group in ("reader", "coordinator"):
        signed_in(client, group).get(address(report))

    page = signed_in(client, "approver").get(address(report)).content.decode()

    assert report.action.code in page
    assert "has had this open" not in page


def test_coordinator_waives_reopens_and_reassigns(client):
    signed_in(client, "coordinator")
    report, person = make_report(), make_person()

    do(client, report, "reassign", person=person.pk)
    report.refresh_from_db()
    assert report.assignee == person

    do(client, report, "waive", reason="merged")
    report.refresh_from_db()
    assert (report.state, report.waive_reason) == (State.WAIVED, "merged")

    do(client, report, "reopen")
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_coordinator_takes_a_report_back(client):
    signed_in(client, "coordinator")
    report = make_report(state=State.SUBMITTED)

    do(client, report, "withdraw")

    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_coordinator_sees_ends_and_resends_links(client):
    signed_in(client, "coordinator")
    report = make_report()

    do(client, report, "resend_link")
    first = ReportAccessLink.objects.get()
    do(client, report, "resend_link")
    first.refresh_from_db()
    second = ReportAccessLink.objects.get(revoked_at=None)
    page = client.get(address(report)).content.decode()
    do(client, report, "revoke_link", link=second.pk)
    second.refresh_from_db()

    assert first.revoked_at is not None
    assert second.revoked_at is not None
    assert [each.link for each in OutboxMail.objects.order_by("pk")] == [first, second]
    assert "never used" in page
    assert second.token_hash not in page


def test_approver_sees_no_links(desk):
    report = make_report(state=State.DRAFT)
    do(desk, report, "resend_link")

    page = desk.get(address(report)).content.decode()

    assert report.assignee.name in page
    assert "E-mailed links" not in page
    assert not ReportAccessLink.objects.exists()


def test_reporter_with_an_account_needs_no_link(client):
    signed_in(client, "coordinator")
    report = make_report(reporter=Person.objects.get(user=make_user("reporter")))

    answer = do(client, report, "resend_link")

    assert "The reporter does not need a link now." in answer.content.decode()
    assert not ReportAccessLink.objects.exists()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("group", ["approver", "coordinator", "reader"])
def test_page_opens_in_every_state(client, state, group):
    report = make_report(state=state)

    answer = signed_in(client, group).get(address(report))

    assert answer.status_code == 200
    assert answer["Cache-Control"].count("no-store") == 1


def test_unknown_doing_and_unknown_report_are_not_found(desk):
    report = make_report(state=State.SUBMITTED)

    assert do(desk, report, "explode").status_code == 404
    assert desk.get("/en/report/none/9.Z.9/review/").status_code == 404


def test_queue_and_page_cost_the_same_with_one_report_and_with_three(desk):
    def cost(page):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page).status_code == 200
        return len(queries)

    report = make_report(state=State.SUBMITTED)
    send_as(desk.user)
    coordinate = coordinator()
    ReportComment.objects.create(report=report, label=coordinate.label, text="Hm")
    few = [cost(page) for page in (QUEUE, address(report))]
    for _ in range(2):
        make_report(state=State.SUBMITTED)
        send_as(desk.user)
        ReportComment.objects.create(report=report, label=coordinate.label, text="Hm")
        later = report.transitions.latest("sequence")
        ReportTransition.objects.create(
            report=report, sequence=later.sequence + 1, name="withdraw", from_state="submitted",
            to_state="draft", made_at=later.made_at + timedelta(1), actor_role="reporter",
            language="en", via="form",
        )  # fmt: skip

    assert [cost(page) for page in (QUEUE, address(report))] == few
