"""A mail server that takes the connection and then says nothing."""

import time
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection

from reporting import letters
from reporting.models import DeliveryAttempt, OutboxMail
from tests.deploy.servers import Visitor, make_account
from tests.faults.crowds import wait_until
from tests.operations.sites import Place
from tests.reporting.factories import make_person, make_report
from tests.reporting.mail_server import running_mail_server

# The settings of production but for the seconds that are waited.
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.faults.paused_settings"}
NUMBER = 5


def address_of(mail_server):
    host, port = mail_server.server_address
    return f"smtp://{host}:{port}"


@pytest.fixture
def outbox(transactional_db):
    """Letters that leave at any hour of any day."""
    facts = {"comment": "Please say more of it.", "until": "noon"}
    for _number in range(NUMBER):
        report = make_report(reporter=make_person())
        letters.write("returned", [report.assignee], report, **facts)
    return OutboxMail.objects.filter(kind="returned")


def run(place, mail_server):
    """A run as the timer makes it. Returns its exit status and its complaint."""
    variables = SETTINGS | {"EMAIL_URL": address_of(mail_server)}
    status, _told, complaint = place.manage("send_reminders", **variables)
    return status, complaint


def test_letters_that_a_hanging_server_has_not_taken_leave_with_the_next_run(outbox, folder):
    place = Place(folder, str(connection.settings_dict["NAME"]))

    with running_mail_server(then="hangs") as hanging:
        status, complaint = run(place, hanging)

    # After three silences the rest is left alone, so that a run ends.
    assert (status, hanging.visits, hanging.accepted) == (1, 3, [])
    assert "letters were refused; the next run tries them again." in complaint
    assert outbox.unsent().count() == NUMBER
    first = DeliveryAttempt.objects.filter(letter__in=outbox).order_by("pk").first()
    assert "TimeoutError" in first.error or "timed out" in first.error

    with running_mail_server(accepts=1000) as working:
        assert run(place, working)[0] == 0
        assert run(place, working)[0] == 0

    assert outbox.unsent().count() == 0
    sent = [each for each in working.accepted if each in outbox.values_list("recipient", flat=True)]
    assert len(sent) == len(set(sent)) == NUMBER


def test_wait_for_a_mail_server_has_an_end_in_production():
    assert settings.EMAIL_TIMEOUT == 10


def test_page_that_sends_a_letter_is_answered_and_holds_nobody_else_up(
    transactional_db, serve, tell
):
    make_account("rita", email="rita@example.org")
    visitor, answers = Visitor(), []

    def ask_for_a_password():
        began = time.monotonic()
        asked = {"email": "rita@example.org"}
        answers.append(visitor.ask(server, "POST", "/en/password/", asked))
        answers.append(time.monotonic() - began)

    with (
        running_mail_server(then="hangs") as hanging,
        serve(EMAIL_URL=address_of(hanging), **SETTINGS) as server,
    ):
        visitor.ask(server, "GET", "/en/password/")
        asking = Thread(target=ask_for_a_password)
        asking.start()
        wait_until(lambda: hanging.visits, "no letter is sent")
        began = time.monotonic()
        others = [server.ask("GET", page).status for page in ("/en/cities/", "/fi/sign-in/")]
        seconds = time.monotonic() - began
        asking.join()
        answer, seconds_asked = answers
        assert (answer.status, answer.headers["Location"]) == (302, "/en/password/sent/")
        assert visitor.ask(server, "GET", "/en/password/sent/").status == 200
        assert others == [200, 200]
        wait_until(
            lambda: "a letter about an account could not be sent" in server.written(),
            "nothing is said of it in the log",
        )

    tell(
        f"Mail server silent (1 s of patience): a password asked for in {seconds_asked:.1f} s, "
        f"two pages meanwhile in {seconds:.1f} s."
    )
