"""The headers that stand on every answer of a server with the settings of production."""

from tests.deploy.servers import Visitor, make_account, served
from tests.factories import make_action, make_event

POLICY = "default-src 'none'"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ALWAYS = ["Content-Security-Policy", "Referrer-Policy", "Permissions-Policy"]
ALWAYS += ["Cross-Origin-Resource-Policy", "Strict-Transport-Security"]
# Whatever everybody may read from other sites too.
OPEN = {"static", "api", "data", "api error", "api refuses"}
LONG = "/fi/?" + "q" * 2500
KINDS = {
    "page": ("GET", "/fi/", 200),
    "list": ("GET", "/fi/actions/", 200),
    "redirect": ("GET", "/", 302),
    "added slash": ("GET", "/fi/actions", 301),
    "sign-in": ("GET", "/fi/sign-in/", 200),
    "admin": ("GET", "/admin/", 302),
    "calendar": ("GET", "/fi/events/calendar.ics", 200),
    "feed": ("GET", "/fi/feed/", 200),
    "sitemap": ("GET", "/sitemap.xml", 200),
    "robots": ("GET", "/robots.txt", 200),
    "health": ("GET", "/healthz", 200),
    "static": ("GET", "/static/css/site.css", 200),
    "api": ("GET", "/api/v1/events", 200),
    "data": ("GET", "/data/events.csv", 200),
    "api error": ("GET", "/api/v1/nothing", 404),
    "api refuses": ("POST", "/api/v1/events", 405),
    "wrong link": ("GET", "/fi/report/link/wrong/", 404),
    "file that is not": ("GET", "/media/materials/none.pdf", 404),
    "bad request": ("GET", LONG, 400),
    "no token": ("POST", "/fi/sign-in/", 403),
    "not found": ("GET", "/fi/nowhere/", 404),
    "method": ("OPTIONS", "/fi/about/", 405),
    "metrics": ("GET", "/metrics", 404),
}


def missing(answer, is_open=False):
    """What an answer should say and does not."""
    told = {name: answer.headers.get(name) for name in EVERYWHERE}
    wrong = [name for name, value in EVERYWHERE.items() if told[name] != value]
    wrong += [name for name in ALWAYS if not answer.headers.get(name)]
    if POLICY not in answer.headers.get("Content-Security-Policy", ""):
        wrong.append("policy")
    expected = "cross-origin" if is_open else "same-origin"
    if answer.headers.get("Cross-Origin-Resource-Policy") != expected:
        wrong.append(f"not {expected}")
    return wrong


def test_every_kind_of_answer_has_the_headers(production):
    """One test for all kinds: a server takes seconds to start, an answer milliseconds."""
    make_action()
    make_event()

    answers = {kind: production.ask(method, path) for kind, (method, path, _) in KINDS.items()}

    assert {kind: answer.status for kind, answer in answers.items()} == {
        kind: status for kind, (_method, _path, status) in KINDS.items()
    }
    wrong = {kind: missing(answer, kind in OPEN) for kind, answer in answers.items()}
    assert {kind: names for kind, names in wrong.items() if names} == {}


def test_answers_before_the_site_is_asked_have_them_too(production):
    plain = production.ask("GET", "/fi/", **{"X-Forwarded-Proto": "http"})
    foreign = production.ask("GET", "/fi/about/", Host="evil.example")

    assert (plain.status, plain.headers["Location"]) == (301, "https://icc.example.org/fi/")
    assert foreign.status == 400
    assert b"evil.example" not in foreign.body
    # HSTS counts over HTTPS only (RFC 6797, 7.2), and for a host that is ours.
    assert missing(plain) == ["Strict-Transport-Security"]
    assert set(missing(foreign)) <= {"Strict-Transport-Security"}


def test_failures_and_refusals_have_them_too(transactional_db, folder, tmp_path):
    """A server whose database is empty, as while it is not there: no page can be made."""
    nothing = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    variables = {"DATABASE_URL": nothing, "CACHE_URL": "locmemcache://", "API_LIMIT": "1"}
    with served(folder, **variables) as server:
        answers = {
            "page": server.ask("GET", "/fi/"),
            "health": server.ask("GET", "/healthz/jobs"),
            "api": server.ask("GET", "/api/v1/events"),
            "limit": server.ask("GET", "/api/v1/events"),
            "too long": server.ask("POST", "/fi/feedback/", {"message": "a" * 3_000_000}),
        }

    assert {kind: answer.status for kind, answer in answers.items()} == {
        "page": 503,
        "health": 503,
        "api": 503,
        "limit": 429,
        "too long": 400,
    }
    wrong = {kind: missing(answer, kind in OPEN | {"limit"}) for kind, answer in answers.items()}
    assert {kind: names for kind, names in wrong.items() if names} == {}


def test_fault_of_ours_has_them_too(client, db, settings):
    settings.ROOT_URLCONF = "tests.broken_urls"
    settings.SECURE_HSTS_SECONDS = 60
    client.raise_request_exception = False

    answer = client.get("/fi/broken/", secure=True)

    assert (answer.status_code, missing(answer)) == (500, [])


def test_cookies_are_secure_and_not_for_scripts(production):
    make_account("rita")
    visitor = Visitor()

    page = visitor.ask(production, "GET", "/en/sign-in/")
    signed_in = visitor.sign_in(production, "rita", "secret")
    language = visitor.ask(production, "POST", "/i18n/setlang/", {"language": "sv"})
    cookies = [*page.cookies(), *signed_in.cookies(), *language.cookies()]

    assert signed_in.status == 302
    assert {cookie.partition("=")[0] for cookie in cookies} >= {
        "csrftoken",
        "sessionid",
        "django_language",
    }
    for cookie in cookies:
        parts = [part.strip().lower() for part in cookie.split(";")[1:]]
        assert {"secure", "httponly", "samesite=lax"} <= set(parts), cookie


def test_page_of_the_back_office_has_them(production):
    make_account("rita")
    visitor = Visitor()
    visitor.sign_in(production, "rita", "secret")

    page = visitor.ask(production, "GET", "/admin/")

    assert page.status == 200
    assert missing(page) == []
    assert "no-store" in page.headers["Cache-Control"]
