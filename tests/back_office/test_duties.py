"""What waits for a person on the first page of the back office."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from back_office.models import Link
from reporting.models import DeliveryAttempt, OutboxMail
from tests import factories
from tests.reporting import factories as accounts

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    """A day of which it is known what lies before and after it."""
    with time_machine.travel(NOW, tick=False):
        yield


def duties(client):
    """What the first page shows, as {title: {address: number}}; it is asked for in English."""
    client.cookies["django_language"] = "en"
    html = client.get("/admin/").content.decode()
    html = html.partition("What would you like to edit?")[0]
    found = {}
    for section in html.split('<section class="duty"')[1:]:
        title = re.search(r"</span>\s*([^<]+?)\s*</h2>", section)[1]
        rows = re.findall(r'<a href="([^"]+)">[^<]*</a>\s*<span>(\d+)</span>', section)
        found[title] = {address.replace("&amp;", "&"): int(number) for address, number in rows}
        total = int(re.search(r'duty__count">(\d+)<', section)[1])
        assert total == sum(found[title].values())
    return found


def staff(client, *groups, rights=()):
    user = accounts.make_user(*groups, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


def make_some_of_everything():
    """Something for every duty, and beside it what waits for nobody."""
    factories.make_event(city_role="host", starts_on="2026-02-01", ends_on="2026-02-01")
    factories.make_event(
        city_role="host", starts_on="2026-02-01", ends_on="2026-02-01", closed_on="2026-02-03"
    )
    factories.make_event(
        publish_at=LATER, source_url="https://a.fi", starts_on="2026-05-01", ends_on=""
    )
    factories.make_news(title_fi="Uutinen", title_sv="Nyhet", title_en="")
    changed = factories.make_news(title_fi="Uutinen", title_sv="Nyhet", title_en="News")
    changed.title_fi = "Muutettu uutinen"
    changed.save()
    letter = OutboxMail.objects.create(kind="asked", recipient="a@example.org", language="fi")
    DeliveryAttempt.objects.create(letter=letter, error="refused")
    DeliveryAttempt.objects.create(letter=letter, error="refused")
    accounts.make_report(state="submitted")


def rows_behind(client, address):
    """How many rows a list shows, of the back office, the board or the queue."""
    context = client.get(address).context
    return context["cl"].result_count if "cl" in context else context["page"].paginator.count


def test_each_number_is_that_of_the_rows_behind_its_link(admin_client):
    make_some_of_everything()

    found = duties(admin_client)

    assert list(found) == [
        "To approve",
        "Events to close: what was brought home?",
        "Texts to translate",
        "Facts without a source",
        "Published by themselves",
        "Letters tried in vain",
    ]
    assert found["Events to close: what was brought home?"] == {
        "/admin/events/event/?time=awaiting": 1
    }
    assert found["Published by themselves"] == {"/admin/events/event/?scheduled=yes": 1}
    for places in found.values():
        for address, number in places.items():
            assert rows_behind(admin_client, address) == number, address


def test_broken_link_is_told_and_one_that_failed_once_is_not(admin_client):
    facts = {"checked_at": NOW, "failing_since": NOW.date(), "failed_on": NOW.date()}
    Link.objects.create(
        address="https://a.example/",
        state="broken",
        problem="status",
        status_code=404,
        failed_days=3,
        **facts,
    )
    Link.objects.create(address="https://b.example/", state="works", checked_at=NOW)

    found = duties(admin_client)

    assert found == {"Broken links": {"/admin/back_office/link/?state__exact=broken": 1}}
    (address,) = found["Broken links"]
    assert rows_behind(admin_client, address) == 1


def test_approver_is_told_of_reports_and_not_of_content(client):
    make_some_of_everything()
    staff(client, "approver")

    found = duties(client)

    assert found["To approve"] == {"/en/report/queue/": 1}
    assert {*found} <= {"To approve", "Letters tried in vain"}


def test_editor_is_told_of_content_and_not_of_reports(client):
    make_some_of_everything()
    staff(client, "editor")

    found = duties(client)

    assert "Events to close: what was brought home?" in found
    assert "Texts to translate" in found
    assert {"To approve", "Letters tried in vain"}.isdisjoint(found)


def test_translator_is_told_of_texts_only(client):
    make_some_of_everything()
    staff(client, "translator")

    found = duties(client)

    assert list(found) == ["Texts to translate"]
    assert found["Texts to translate"]["/admin/translations/?language=sv&state=outdated"] == 1


def test_reporter_is_told_of_the_own_reports_only(client):
    user = staff(client, "reporter")
    accounts.make_report(reporter=user.person)
    accounts.make_report()
    make_some_of_everything()

    assert duties(client) == {"Reports to write": {"/en/report/": 1}}


def test_person_for_whom_nothing_waits_is_told_so(client):
    make_some_of_everything()
    staff(client)

    assert duties(client) == {}
    assert "Nothing waits for you right now." in client.get("/admin/").content.decode()


def test_removed_rows_wait_for_nobody(admin_client):
    factories.make_event(
        city_role="host", starts_on="2026-02-01", ends_on="2026-02-01", removed_at=NOW
    )

    found = duties(admin_client)

    assert "Events to close: what was brought home?" not in found
    sources = found.get("Facts without a source", {})
    assert "/admin/events/event/?source=no" not in sources


def test_first_page_asks_as_many_queries_for_three_of_everything_as_for_one(admin_client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            duties(admin_client)
        return len(queries)

    make_some_of_everything()
    duties(admin_client)
    with_one = count()
    for _ in range(2):
        make_some_of_everything()

    assert count() == with_one
