"""The frozen copy: all that is public, nothing else, and every link leads somewhere."""

import re
from urllib.parse import urljoin, urlsplit
from urllib.request import build_opener

import pytest
from django.core.management import CommandError, call_command

from icc_site.freezing.addresses import Unsafe, address, file_of
from icc_site.freezing.checking import dead_links
from icc_site.freezing.index import letters
from icc_site.freezing.links import Page
from tests.freezing.conftest import DAY, SITE
from tests.freezing.plain import plain_server

BANNERS = {
    "fi": "Jäädytetty 26.11.2026 – ei enää päivitetä.",
    "sv": "Fryst 26.11.2026 – uppdateras inte längre.",
    "en": "Frozen on 26 November 2026 – no longer updated.",
}


@pytest.fixture
def served(copy):
    """The address of the copy on a plain web server."""
    with plain_server(copy) as address:
        yield address


def read(copy, name):
    return (copy / name).read_text(encoding="utf-8")


def test_public_pages_keep_their_addresses(copy, language):
    for name in (
        "index.html",
        "actions/1.A.1/index.html",
        "actions/1.A.1/feed/index.xml",
        "cities/pori/index.html",
        "events/lab/index.html",
        "events/lab/event.ics",
        "events/calendar.ics",
        "events/month/2021-02/index.html",
        "feed/index.xml",
        "indicators/jobs/index.html",
        "summary/summary.pdf",
        "data/actions/index.html",
    ):
        assert (copy / language / name).is_file(), name


def test_files_beside_the_pages_are_there(copy):
    for name in (
        "actions.csv",
        "actions.xlsx",
        "actions.json",
        "manifest.json",
        "catalogue.jsonld",
    ):
        assert (copy / "data" / name).is_file(), name
    assert (copy / "api/v1/openapi.json").is_file()
    assert "Sitemap: https://icc.example.org/sitemap.xml" in read(copy, "robots.txt")
    assert f"{SITE}/fi/actions/1.A.1/" in read(copy, "sitemap.xml")


def test_parts_of_lists_that_pages_lead_to_are_there(copy):
    assert (copy / "fi/actions/status-planning/index.html").is_file()
    assert "status-planning/index.html" in read(copy, "fi/actions/index.html")


def test_what_is_not_public_is_not_there(copy):
    everything = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())

    assert b"Kaupunkilabra" in everything
    assert b"SALAINEN" not in everything
    assert b"%PDF-1.7 open" in everything
    assert b"%PDF-1.7 closed" not in everything
    for name in (
        "admin",
        "fi/actions/1.A.2",
        "fi/events/hidden",
        "fi/sign-in",
        "fi/report",
        "healthz",
    ):
        assert not (copy / name).exists(), name


def test_page_says_in_its_language_that_it_is_frozen(copy, language):
    page = read(copy, f"{language}/actions/1.A.1/index.html")

    assert BANNERS[language] in page
    assert f'<link rel="canonical" href="{SITE}/{language}/actions/1.A.1/">' in page


def test_what_would_need_the_application_is_left_out(copy):
    pages = {path: path.read_text(encoding="utf-8") for path in copy.rglob("*.html")}

    assert len(pages) > 100
    for path, page in pages.items():
        assert "<form" not in page, path
        assert "<script src" not in page, path
        assert "?embed" not in page, path
        assert "/report/" not in page, path


def test_list_of_everything_stands_where_the_search_was(copy):
    page = read(copy, "fi/search/index.html")

    assert '<a href="../actions/1.A.1/index.html">Åminne &amp; &lt;ranta&gt;</a>' in page
    assert page.index("Kaupunkilabra") < page.index("Åminne")


def test_root_leads_to_the_home_page(copy):
    assert 'content="0; url=fi/index.html"' in read(copy, "index.html")


def test_what_is_missing_is_said_in_each_language(copy, language):
    titles = {"fi": "Sivua ei löydy", "sv": "Sidan hittades inte", "en": "Page not found"}

    assert f"<h1>{titles[language]}</h1>" in read(copy, f"{language}/404.html")
    assert read(copy, "404.html") == read(copy, "fi/404.html")


def test_every_link_leads_to_a_page_of_a_plain_server(served):
    waiting, seen = [urljoin(served, "fi/index.html")], set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        with build_opener().open(url, timeout=10) as answer:
            assert answer.status == 200
            if answer.headers.get_content_type() != "text/html":
                continue
            links = [urljoin(url, link) for link in Page(answer.read().decode()).links]
        assert not [link for link in links if link.startswith("/")]
        waiting += [link.partition("#")[0] for link in links if link.startswith(served)]

    assert len(seen) > 200
    assert not [url for url in seen if urlsplit(url).query]


def test_nothing_is_loaded_from_elsewhere(copy):
    for path in copy.rglob("*.html"):
        for link in re.findall(
            r'<(?:img|use|script|iframe)[^>]*(?:src|href)="([^"]+)"', path.read_text()
        ):
            assert "//" not in link, path
        for tag in re.findall(r"<link [^>]*stylesheet[^>]*>", path.read_text()):
            assert "//" not in tag, path


def test_page_has_the_parts_of_drawings_that_it_uses(copy):
    """From a disk a browser takes none from another file."""
    home = read(copy, "fi/index.html")

    assert re.findall(r'href="[^"]*\.svg#[^"]*"', home) == []
    for part in ("search", "land"):
        assert home.count(f'id="drawn-{part}"') == 1
        assert f'href="#drawn-{part}"' in home
    assert 'id="FI"' not in home


def test_copy_is_the_same_when_it_is_made_again(copy, kept_copies):
    def content(folder):
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder): path.read_bytes() for path in files}

    first, again = content(copy), content(kept_copies["again"])

    assert first.keys() == again.keys()
    assert [path for path in first if first[path] != again[path]] == []


def test_folder_that_holds_something_is_refused(db, public_address, tmp_path):
    (tmp_path / "kept.txt").write_text("kept")

    with pytest.raises(CommandError, match="is not empty: name a folder that is new or empty"):
        call_command("freeze_site", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_address_that_the_site_does_not_answer_at_is_refused(
    db, public_address, settings, tmp_path
):
    settings.SITE_URL = "https://elsewhere.example.org"

    with pytest.raises(CommandError, match="set SITE_URL to its public address"):
        call_command("freeze_site", tmp_path / "copy")

    assert list(tmp_path.iterdir()) == []


def test_links_that_lead_nowhere_are_named(tmp_path):
    (tmp_path / "fi").mkdir()
    (tmp_path / "fi/index.html").write_text(
        '<h1 id="kohta-ä">x</h1><a href="#kohta-%C3%A4">a</a><a href="#top">b</a>'
        '<a href="gone.html">c</a><a href="#gone">d</a><a href="index.html#gone">e</a>'
        f'<a href="https://example.org/#x">f</a><a href="{SITE}/fi/">g</a><a href="{SITE}/sv/">h</a>'
    )

    assert list(dead_links(tmp_path, SITE)) == [
        "fi/index.html: gone.html leads nowhere",
        "fi/index.html: #gone leads to no place on its page",
        "fi/index.html: index.html#gone leads to no place on its page",
        f"fi/index.html: {SITE}/sv/ leads nowhere",
    ]


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("/fi/actions/?page=2&status=planning", "fi/actions/status-planning/page-2/index.html"),
        ("?page=1", "fi/events/index.html"),
        ("calendar.ics?city=pori#x", "fi/events/city-pori/calendar.ics"),
        ("../a%20b/?theme=", "fi/a b/index.html"),
    ],
)
def test_address_becomes_a_file(link, file):
    kind = "text/calendar" if ".ics" in link else "text/html; charset=utf-8"

    assert file_of(address(link, "/fi/events/", SITE), kind) == file


def test_address_cannot_lead_out_of_the_copy():
    with pytest.raises(Unsafe):
        file_of("/fi/%2e%2e/%2e%2e/etc/passwd", "text/plain")


def test_list_is_in_the_order_of_the_alphabet():
    titles = {
        f"/fi/{n}/": (title, "") for n, title in enumerate(["Öljy", "Zürich", "Äetsä", "É", "3 D"])
    }

    told = [
        (letter, [title for _at, title, _language in pages])
        for letter, pages in letters(titles, "fi")
    ]

    assert told == [
        ("0–9", ["3 D"]),
        ("E", ["É"]),
        ("Z", ["Zürich"]),
        ("Ä", ["Äetsä"]),
        ("Ö", ["Öljy"]),
    ]


def test_day_of_the_tests_is_the_day_of_the_banner():
    assert DAY.strftime("%d.%m.%Y") in BANNERS["fi"]
