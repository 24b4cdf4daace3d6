"""What letters say and how they leave: what the commands' tests do not say already."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from reporting import letters
from reporting.models import DeliveryAttempt, OutboxMail, State
from tests.reporting.factories import make_person, make_report, make_user
from tests.reporting.mail_server import mail_server

pytestmark = pytest.mark.django_db

FACTS = {
    "waiting_approval": {"days": 3},
    "reminder": {"when": "due in 7 days"},
    "returned": {"comment": "Please say more of it.", "until": "noon"},
    "exception": {"until": "noon"},
    "round_summary": {"summary": "Draft: 1"},
}

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def day_off():
    """No reminder is written on a Sunday, so that only the letters of the tests leave."""
    with time_machine.travel(SUNDAY):
        yield


def write(kind="returned", person=None, report=None):
    """A letter of a kind, to somebody new unless told."""
    report = report or make_report(reporter=person)
    (letter,) = letters.write(kind, [report.assignee], report, **FACTS.get(kind, {}))
    return letter


def send(**options):
    out = StringIO()
    call_command("send_reminders", stdout=out, **options)
    return out.getvalue()


def errors():
    return list(DeliveryAttempt.objects.order_by("pk").values_list("error", flat=True))


@pytest.mark.parametrize("kind", OutboxMail.Kind)
def test_letter_of_every_kind_is_filled_in(kind):
    letter = write(kind)

    about = letter.report.round.name if kind.startswith("round") else letter.report.action.code
    assert about in letter.subject
    assert letter.report.round.name in letter.body
    assert "%(" not in letter.subject + letter.body


def test_reminder_as_it_arrives():
    report = make_report(reporter=make_person(language="en"))
    letter = write("reminder", report=report)

    letters.deliver()

    (sent,) = mail.outbox
    link = letters.address_of(letter)
    assert link.startswith("http://127.0.0.1:8000/en/report/link/")
    assert sent.body == (
        f"{letter.body}\n\n{link}\n\n"
        "The link is yours alone: whoever has it can report in your name. Do not pass it on.\n\n"
        "-- \nThe ICC network\n"
        "You get this mail because you report, or coordinate or approve reports.\n"
        "If you want no notices and reminders, tell the coordinator. "
        "Calls for a report and returned reports are always sent.\n\n"
    )
    html = sent.alternatives[0].content
    for line in filter(None, sent.body.replace("-- ", "").splitlines()):
        assert line in html
    assert ("<img" in html, "<script" in html) == (False, False)


def test_mail_that_cannot_be_declined_does_not_say_so():
    write("returned")

    letters.deliver()

    assert "You get this mail because" in mail.outbox[0].body
    assert "If you want no notices" not in mail.outbox[0].body


def test_letter_to_an_account_holds_no_link_that_opens_without_it():
    person = make_user("reporter").person
    letter = write("returned", person=person)

    letters.deliver()

    assert letter.link is None
    assert f"http://127.0.0.1:8000{letter.path}" in mail.outbox[0].body
    assert "The link is yours alone" not in mail.outbox[0].body


def test_words_of_people_are_not_markup():
    report = make_report()
    facts = {"comment": "a <b>bold</b> wish", "until": "noon"}
    letters.write("returned", [report.assignee], report, **facts)

    letters.deliver()

    assert "a <b>bold</b> wish" in mail.outbox[0].body
    assert "a &lt;b&gt;bold&lt;/b&gt; wish" in mail.outbox[0].alternatives[0].content


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("reminder", State.SUBMITTED),
        ("asked", State.APPROVED),
        ("round_opened", State.WAIVED),
        ("waiting_approval", State.RETURNED),
    ],
)
def test_letter_that_asks_for_what_is_done_does_not_leave(kind, state):
    report = make_report(state=state)
    OutboxMail.objects.all().delete()
    write(kind, report=report)
    other = write("withdrawn", report=make_report())

    letters.deliver()

    assert [each.to for each in mail.outbox] == [[other.recipient]]
    assert list(OutboxMail.objects.values_list("kind", flat=True)) == ["withdrawn"]


def test_nothing_is_sent_to_who_has_been_removed():
    gone, here = write("returned"), write("returned")
    gone.person.delete()

    letters.deliver()

    assert [each.to for each in mail.outbox] == [[here.recipient]]


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("päivi@example.org", "=?utf-8?b?cMOkaXZp?=@example.org"),
        ("x@käyttö.example", "x@xn--kytt-loa5i.example"),
    ],
)
def test_address_in_other_letters_is_written_as_mail_wants_it(address, written):
    write("returned", person=make_person(email=address))

    letters.deliver()

    assert mail.outbox[0].message()["To"] == written


def test_each_letter_that_leaves_is_named_where_more_words_are_asked_for():
    letter = write("returned")
    line = f"{letter.recipient}  en  returned  {letter.subject}\n"

    assert send(verbosity=2) == f"{line}0 reminders written, 1 letters sent.\n"
    assert send(verbosity=2) == "0 reminders written, 0 letters sent.\n"


def test_busy_server_keeps_no_letter_and_is_asked_for_each(settings):
    for _number in range(5):
        write("returned")

    with mail_server(settings, then="421") as server, pytest.raises(CommandError) as refusal:
        send()

    assert str(refusal.value) == "5 letters were refused; the next run tries them again."
    assert (server.visits, OutboxMail.objects.unsent().count()) == (5, 5)
    assert all("421" in error for error in errors())


def test_server_that_dies_in_the_middle_has_what_it_took_and_the_rest_stays(settings):
    first, second = write("returned"), write("returned")

    with mail_server(settings, accepts=1, then="dies") as server, pytest.raises(CommandError):
        send()

    assert server.accepted[0] == first.recipient
    assert list(OutboxMail.objects.unsent()) == [second]
    assert errors()[0] == ""
    assert errors()[1].startswith("SMTPServerDisconnected")

    with mail_server(settings, accepts=9) as server:
        send()
    assert server.accepted == [second.recipient]


def test_server_that_hangs_is_not_waited_for_all_day(settings):
    for _number in range(6):
        write("returned")

    with mail_server(settings, then="hangs") as server, pytest.raises(CommandError) as refusal:
        send()

    assert str(refusal.value).startswith("6 letters were refused")
    assert (server.visits, OutboxMail.objects.unsent().count()) == (3, 6)
    assert [error.partition(":")[0] for error in errors()] == 3 * ["SMTPServerDisconnected"] + 3 * [
        "ConnectionError"
    ]


def test_refusal_is_named_with_its_reason(settings):
    letter = write("returned")
    out = StringIO()

    with mail_server(settings, then="421"), pytest.raises(CommandError):
        call_command("send_reminders", stdout=out)

    assert out.getvalue().startswith(f"REFUSED: {letter.recipient}  SMTPRecipientsRefused")
