"""`deploy/nginx.conf`, run by the real nginx."""

import gzip
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from caching import lifetimes
from tests import factories

PAGE = "/fi/cities/"


def cached(answer):
    return answer.getheader("X-Cache-Status")


def test_plain_http_leads_to_https(nginx):
    answer = nginx.ask(f"{PAGE}?q=pori", is_secure=False, port=nginx.ports[0])

    assert (answer.status, answer.getheader("Location")) == (301, f"https://localhost{PAGE}?q=pori")


def test_application_learns_who_asks_and_how(nginx, upstream):
    nginx.ask(
        PAGE, X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http", X_Forwarded_Host="evil"
    )

    _path, headers = upstream.asked[0]
    assert headers["X-Forwarded-For"] == "203.0.113.9, 127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["Host"] == "localhost"
    assert "X-Forwarded-Host" not in headers


def test_public_page_is_asked_for_once(nginx, upstream):
    answers = [nginx.ask(PAGE) for _time in range(3)]

    assert [cached(answer) for answer in answers] == ["MISS", "HIT", "HIT"]
    assert {answer.body for answer in answers} == {upstream.content}
    assert len(upstream.asked) == 1


def test_visitors_of_one_moment_wait_for_one_answer(nginx, upstream):
    upstream.seconds = 0.5

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _number: nginx.ask(PAGE), range(20)))

    assert {answer.status for answer in answers} == {200}
    assert len(upstream.asked) == 1


@pytest.mark.parametrize(
    ("address", "headers", "said"),
    [
        (PAGE, {}, {}),
        (PAGE, {}, {"Cache-Control": "public, max-age=60", "Set-Cookie": "csrftoken=a"}),
        (PAGE, {"Cookie": "sessionid=a"}, {"Cache-Control": "public, max-age=60"}),
        (PAGE, {"Authorization": "Basic a"}, {"Cache-Control": "public, max-age=60"}),
        ("/admin/", {}, {"Cache-Control": "public, max-age=60"}),
        ("/sv/report/link/secret/", {}, {"Cache-Control": "public, max-age=60"}),
        ("/fi/sign-in/", {}, {"Cache-Control": "public, max-age=60"}),
        ("/media/materials/a.pdf", {}, {"Cache-Control": "public, max-age=60"}),
    ],
)
def test_what_is_not_for_everybody_is_asked_for_each_time(nginx, upstream, address, headers, said):
    upstream.headers = said

    for _time in range(2):
        assert cached(nginx.ask(address, **headers)) != "HIT"
    assert len(upstream.asked) == 2


def test_old_page_is_better_than_an_error(nginx, upstream):
    upstream.headers = {"Cache-Control": "public, max-age=1"}
    nginx.ask(PAGE)
    upstream.status = 503
    time.sleep(2)

    old, other = nginx.ask(PAGE), nginx.ask("/fi/events/")

    assert (old.status, old.body, cached(old)) == (200, upstream.content, "STALE")
    assert other.status == 503


def test_application_that_does_not_run_is_a_sentence_or_an_old_page(nginx, upstream):
    upstream.headers = {"Cache-Control": "public, max-age=1", "Connection": "close"}
    nginx.ask(PAGE)
    upstream.shutdown()
    upstream.server_close()
    time.sleep(2)

    old, down = nginx.ask(PAGE), nginx.ask("/fi/events/")

    assert (old.status, cached(old)) == (200, "STALE")
    assert (down.status, down.getheader("Retry-After")) == (503, "30")
    assert "Yritä uudelleen" in down.body.decode()


def test_answers_are_compressed_for_who_can_read_that(nginx, upstream):
    packed, plain = nginx.ask(PAGE, Accept_Encoding="gzip"), nginx.ask(PAGE)

    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body == upstream.content
    assert packed.getheader("Vary") == "Accept-Encoding"


def test_static_files_do_not_reach_the_application(nginx, upstream):
    static = nginx.folder / "static"
    (static / "site.0123456789ab.css").write_text("body {}")
    (static / "site.0123456789ab.css.gz").write_bytes(gzip.compress(b"body {}"))
    (static / "icon.svg").write_text("<svg/>")

    hashed = nginx.ask("/static/site.0123456789ab.css", Accept_Encoding="gzip")
    icon = nginx.ask("/static/icon.svg")

    assert gzip.decompress(hashed.body) == b"body {}"
    assert hashed.getheader("Cache-Control") == "public, max-age=31536000, immutable"
    assert hashed.getheader("Content-Type") == "text/css"
    assert icon.getheader("Content-Type") == "image/svg+xml"
    assert icon.getheader("Cache-Control") == "max-age=3600"
    assert icon.getheader("X-Content-Type-Options") == "nosniff"
    assert nginx.ask("/static/icon.svg", "POST").status == 403
    assert nginx.ask("/static/nothing.css").status == 404
    assert upstream.asked == []
    # What lies beside the folder is nobody's.
    for address in ("/static../site.conf", "/static/../site.conf", "/static/%2e%2e/site.conf"):
        assert nginx.ask(address).body == upstream.content


def test_state_of_the_process_is_told_to_this_machine_only(nginx):
    for address in ("/healthz", "/metrics"):
        assert nginx.ask(address).status == 200
        assert nginx.ask(address, source="127.0.0.2").status == 403


def test_upload_that_is_too_large_is_refused(nginx, upstream):
    assert nginx.ask(PAGE, "POST", body=b"x" * 1000).status == 200
    assert nginx.ask(PAGE, "POST", Content_Length=str(26 * 1024**2)).status == 413
    assert len(upstream.asked) == 1


def test_log_names_no_visitor_and_no_secret(nginx):
    nginx.ask("/fi/report/link/SECRET/?next=SECRET")
    nginx.ask("/fi/password/1-SECRET/")
    nginx.ask(f"{PAGE}?q=pori")

    deadline = time.monotonic() + 5
    while "q=pori" not in (log := (nginx.folder / "icc.log").read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert "/fi/report/link/-" in log
    assert "SECRET" not in log
    assert "127.0.0.1" not in log


def test_other_name_gets_no_answer(nginx):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", nginx.ports[1]), 10) as connection,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(connection, server_hostname="evil.example")


@pytest.mark.django_db(transaction=True)
def test_change_is_seen_behind_nginx_within_seconds(
    in_front_of, live_server, settings, monkeypatch, rendered_pages
):
    monkeypatch.setattr(lifetimes, "FRESH", 1)
    monkeypatch.setattr(lifetimes, "WHILE_ASKING", 1)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    city = factories.make_city(name_en="Pori")
    nginx = in_front_of(f"127.0.0.1:{live_server.thread.port}")

    first, second = nginx.ask(PAGE), nginx.ask(PAGE)
    assert (cached(first), cached(second)) == ("MISS", "HIT")
    assert first.getheader("Content-Security-Policy") == second.getheader("Content-Security-Policy")
    assert nginx.ask(PAGE, If_None_Match=first.getheader("ETag")).status == 304
    assert rendered_pages.count("programme/city_list.html") == 1
    city.name_en = "Elsewhere"
    city.save()
    # Longer than a page is fresh or may be shown while the new one is asked for.
    time.sleep(3.1)

    assert b"Elsewhere" in nginx.ask(PAGE).body

    for _time in range(2):
        page = nginx.ask("/fi/sign-in/")
        assert "csrftoken" in page.getheader("Set-Cookie")
        assert cached(page) is None
