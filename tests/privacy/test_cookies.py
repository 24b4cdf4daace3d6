"""The page of cookies names all that are set, and nothing else is."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from privacy.cookies import STORED, cookies
from tests import factories
from tests.test_site import public_addresses

pytestmark = pytest.mark.django_db


def lives(response):
    """The cookies that an answer sets, with their lives in seconds; None until the browser closes."""
    return {
        name: morsel["max-age"] or None for name, morsel in response.cookies.items() if morsel.value
    }


def named():
    return {each.name: each.life and int(each.life.total_seconds()) for each in cookies()}


@pytest.fixture
def visited(client, django_user_model):
    """The answers of pages and forms of every room, as one goes in, does something and comes out."""
    user = django_user_model.objects.create_superuser("admin", "a@example.org", "secret")
    credentials = {"login": user.username, "password": "secret"}
    answers = [client.get(address) for address in public_addresses(client, "fi")]
    answers += [client.get(reverse("readers:feedback")), client.get(reverse("sign_in"))]
    answers += [client.post(reverse("sign_in"), credentials)]
    answers += [client.get(reverse(name)) for name in ("admin:index", "reporting:my_reports")]
    answers += [client.post(reverse("set_language"), {"language": "sv", "next": "/admin/"})]
    statement = factories.make_statement()
    delete = reverse("admin:readers_accessibilitystatement_delete", args=[statement.pk])
    answers += [client.post(delete, {"post": "yes"}), client.get(reverse("admin:index"))]
    return [*answers, client.post(reverse("sign_out"))]


def test_every_cookie_that_is_set_is_on_the_page_with_its_life(visited, client):
    found = {}
    for answer in visited:
        assert answer.status_code in (200, 302), answer.request["PATH_INFO"]
        found |= lives(answer)

    assert found == named()
    html = client.get("/en/cookies/").content.decode()
    assert re.findall(r'<th scope="row"><code>([^<]+)</code>', html) == [
        *named(),
        *(name for name, _where, _purpose in STORED),
    ]
    assert "<td>1 year</td>" in html or "<td>364 days</td>" in html


def test_scripts_keep_nothing_in_the_browser_but_what_the_page_names():
    scripts = "".join(
        path.read_text() for path in Path(settings.BASE_DIR, "static", "js").glob("*.js")
    )

    keys = re.findall(r"const remembered = \"([^\"]+)\"", scripts)

    assert keys == [name for name, _where, _purpose in STORED]
    assert scripts.count("localStorage.setItem") == len(keys)
    assert re.findall(r"sessionStorage|indexedDB|document\.cookie", scripts) == []
