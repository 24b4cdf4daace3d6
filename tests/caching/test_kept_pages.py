"""What is kept of whole answers, for whom, and when it ends."""

import shutil
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from caching import answers
from events.models import Event
from programme.models import City, NewsItem
from tests import factories
from tests.reporting.factories import make_round

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 4, 12, tzinfo=timezone.get_fixed_timezone(120))
CITIES = "/fi/cities/"
PUBLIC = "public, max-age=5, s-maxage=5, stale-while-revalidate=10, stale-if-error=86400"


@pytest.fixture(autouse=True)
def noon():
    """No test depends on how near midnight is; the clock stands still."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def make_pori(db):
    factories.make_city(name_en="Pori")


def text(answer):
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


ANSWERS = [
    "/fi/",
    CITIES,
    "/sv/cities/?q=pori",
    "/en/search/?q=pori",
    "/en/news/feed/",
    "/fi/events/calendar.ics",
    "/api/v1/cities",
    "/data/cities.csv",
    "/data/manifest.json",
    "/sitemap.xml",
    "/robots.txt",
]


@pytest.mark.parametrize("address", ANSWERS)
def test_second_visitor_gets_the_same_answer_for_one_question(
    visitor, visitor_elsewhere, forget_near, django_assert_num_queries, address
):
    # The search takes in what has changed, which the first visitor may still see.
    visitor.get(address)
    first = visitor.get(address)
    content = text(first)

    for client in (visitor, visitor_elsewhere):
        forget_near()
        client.get("/healthz")
        client.get(f"{address}{'&' if '?' in address else '?'}other")
        with django_assert_num_queries(1):
            second = client.get(address)
        assert (second.status_code, dict(second.items())) == (200, dict(first.items()))
        assert second.content.decode() == content
        assert second["Cache-Control"] == PUBLIC


def test_what_programs_read_is_the_same_in_every_language(visitor):
    for address in ("/sitemap.xml", "/robots.txt"):
        answers = [
            type(visitor)().get(address, headers={"Accept-Language": language})
            for language in ("fi", "sv")
        ]

        assert answers[0].content == answers[1].content
        assert not {"Vary", "Content-Language"} & answers[0].headers.keys()


def test_sitemap_that_there_is_not_says_so_in_the_language_of_the_reader(visitor):
    missing = visitor.get("/sitemap-nothing.xml", headers={"Accept-Language": "sv"})

    assert (missing.status_code, missing["Content-Language"]) == (404, "sv")
    assert "public" not in missing.get("Cache-Control", "")


def test_kept_answer_has_the_headers_of_the_first(visitor):
    visitor.get(CITIES)

    kept = visitor.get(CITIES)

    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert kept["X-Frame-Options"] == "DENY"
    assert kept["Content-Language"] == "fi"
    assert kept["Content-Length"] == str(len(kept.content))
    assert "Vary" not in kept


def rename_in_bulk():
    City.objects.update(name_en="Elsewhere")


def rename():
    city = City.objects.get()
    city.name_en = "Elsewhere"
    city.save()


def rename_in_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programme_city SET name_en = 'Elsewhere'")


@pytest.mark.parametrize("change", [rename, rename_in_bulk, rename_in_sql])
def test_change_is_seen_on_the_next_request_in_each_process(visitor, visitor_elsewhere, change):
    clients = (visitor, visitor_elsewhere, visitor)
    assert all("Pori" in text(client.get(CITIES)) for client in clients)

    change()

    for client in clients:
        page = text(client.get(CITIES))
        assert ("Elsewhere" in page, ">Pori" in page) == (True, False)


def test_cancelled_change_changes_nothing(visitor, django_assert_num_queries):
    visitor.get(CITIES)

    with transaction.atomic():
        rename()
        transaction.set_rollback(True)

    with django_assert_num_queries(1):
        assert "Pori" in text(visitor.get(CITIES))


def test_search_finds_what_has_changed_behind_its_back(visitor):
    address, link = "/en/search/?q=elsewhere", f'href="/en/cities/{City.objects.get().slug}/"'
    for _time in range(2):
        assert link not in text(visitor.get(address))

    rename_in_sql()

    assert link in text(visitor.get(address))


def test_scheduled_row_appears_on_its_second(visitor, visitor_elsewhere, noon):
    factories.make_news(title_fi="Uutinen", publish_at=NOON + timedelta(seconds=10))
    news = reverse("programme:news_list")
    assert "Uutinen" not in text(visitor.get(news))
    assert "Uutinen" not in text(visitor_elsewhere.get(news))

    noon.shift(9)
    assert "Uutinen" not in text(visitor.get(news))
    noon.shift(1)

    assert "Uutinen" in text(visitor.get(news))
    assert "Uutinen" in text(visitor_elsewhere.get(news))


def test_event_is_past_on_its_second(visitor, noon):
    factories.make_event(
        starts_on="2026-03-04", ends_on="2026-03-04", starts_time=time(11), ends_time=time(12, 1)
    )
    over_at = Event.objects.get().over_at
    assert over_at == NOON + timedelta(minutes=1)
    events = reverse("events:event_list")
    before = text(visitor.get(events))

    noon.move_to(over_at - timedelta(seconds=1))
    assert text(visitor.get(events)) == before
    noon.move_to(over_at)

    assert text(visitor.get(events)) != before


def test_round_opens_on_its_second(visitor, noon):
    opens_at = NOON + timedelta(minutes=2)
    make_round(name_fi="Kierros", opens_at=opens_at)
    address = "/fi/progress/"
    assert "Kierros" not in text(visitor.get(address))

    noon.move_to(opens_at)

    assert "Kierros" in text(visitor.get(address))


def test_programme_is_over_at_midnight(visitor, noon):
    programme = factories.make_programme(starts_on="2026-01", ends_on="2026-03-04")
    address = programme.get_absolute_url()
    today = text(visitor.get(address))

    noon.move_to(datetime(2026, 3, 4, 23, 59, 59, tzinfo=NOON.tzinfo))
    assert text(visitor.get(address)) == today
    noon.move_to(datetime(2026, 3, 5, tzinfo=NOON.tzinfo))

    assert text(visitor.get(address)) != today


@pytest.mark.parametrize(
    ("seconds", "lifetimes"),
    [
        (15, "max-age=5, s-maxage=5, stale-while-revalidate=10"),
        (12, "max-age=5, s-maxage=5, stale-while-revalidate=7"),
        (3, "max-age=3, s-maxage=3, stale-while-revalidate=0"),
    ],
)
def test_nobody_may_keep_a_page_beyond_a_boundary(visitor, seconds, lifetimes):
    factories.make_news(publish_at=NOON + timedelta(seconds=seconds))

    for _time in range(2):
        said = visitor.get(CITIES)["Cache-Control"]
        assert said == f"public, {lifetimes}, stale-if-error=86400"


def test_repeat_visitor_is_not_sent_the_page_again(visitor, rendered, django_assert_num_queries):
    etag = visitor.get(CITIES)["ETag"]
    rendered.clear()

    for method in (visitor.get, visitor.head):
        with django_assert_num_queries(1):
            again = method(CITIES, headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert again["Cache-Control"] == PUBLIC
    assert rendered == []
    assert visitor.get(CITIES, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("named", "code"),
    [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ("*", 304), ('W/"other"', 200)],
)
def test_page_may_be_named_in_each_way_that_http_knows(visitor, named, code):
    etag = visitor.get(CITIES)["ETag"]

    again = visitor.get(CITIES, headers={"If-None-Match": named.format(etag)})

    assert (again.status_code, again["ETag"]) == (code, etag)


def test_304_says_of_the_headers_only_what_is_needed(visitor):
    etag = visitor.get(CITIES)["ETag"]

    again = visitor.get(CITIES, headers={"If-None-Match": etag})

    assert dict(again.items()) == {"Cache-Control": PUBLIC, "ETag": etag}


def test_who_wants_another_page_than_the_one_there_is_does_not_get_it(visitor):
    etag = visitor.get(CITIES)["ETag"]

    answer = visitor.get(CITIES, headers={"If-None-Match": etag, "If-Match": '"other"'})

    assert answer.status_code == 412


def test_repeat_visitor_of_a_page_that_is_not_kept_yet_leaves_it_for_others(
    visitor, django_assert_num_queries
):
    etag = visitor.get(CITIES)["ETag"]
    caches["pages"].clear()
    caches["near_pages"].clear()

    assert visitor.get(CITIES, headers={"If-None-Match": etag}).status_code == 304

    with django_assert_num_queries(1):
        assert visitor.get(CITIES).status_code == 200


def test_head_gets_the_headers_only(visitor):
    first = visitor.get(CITIES)

    head = visitor.head(CITIES)

    assert head.content == b""
    assert dict(head.items()) == dict(first.items())


def test_head_before_anybody_has_read_says_that_it_may_be_kept(visitor):
    head = visitor.head(CITIES)

    assert (head.status_code, head["Cache-Control"]) == (200, PUBLIC)


def test_hosts_and_queries_do_not_share_their_pages(visitor, settings):
    settings.ALLOWED_HOSTS = ["one.example", "other.example"]
    addresses = {
        visitor.get(f"{CITIES}{query}", headers={"Host": host}).content
        for host in settings.ALLOWED_HOSTS
        for query in ("", "?q=pori", "?q=qqqq")
        for _time in range(2)
    }

    assert len(addresses) == 6


def test_host_that_is_not_ours_is_refused_with_all_headers(visitor):
    visitor.get(CITIES)

    refused = visitor.get(CITIES, headers={"Host": "evil.example"})

    assert refused.status_code == 400
    assert "default-src 'none'" in refused["Content-Security-Policy"]


def test_page_asked_for_without_https_leads_to_it_though_it_is_kept(visitor, settings):
    visitor.get(CITIES, secure=True)
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    fresh = type(visitor)()
    led = fresh.get(CITIES, headers={"X-Forwarded-Proto": "http"})
    read = fresh.get(CITIES, headers={"X-Forwarded-Proto": "https"})

    assert (led.status_code, led["Location"]) == (301, f"https://testserver{CITIES}")
    assert read.status_code == 200


def test_who_has_signed_in_is_answered_anew_and_nothing_is_kept_of_it(visitor, rendered):
    visitor.force_login(factories.make_staff())
    for _time in range(2):
        rendered.clear()
        assert visitor.get(CITIES).status_code == 200
        assert rendered

    visitor.logout()
    visitor.cookies.clear()
    rendered.clear()

    visitor.get(CITIES)
    assert rendered


@pytest.mark.parametrize("address", ["/fi/sign-in/", "/fi/nothing-is-here/", "/fi/report/"])
def test_what_is_not_the_same_for_everybody_is_not_kept(visitor, address, settings):
    answers = [type(visitor)().get(address) for _time in range(2)]

    assert answers[0].status_code == answers[1].status_code
    assert "public" not in answers[0].get("Cache-Control", "")
    if answers[0].cookies:
        assert answers[0].cookies["csrftoken"].value != answers[1].cookies["csrftoken"].value


def test_preview_of_a_draft_is_never_kept(visitor):
    draft = factories.make_news(is_public=False, title_fi="Luonnos")
    address = f"/admin/programme/newsitem/{draft.pk}/change/"
    visitor.force_login(factories.make_staff())
    assert "Luonnos" in text(visitor.get(address))

    stranger = type(visitor)()

    assert stranger.get(address).status_code == 302
    assert "Luonnos" not in text(stranger.get(reverse("programme:news_list")))
    assert NewsItem.objects.count() == 1


def test_long_file_is_kept_by_nobody_and_sent_whole(visitor, monkeypatch, forget_near):
    whole = text(visitor.get("/data/cities.csv"))
    caches["pages"].clear()
    forget_near()
    monkeypatch.setattr(answers, "LONGEST", 10)

    for _time in range(2):
        answer = visitor.get("/data/cities.csv")
        assert answer.streaming
        assert text(answer) == whole


def test_kept_answers_do_not_count_against_the_limit(visitor, settings):
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["counting"]}
    settings.API_LIMIT = 2
    addresses = ["/api/v1/cities", *["/api/v1/cities"] * 5, "/api/v1/events", "/api/v1/actions"]

    codes = [visitor.get(address).status_code for address in addresses]

    assert codes == [200] * 7 + [429]


def test_damaged_and_unwritable_files_only_cost_time(visitor, settings, forget_near, caplog):
    before = text(visitor.get(CITIES))
    for file in settings.CACHES["pages"]["LOCATION"].glob("*.djcache"):
        file.write_bytes(file.read_bytes()[:-50])
    forget_near()

    assert text(visitor.get(CITIES)) == before
    assert "could not be read" in caplog.text


def test_folder_that_cannot_be_written_any_more_only_costs_time(
    visitor, settings, forget_near, caplog
):
    folder = settings.CACHES["pages"]["LOCATION"]
    visitor.get(CITIES)
    shutil.rmtree(folder)
    folder.write_text("no folder")
    forget_near()

    for address in (CITIES, "/fi/events/"):
        assert visitor.get(address).status_code == 200
    assert "could not be kept" in caplog.text


def test_site_without_kept_pages_lets_others_keep_them(client):
    assert settings.CACHES["pages"]["BACKEND"].endswith("DummyCache")
    assert client.get(CITIES)["Cache-Control"] == PUBLIC
