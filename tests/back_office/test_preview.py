"""A row is looked at as visitors will see it, and nothing of that remains."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from back_office.models import Translation
from events.models import Event, EventChange, Material
from programme import models
from search.indexing import keep_up
from tests import factories
from tests.back_office.test_conflicts import opened, save
from tests.back_office.test_matrix import filled_by_a_superuser
from tests.back_office.test_pages import MAKERS, address, form_data
from tests.reporting.factories import make_user

pytestmark = pytest.mark.django_db

# What a row is called in its form.
NAMES = {
    models.Programme: "name",
    models.ThematicBasket: "name",
    models.City: "name",
    models.Strategy: "name",
    models.StrategyAction: "title",
    models.Indicator: "name",
    models.Benefit: "title",
    models.NewsItem: "title",
    Event: "title",
}
LANGUAGES = ["fi", "sv", "en"]


@pytest.fixture(params=NAMES, ids=lambda model: model._meta.model_name)
def row(request):
    """A row of each model that has a page; visitors do not see it."""
    row = MAKERS[request.param]()
    if hasattr(row, "is_public"):
        type(row).objects.filter(pk=row.pk).update(
            is_public=False, publish_at=timezone.now() + timedelta(days=2)
        )
    return row


def preview_of(row, language="fi"):
    return address(type(row), "preview", row.pk, language)


def everything():
    """All that a preview might leave behind."""
    tables = [*NAMES, LogEntry, AdminEntry, Translation, EventChange, Material]
    return [list(table._base_manager.order_by("pk").values()) for table in tables]


def names_of(row, text):
    return {f"{NAMES[type(row)]}_{code}": f"{text} {code}" for code in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_preview_shows_what_is_not_saved(
    staff_client, row, language, django_capture_on_commit_callbacks
):
    data = opened(staff_client, row) | names_of(row, "Uusi nimi")
    before = everything()

    with django_capture_on_commit_callbacks() as callbacks:
        page = staff_client.post(preview_of(row, language), data)

    html = page.content.decode()
    assert page.status_code == 200
    assert f"Uusi nimi {language}" in html
    assert 'class="preview-word"' in html
    assert f'<html lang="{language}">' in html
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    # The search looks after every request for changes; a preview has made none.
    assert (everything(), callbacks) == (before, [keep_up])


def test_saved_row_is_shown_by_a_link(staff_client, row):
    type(row)._base_manager.filter(pk=row.pk).update(**names_of(row, "Tallennettu"))

    page = staff_client.get(preview_of(row, "sv"))

    assert "Tallennettu sv" in page.content.decode()
    row.refresh_from_db()
    assert getattr(row, "is_public", False) is False


def test_reader_may_look_at_what_is_saved_and_send_nothing(client, row, django_user_model):
    data = {}
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    name = f"view_{type(row)._meta.model_name}"
    reader.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(reader)

    answers = [client.get(preview_of(row)), client.post(preview_of(row), data)]

    assert [answer.status_code for answer in answers] == [200, 403]
    form = client.get(address(type(row), "change", row.pk)).content.decode()
    assert preview_of(row) in form
    assert "formaction" not in form.split("previews")[1]


def test_stranger_and_clerk_without_rights_see_no_preview(client, row, django_user_model):
    stranger = client.get(preview_of(row)).status_code
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))

    assert (stranger, client.get(preview_of(row)).status_code) == (302, 403)


def test_language_that_the_site_has_not_and_row_that_is_not_are_not_found(staff_client):
    event = factories.make_event()

    addresses = [preview_of(event, "xx"), preview_of(event).replace(str(event.pk), "999999")]

    assert [staff_client.get(each).status_code for each in addresses] == [404, 404]
    assert [staff_client.post(each).status_code for each in addresses] == [404, 404]


def test_form_with_an_error_is_shown_again_and_saves_to_the_row(staff_client):
    event = factories.make_event()
    data = opened(staff_client, event) | {"slug": "", "title_sv": "Ny"}

    page = staff_client.post(preview_of(event), data)

    html = page.content.decode()
    assert 'class="errornote"' in html
    assert f'action="{address(Event, "change", event.pk)}"' in html
    assert 'value="Ny"' in html


def test_form_with_an_error_still_knows_when_it_was_opened(staff_client):
    event = factories.make_event(title_fi="Alku")
    data = opened(staff_client, event)
    Event.objects.filter(pk=event.pk).update(title_fi="Toisen")

    page = staff_client.post(preview_of(event), data | {"slug": "", "title_fi": "Oma"})
    marks = page.context["seen_marks"]
    save(staff_client, event, data | {"title_fi": "Oma", "seen_marks": marks})

    event.refresh_from_db()
    assert (marks, event.title_fi) == (data["seen_marks"], "Toisen")


def test_row_that_is_not_yet_is_previewed(staff_client):
    data = form_data(staff_client.get(reverse("admin:events_event_add")))
    programme = factories.make_programme(is_public=False)
    data |= {"slug": "uusi", "title_fi": "Aivan uusi", "programme": programme.pk}
    data |= {"kind": "seminar", "starts_on": "2026-12-03", "ends_on": "2026-12-03"}

    page = staff_client.post(reverse("admin:events_event_add_preview", args=["fi"]), data)

    assert "Aivan uusi" in page.content.decode()
    assert 'class="preview-word"' in page.content.decode()
    assert Event.objects.count() == 0


def test_file_that_is_previewed_is_not_kept(staff_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    event = factories.make_event()
    data = opened(staff_client, event) | {
        "materials-TOTAL_FORMS": "1",
        "materials-0-title_fi": "Kalvot",
        "materials-0-file": SimpleUploadedFile("kalvot.pdf", b"%PDF-1.4 %%EOF"),
    }

    page = staff_client.post(preview_of(event), data)

    assert "Kalvot" in page.content.decode()
    assert Material.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_news_on_a_later_page_of_the_list_is_found(staff_client):
    old = factories.make_news(title_fi="Vanhin", published_on="2001-01-01", is_public=False)
    for _number in range(21):
        factories.make_news(published_on="2020-01-01")

    page = staff_client.get(preview_of(old))

    assert "Vanhin" in page.content.decode()


def test_preview_says_nothing_of_saving(staff_client):
    event = factories.make_event()
    data = opened(staff_client, event)

    staff_client.post(preview_of(event), data)

    assert list(staff_client.get(reverse("admin:index")).context["messages"]) == []


def test_form_offers_a_preview_in_each_language(staff_client):
    event = factories.make_event()

    html = staff_client.get(address(Event, "change", event.pk)).content.decode()

    for language in dict(settings.LANGUAGES):
        assert f'formaction="{preview_of(event, language)}" formtarget="_blank"' in html


def test_translator_previews_translations_and_nothing_else(client):
    client.force_login(make_user("translator", is_staff=True))
    action = factories.make_action(title_fi="Alku", is_public=False)
    sent = filled_by_a_superuser(address(models.StrategyAction, "change", action.pk))
    sent |= {"title_fi": "Muutettu", "title_sv": "Åtgärden"}

    finnish, swedish = (
        client.post(preview_of(action, language), sent).content.decode()
        for language in ("fi", "sv")
    )

    assert "Åtgärden" in swedish
    assert ("Alku" in finnish, "Muutettu" in finnish) == (True, False)
    action.refresh_from_db()
    assert (action.title_fi, action.title_sv or "", action.is_public) == ("Alku", "", False)
