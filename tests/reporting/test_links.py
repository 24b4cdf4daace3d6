"""Reporting by an e-mailed link: what it opens, for how long, and what it never tells."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from reporting import links
from reporting.models import ActionReport, LockException, ReportComment, ReportTransition, State
from reporting.privacy import HideLinkSecrets
from tests.reporting.factories import approver, coordinator, make_person, make_report
from tests.reporting.pages import ENGLISH, controls, fill, make_draft, send, words
from tests.reporting.rows import make_move

pytestmark = pytest.mark.django_db
SENTENCE = "This link does not work (any more)"


@pytest.fixture
def counting(settings, tmp_path):
    """A cache that counts; the tests have none otherwise."""
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path,
        }
    }


@pytest.fixture
def person():
    return make_person(name="Leo Link", unit="Schools")


@pytest.fixture
def report(person):
    return make_draft(person)


def link_to(report, person=None):
    return links.link_for(report, person or report.assignee)


def opened_by(link):
    with translation.override("en"):
        return f"/en/report/link/{links.secret_of(link)}/"


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_link_opens_the_form_of_its_report_without_an_account(client, report):
    page = client.get(opened_by(link_to(report)))

    assert page.status_code == 200
    assert "You report as Leo Link (Schools) ." in words(page)
    assert controls(page)["summary"] == ENGLISH["summary_en"]
    assert "My reports" not in words(page)


def test_opening_a_link_changes_nothing(client, report):
    link = link_to(report)

    for _scanner in range(3):
        client.get(opened_by(link))
        client.head(opened_by(link))

    assert now(report).version == report.version
    assert (now(link).use_count, now(link).last_used_at) == (0, None)


def test_whole_report_is_written_by_link(client, person):
    report = make_report(reporter=person)
    url = opened_by(link_to(report))

    fill(client, url, "start")
    summary = {"summary": "Done.", "next_steps": "More.", "status": "planning"}
    fill(client, url, "save", **summary)
    fill(client, url, "submit", seen="language missing_translation")

    assert now(report).state == State.SUBMITTED
    assert now(report).submitted_by_person == person
    moves = ReportTransition.objects.filter(report=report).values_list("name", "via")
    assert list(moves) == [("start", "signed_link"), ("submit", "signed_link")]
    assert now(report.links.get()).use_count == 3


def test_sent_report_can_be_read_by_link_and_no_longer_written(client, report):
    url = opened_by(link_to(report))
    data = controls(client.get(url)) | {"move": "save", "percent": "99"}
    send(report)

    again = client.post(url, data)
    page = client.get(url)

    assert "Sent for approval at" in words(page)
    assert ENGLISH["summary_en"] in words(page)
    assert "The report was already sent" in words(again)
    assert now(report).percent == 40


def test_link_reads_for_thirty_days_after_the_round_and_then_no_more(client, report):
    url = opened_by(link_to(report))
    closes_at = report.round.closes_at

    with time_machine.travel(closes_at + timedelta(days=29)):
        closed = client.get(url)
        written = client.post(url, {"move": "save", "version": report.version, "percent": "9"})
    with time_machine.travel(closes_at + timedelta(days=31)):
        expired = client.get(url)

    assert closed.status_code == 200
    assert "The round closed on" in words(written)
    assert now(report).percent == 40
    assert (expired.status_code, SENTENCE in words(expired)) == (404, True)


def test_leave_for_the_person_opens_the_form_again(client, report):
    url = opened_by(link_to(report))
    with time_machine.travel(report.round.closes_at + timedelta(days=1)):
        LockException.objects.create(
            report=report,
            granted_to=report.assignee,
            starts_at=timezone.now(),
            until=timezone.now() + timedelta(days=2),
            reason="Illness.",
        )
        page = fill(client, url, percent="61")

    assert "You may edit until" in words(page)
    assert now(report).percent == 61


def test_invalid_revoked_and_replaced_links_give_the_same_page(client, report):
    old = link_to(report)
    new = links.new_link_for(report, report.assignee)

    answers = [client.get(url) for url in ("/en/report/link/made-up/", opened_by(old))]
    posted = client.post(opened_by(old), {"move": "save", "version": report.version})
    works = client.get(opened_by(new))

    assert [each.status_code for each in (*answers, posted)] == [404, 404, 404]
    assert len({words(each).partition(SENTENCE)[2] for each in answers}) == 1
    assert works.status_code == 200


def test_link_of_one_report_opens_no_other(client, report, person):
    other = make_draft(person)
    link = link_to(report)

    client.post(opened_by(link), {"move": "save", "version": other.version, "percent": "1"})
    by_address = client.get(f"/en/report/{other.round.slug}/{other.action.code}/")

    assert now(other).percent == 40
    assert by_address.status_code == 302


def test_reassigned_report_ends_the_link_of_the_one_before(client, report):
    url = opened_by(link_to(report))
    make_move(report, "reassign", coordinator(), person=make_person())

    assert client.get(url).status_code == 404


def test_link_works_in_a_second_browser(client, report):
    url = opened_by(link_to(report))
    client.get(url)

    page = fill(Client(), url, percent="62")

    assert page.status_code == 200
    assert now(report).percent == 62


def test_somebody_else_ends_a_forwarded_link_and_the_coordinator_reads_of_it(client, report):
    link = link_to(report)
    url = opened_by(link)

    asked = client.get(f"{url}not-me/")
    answer = client.post(f"{url}not-me/")

    assert asked.status_code == 405
    assert "The link has been ended, and the coordinator sees a note about it." in words(answer)
    assert now(link).revoked_at
    assert client.get(url).status_code == 404
    comment = ReportComment.objects.get()
    assert (comment.label, comment.must_fix) == ("E-mailed link", False)
    assert "Somebody opened the link of Leo Link (Schools)" in comment.text
    assert now(report).summary_en == ENGLISH["summary_en"]


def test_page_of_a_link_names_nobody_else(client, report):
    make_move(send(report), "return", approver(), comment="Please say more.")
    name = ReportTransition.objects.get(name="return").actor_label
    ReportComment.objects.create(report=report, label="Carla Coordinator", text="Any news?")
    ReportComment.objects.create(
        report=report, person=report.assignee, label="Leo Link", text="Soon."
    )

    page = words(client.get(opened_by(link_to(report))))

    assert "Please say more. the coordinator or the approver" in page
    assert "Any news?" in page
    assert "Leo Link, " in page
    assert name not in page
    assert "Carla Coordinator" not in page


@pytest.mark.parametrize("path", ["", "not-me/"])
def test_every_answer_of_a_link_tells_nothing_further(client, report, path):
    url = opened_by(link_to(report))
    answers = [client.post(url + path), client.post("/en/report/link/made-up/" + path)]

    assert [each.status_code for each in answers] == [200, 404]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert "public" not in answer["Cache-Control"]


def test_form_of_a_link_needs_its_token_and_takes_the_origin_null(report):
    # What browsers send from a page with the policy “no-referrer”.
    browser = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    url = opened_by(link_to(report))
    html = browser.get(url).content.decode()
    token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    data = {"move": "save", "version": report.version, "percent": "63"}

    without = browser.post(url, data)
    stood = now(report).percent
    foreign = browser.post(
        url, data | {"csrfmiddlewaretoken": token}, headers={"Origin": "https://example.org"}
    )
    browser.post(url, data | {"csrfmiddlewaretoken": token})

    assert (without.status_code, foreign.status_code) == (403, 403)
    assert without["Referrer-Policy"] == "no-referrer"
    assert stood == 40
    assert now(report).percent == 63


def test_link_answers_twenty_posts_a_minute_and_keeps_what_the_next_one_says(
    client, report, counting
):
    url = opened_by(link_to(report))
    with time_machine.travel("2026-11-24 08:00:10+00:00", tick=False):
        ActionReport.objects.update(updated_at=timezone.now())
        data = {"move": "comment", "comment": "A"}
        answers = [client.post(url, data).status_code for _ in range(20)]
        refused = client.post(url, data | {"summary": "Not lost."})
        by_script = client.post(url, data, headers={"Accept": "application/json"})
    with time_machine.travel("2026-11-24 08:01:01+00:00", tick=False):
        later = client.post(url, data)

    assert 429 not in answers
    assert (refused.status_code, refused["Retry-After"]) == (429, "50")
    assert "Please wait a little" in words(refused)
    assert controls(refused)["summary"] == "Not lost."
    assert (by_script.status_code, list(by_script.json())) == (429, ["sentence"])
    assert later.status_code != 429


def test_who_tries_addresses_is_slowed_down_and_who_has_a_link_is_not(client, report, counting):
    url = opened_by(link_to(report))

    with time_machine.travel(timezone.now(), tick=False):
        tries = [
            client.get(f"/en/report/link/{n}/", REMOTE_ADDR=f"192.0.2.{n}").status_code
            for n in range(61)
        ]
        elsewhere = client.get("/en/report/link/a/", REMOTE_ADDR="198.51.100.1").status_code
        unknown = client.get("/en/report/link/a/", REMOTE_ADDR="").status_code
        own = client.get(url, REMOTE_ADDR="192.0.2.1").status_code

    assert tries == [404] * 60 + [429]
    assert (elsewhere, unknown, own) == (404, 404, 200)


def test_addresses_are_not_kept_in_the_cache(client, counting, tmp_path):
    client.get("/en/report/link/a/", REMOTE_ADDR="192.0.2.77")

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert kept
    assert b"192.0.2" not in kept


def test_no_log_record_has_the_secret(client, report, caplog):
    link = link_to(report)
    secret = links.secret_of(link)
    links.revoke_links(report.links.all())
    caplog.handler.addFilter(HideLinkSecrets())

    client.get(opened_by(link))
    try:
        raise ValueError(f"no page at /en/report/link/{secret}/")
    except ValueError:
        logging.getLogger("django.request").exception("GET %s", f"/sv/report/link/{secret}/not-me/")
    logging.getLogger("any").warning("untouched %s", "arguments")

    assert "/en/report/link/…/" in caplog.text
    assert "GET /sv/report/link/…/not-me/" in caplog.text
    assert "untouched arguments" in caplog.text
    assert "ValueError: no page at /en/report/link/…/" in caplog.text
    assert secret not in caplog.text
