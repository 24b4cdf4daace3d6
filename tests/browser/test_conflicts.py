"""Two editors of one event, and changes that nobody has saved, in a real browser."""

import pytest
from auditlog.models import LogEntry
from playwright.sync_api import expect

from events.models import AgendaItem
from tests.browser.conftest import sign_in
from tests.factories import make_event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    """An event of one agenda item."""
    event = make_event(
        title_fi="Alku",
        place_fi="Pori",
        starts_on="2999-05-01",
        ends_on="2999-05-01",
        is_public=True,
    )
    AgendaItem.objects.create(event=event, title_fi="Avaus")
    return event


@pytest.fixture
def editor(page, event):
    """The form of the event, before its first editor."""
    return opened(page, event)


@pytest.fixture
def second(browser, live_server, event):
    """The form of the event, before its second editor, whose browser is another."""
    context = browser.new_context(base_url=live_server.url, locale="fi-FI")
    page = context.new_page()
    page.set_default_timeout(10_000)
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    yield opened(page, event)
    context.close()
    assert told == []


def opened(page, event):
    sign_in(page)
    page.goto(f"/admin/events/event/{event.pk}/change/")
    page.wait_for_load_state("load")
    return page


def save(page):
    with page.expect_navigation():
        page.click("[name=_save]")


def asks(page, leave):
    """Whether the browser asks before the page is left; then it stays."""
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    leave()
    page.remove_listener("dialog", stay)
    return asked == ["beforeunload"]


def go_home(page):
    """Leave the form by a link; a question of the browser, if there is one, is answered by then."""
    page.click("#site-name a")


def test_two_editors_lose_nothing(editor, second, event):
    editor.fill("#id_title_fi", "Annan otsikko")
    editor.fill("#id_agenda-0-title_fi", "Annan avaus")
    second.fill("#id_title_fi", "Bertan otsikko")
    second.fill("#id_place_fi", "Ulvila")
    save(editor)

    save(second)

    event.refresh_from_db()
    assert (event.title_fi, event.place_fi) == ("Annan otsikko", "Pori")
    conflict = second.locator(".conflict")
    expect(conflict).to_be_focused()
    expect(conflict.get_by_role("definition")).to_have_text(["Bertan otsikko", "Annan otsikko"])
    expect(second.locator(".errornote")).to_have_count(0)
    expect(conflict.get_by_role("listitem")).to_contain_text("Annan avaus")
    expect(second.locator("#id_title_fi")).to_have_value("Bertan otsikko")
    expect(second.locator("#id_place_fi")).to_have_value("Ulvila")
    expect(second.locator("#id_agenda-0-title_fi")).to_have_value("Annan avaus")
    expect(second.locator(".unsaved")).to_have_text("Lomakkeessa on tallentamattomia muutoksia.")

    save(second)

    event.refresh_from_db()
    assert (event.title_fi, event.place_fi) == ("Bertan otsikko", "Ulvila")
    assert event.agenda.get().title_fi == "Annan avaus"
    entries = LogEntry.objects.get_for_object(event).order_by("pk")
    changes = [entry.changes["title_fi"] for entry in entries if "title_fi" in entry.changes]
    assert changes[1:] == [["Alku", "Annan otsikko"], ["Annan otsikko", "Bertan otsikko"]]


def test_value_of_the_other_is_taken_with_a_tick(editor, second, event):
    editor.fill("#id_title_fi", "Annan otsikko")
    second.fill("#id_title_fi", "Bertan otsikko")
    second.fill("#id_place_fi", "Ulvila")
    save(editor)
    save(second)

    second.locator(".conflict").get_by_role("checkbox").check()
    save(second)

    event.refresh_from_db()
    assert (event.title_fi, event.place_fi) == ("Annan otsikko", "Ulvila")


def test_changes_are_not_left_behind_unasked(editor):
    status = editor.locator(".unsaved")
    expect(status).to_have_text("")

    editor.fill("#id_title_fi", "Muutettu")

    expect(status).to_have_text("Lomakkeessa on tallentamattomia muutoksia.")
    assert asks(editor, lambda: go_home(editor))
    expect(editor.locator("#id_title_fi")).to_have_value("Muutettu")


def test_form_put_back_as_it_was_is_left_unasked(editor):
    editor.fill("#id_title_fi", "Muutettu")
    editor.fill("#id_title_fi", "Alku")

    expect(editor.locator(".unsaved")).to_have_text("")
    assert not asks(editor, lambda: go_home(editor))


def test_saving_asks_nothing(editor, event):
    editor.fill("#id_title_fi", "Muutettu")

    assert not asks(editor, lambda: save(editor))
    event.refresh_from_db()
    assert event.title_fi == "Muutettu"


def test_row_that_is_added_is_a_change(editor):
    editor.click("#agenda-group .add-row a")

    expect(editor.locator(".unsaved")).to_have_text("Lomakkeessa on tallentamattomia muutoksia.")
    editor.fill("#id_agenda-1-title_fi", "Toinen kohta")
    assert asks(editor, lambda: go_home(editor))


def test_preview_opens_beside_the_form_and_leaves_it_unsaved(editor, event):
    editor.locator(".language-tabs").first.get_by_role("tab").nth(1).click()
    editor.fill("#id_title_sv", "Inte sparad")

    with editor.expect_popup() as popup:
        editor.get_by_role("button", name="Esikatselu: Svenska").click()

    preview = popup.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("Inte sparad")
    expect(preview.get_by_role("complementary", name="Förhandsvisning")).to_be_visible()
    preview.close()
    assert asks(editor, lambda: go_home(editor))
    event.refresh_from_db()
    assert event.title_sv != "Inte sparad"
