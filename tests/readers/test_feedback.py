"""What readers write: received whole, answered in time, and kept from programs without a puzzle."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from readers.forms import own_page
from readers.models import Feedback
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/en/feedback/"
OPENED, SENT = "2026-03-02T10:00:00Z", "2026-03-02T10:01:00Z"
MESSAGE = {"topic": "accessibility", "message": "The map cannot be used by keyboard."}


def fields_of(html):
    """The hidden fields of the form, as a browser would send them."""
    inputs = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', html)
    return dict(inputs)


@pytest.fixture
def send(client, time_machine):
    """Opens the form, waits, and sends it."""

    def sent(*, after=60, query="", **data):
        time_machine.move_to(OPENED, tick=False)
        hidden = fields_of(client.get(ADDRESS + query).content.decode())
        time_machine.shift(after)
        return client.post(ADDRESS, hidden | MESSAGE | data, follow=True)

    return sent


@pytest.fixture
def counting(settings):
    """A cache that counts, as in production."""
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["counting"]}
    cache.clear()


def test_message_is_kept_and_its_writer_is_told_until_when_it_is_answered(send):
    answer = send(query="?page=/en/cities/", name="Maija", email="maija@example.org")

    feedback = Feedback.objects.get()
    assert (feedback.message, feedback.topic) == (MESSAGE["message"], "accessibility")
    assert (feedback.name, feedback.email, feedback.language) == (
        "Maija",
        "maija@example.org",
        "en",
    )
    assert (feedback.page, feedback.is_suspected) == ("/en/cities/", False)
    assert feedback.due_on == date(2026, 3, 16)
    html = answer.content.decode()
    assert f"Its number is {feedback.pk}." in html
    assert "by 16 March 2026" in html


@pytest.mark.parametrize(
    ("topic", "days"),
    [("accessibility", 14), ("data_error", 14), ("personal_data", 28), ("other", 30)],
)
def test_each_topic_has_its_time(send, topic, days):
    send(topic=topic)

    assert Feedback.objects.get().due_on == date(2026, 3, 2) + timedelta(days=days)


def test_form_sets_the_cookie_of_its_token_only_and_is_kept_by_nobody(client):
    page = client.get(ADDRESS)

    assert list(page.cookies) == ["csrftoken"]
    assert "no-store" in page["Cache-Control"]


def test_form_without_its_token_is_refused_with_what_was_written():
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post(ADDRESS, MESSAGE)

    assert refused.status_code == 403
    assert MESSAGE["message"] in refused.content.decode()
    assert Feedback.objects.count() == 0


def test_nothing_typed_is_lost_on_an_error(send):
    answer = send(topic="", email="no address", name="Maija", query="?page=/en/cities/")

    html = answer.content.decode()
    assert Feedback.objects.count() == 0
    assert "Choose what your message is about." in html
    assert MESSAGE["message"] in html
    assert 'value="no address"' in html
    assert 'value="Maija"' in html
    assert 'value="/en/cities/"' in html
    assert fields_of(html)["opened"]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [("", "Write your message."), ("a" * 5001, "5000"), ("nul\x00l", "Null characters")],
)
def test_message_that_cannot_be_kept_is_refused_in_words(send, message, sentence):
    assert sentence in send(message=message).content.decode()
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "after"),
    [
        ({"website": "https://example.org/"}, 60),
        ({}, 2),
        ({}, 25 * 60 * 60),
        ({"opened": "feedback:forged"}, 60),
        ({"message": "http://a.example www.b.example https://c.example"}, 60),
    ],
    ids=["honey", "too quick", "too old", "forged", "links"],
)
def test_what_looks_automatic_is_kept_apart_and_gets_the_same_answer(send, data, after):
    answer = send(after=after, **data)

    assert Feedback.objects.get().is_suspected is True
    assert "Its number is" in answer.content.decode()


@pytest.mark.parametrize(
    ("after", "links"), [(4, ""), (23 * 60 * 60, "http://a.example http://b.example")]
)
def test_people_are_not_suspected(send, after, links):
    send(after=after, message=f"A barrier {links}")

    assert Feedback.objects.get().is_suspected is False


def test_many_messages_of_one_address_are_suspected_and_very_many_refused(
    send, counting, monkeypatch, client
):
    monkeypatch.setattr("readers.suspicion.REFUSED_AFTER", 6)
    for _each in range(6):
        send()
    refused = send(message="The seventh message")
    of_another = client.post(ADDRESS, MESSAGE, REMOTE_ADDR="192.0.2.7")

    assert list(Feedback.objects.order_by("pk").values_list("is_suspected", flat=True)[:6]) == [
        *[False] * 5,
        True,
    ]
    assert (refused.status_code, refused["Retry-After"]) == (429, "3540")
    assert "The seventh message" in refused.content.decode()
    assert of_another.status_code == 302


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/fi/cities/?q=a", "/fi/cities/?q=a"),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("/\\evil.example", ""),
        ("javascript:alert(1)", ""),
        ("/fi/\n", ""),
        ("/" + "a" * 500, ""),
        ("", ""),
    ],
)
def test_only_pages_of_our_own_are_named(given, kept):
    assert own_page(given) == kept


def test_forged_receipt_is_not_found(client):
    assert client.get(f"{ADDRESS}thanks/abc/").status_code == 404


def test_every_page_leads_to_the_form_and_names_itself(client):
    assert 'href="/en/feedback/?page=/en/about/"' in client.get("/en/about/").content.decode()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"topic": "weather"}, "feedback_topic_is_known"),
        ({"message": ""}, "feedback_says_something"),
        ({"answer": "Yes"}, "answered_feedback_has_its_answer_and_its_date"),
        ({"answered_at": timezone.now()}, "answered_feedback_has_its_answer_and_its_date"),
        (
            {"answer": "Yes", "answered_at": timezone.now() - timedelta(days=1)},
            "feedback_is_answered_after_it_came",
        ),
        ({"sent_at": timezone.now()}, "only_an_answer_is_sent"),
    ],
)
def test_database_refuses_impossible_feedback(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        factories.make_feedback(**fields)


def page_of(feedback):
    return f"/admin/readers/feedback/{feedback.pk}/change/"


def answer(client, feedback, capture, text="Korjattu."):
    with capture(execute=True):
        return client.post(page_of(feedback), {"answer": text}, follow=True)


def test_answer_is_dated_signed_and_sent(
    staff_client, django_user_model, django_capture_on_commit_callbacks, settings
):
    settings.DEFAULT_FROM_EMAIL = "city@example.org"
    feedback = factories.make_feedback(email="maija@example.org", is_suspected=True)

    answer(staff_client, feedback, django_capture_on_commit_callbacks)

    feedback.refresh_from_db()
    assert feedback.answered_by == django_user_model.objects.get()
    assert feedback.answered_at is not None
    assert feedback.sent_at is not None
    assert feedback.is_suspected is False
    letter = mail.outbox[0]
    assert (letter.to, letter.from_email) == (["maija@example.org"], "city@example.org")
    assert letter.subject == f"Vastaus viestiisi nro {feedback.pk}"
    assert letter.body.startswith("Korjattu.\n")
    assert feedback.message in letter.body


def test_answer_to_nobody_is_noted_and_cannot_be_changed(
    staff_client, django_capture_on_commit_callbacks
):
    feedback = factories.make_feedback()
    answer(staff_client, feedback, django_capture_on_commit_callbacks)

    answer(staff_client, feedback, django_capture_on_commit_callbacks, text="Toinen")

    feedback.refresh_from_db()
    assert (feedback.answer, feedback.sent_at, mail.outbox) == ("Korjattu.", None, [])


@pytest.mark.django_db(transaction=True)
def test_answer_that_the_mail_server_refuses_is_kept_and_sent_again(staff_client, settings):
    feedback = factories.make_feedback(email="maija@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    said = staff_client.post(page_of(feedback), {"answer": "Korjattu."}, follow=True)
    feedback.refresh_from_db()
    waiting = feedback.sent_at

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    chosen = {"action": "send_again", "_selected_action": [feedback.pk]}
    staff_client.post("/admin/readers/feedback/", chosen)

    feedback.refresh_from_db()
    assert "Vastaus on tallessa" in said.content.decode()
    assert (waiting, feedback.answer) == (None, "Korjattu.")
    assert feedback.sent_at is not None
    assert len(mail.outbox) == 1


def test_dashboard_shows_feedback_coming_due(staff_client, time_machine):
    time_machine.move_to("2026-03-02T10:00:00Z", tick=False)
    for due_on, suspected in [("2026-03-07", False), ("2026-03-08", False), ("2026-03-03", True)]:
        factories.make_feedback(due_on=due_on, is_suspected=suspected)
    factories.make_feedback(answer="Yes", answered_at=timezone.now(), email="a@example.org")

    html = staff_client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()

    for waiting in ("near", "later", "suspected", "unsent"):
        found = re.search(rf"waiting={waiting}\">[^<]+</a> <span>(\d+)</span>", html)
        listed = staff_client.get("/admin/readers/feedback/", {"waiting": waiting})
        assert (found[1], listed.context["cl"].result_count) == ("1", 1), waiting


def test_dashboard_asks_for_what_the_city_has_not_said(staff_client):
    factories.make_keeper()
    statement = factories.make_statement()

    def asked():
        html = staff_client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
        return [
            words
            for words in ("Contact details of the keeper", "Accessibility statement to confirm")
            if words in html
        ]

    before = asked()
    factories.make_keeper(
        name_fi="Kaupunki",
        email="a@example.org",
        officer_fi="Vastaava",
        officer_email="b@example.org",
    )
    statement.confirmed_on = statement.made_on
    statement.save()

    assert before == ["Contact details of the keeper", "Accessibility statement to confirm"]
    assert asked() == []


@pytest.mark.parametrize(
    ("role", "status"),
    [("editor", 200), ("administrator", 200), ("translator", 403), ("coordinator", 403)],
)
def test_editors_and_administrators_answer_and_nobody_else_reads(client, role, status):
    feedback = factories.make_feedback()
    client.force_login(factories.make_member(role))

    assert client.get(page_of(feedback)).status_code == status
