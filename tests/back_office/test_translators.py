"""What a translator's forms change: texts in other languages, whatever else is sent."""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from events.models import Event, Material, Takeaway
from programme.models import City, IndicatorValue, Milestone, NewsItem, StrategyAction
from tests import factories
from tests.back_office.test_matrix import filled_by_a_superuser
from tests.back_office.test_pages import address, form_data
from tests.reporting.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(client):
    """A browser in which a translator is signed in."""
    client.force_login(make_user("translator", is_staff=True))
    return client


def columns(row):
    """Every column, past what modeltranslation makes of names; an empty text is as good as none."""
    values = QuerySet(type(row)).filter(pk=row.pk).values().get()
    return {name: None if value == "" else value for name, value in values.items()}


def send(client, row, **changes):
    """What the form of an administrator would send, changed."""
    page = address(type(row), "change", row.pk)
    return client.post(page, filled_by_a_superuser(page) | changes)


def changed(row, before):
    """The columns that are different now; the time of the change goes without saying."""
    now = columns(row)
    return {name: now[name] for name in now if now[name] != before[name] and name != "updated_at"}


def test_translation_is_saved_and_all_else_that_is_sent_changes_nothing(translator):
    action = factories.make_action(title_fi="Toimenpide", starts_on="2021", is_public=False)
    before = columns(action)

    answer = send(
        translator, action, title_sv="Åtgärd", title_en="Action", title_fi="Muutettu",
        code="9.Z.9", starts_on="2031", stated_status="completed", is_public="on",
        publish_at_0="2020-01-01", publish_at_1="10:00", source_url="https://example.org/",
        internal_notes="x", strategy=factories.make_strategy().pk, aim_sv="Syfte",
    )  # fmt: skip

    assert answer.status_code == 302
    # Of an aim that nobody has written there is no translation.
    assert changed(action, before) == {"title_sv": "Åtgärd", "title_en": "Action"}


def test_address_of_an_event_is_not_made_from_its_translation(translator):
    event = factories.make_event(title_en="Lab", title_fi="")
    before = columns(event)

    page = translator.get(address(Event, "change", event.pk))
    send(translator, event, title_fi="Laboratorio", slug="laboratorio", title_en="Changed")

    assert page.context["adminform"].prepopulated_fields == []
    assert changed(event, before) == {"title": "Laboratorio", "title_fi": "Laboratorio"}


def test_translator_is_shown_what_is_translated_and_cannot_write_in_it(translator):
    city = factories.make_city(name_en="Stockholm", name_fi="Tukholma")

    form = translator.get(address(City, "change", city.pk)).context["adminform"].form

    assert {name: field.disabled for name, field in form.fields.items()} == {
        "name_fi": False,
        "name_sv": False,
        "name_en": True,
    }


def test_form_that_is_saved_as_it_is_changes_nothing_even_where_finnish_is_missing(translator):
    news = factories.make_news(title_fi="", title_en="News")
    before = columns(news)
    page = address(NewsItem, "change", news.pk)

    answer = translator.post(page, form_data(translator.get(page)))

    assert (answer.status_code, changed(news, before)) == (302, {})


def test_figures_of_an_inline_stay_and_its_words_are_translated(translator):
    value = factories.make_value(value=5, note_fi="Arvio")
    before = columns(value)

    answer = send(
        translator, value.indicator, **{
            "values-0-value": "99", "values-0-kind": "target", "values-0-starts_on": "2031",
            "values-0-note_fi": "Muutettu", "values-0-note_sv": "Uppskattning",
        }
    )  # fmt: skip

    assert answer.status_code == 302
    assert changed(value, before) == {"note_sv": "Uppskattning"}


def test_each_row_of_an_inline_has_its_own_source(translator):
    action = factories.make_action()
    finnish = factories.make_milestone(action=action, title_fi="Suunnitelma")
    english = factories.make_milestone(action=action, title_fi="", title_en="Pilot")
    before = columns(finnish), columns(english)
    rows = {row.pk: number for number, row in enumerate(action.milestones.all())}

    def field(row, name):
        return f"milestones-{rows[row.pk]}-{name}"

    send(
        translator, action, **{
            field(finnish, "title_fi"): "x", field(finnish, "title_en"): "Plan",
            field(english, "title_fi"): "Pilotti", field(english, "title_en"): "x",
        }
    )  # fmt: skip

    assert changed(finnish, before[0]) == {"title_en": "Plan"}
    assert changed(english, before[1]) == {"title": "Pilotti", "title_fi": "Pilotti"}


def test_rows_of_an_inline_are_neither_added_nor_removed(translator):
    action = factories.make_action()
    milestone = factories.make_milestone(action=action)

    answer = send(
        translator, action, **{
            "milestones-TOTAL_FORMS": "2", "milestones-0-DELETE": "on",
            "milestones-1-title_fi": "Uusi", "milestones-1-action": action.pk,
        }
    )  # fmt: skip

    assert answer.status_code == 302
    assert list(Milestone.objects.all()) == [milestone]


def test_rows_without_texts_are_looked_at(translator):
    membership = factories.make_membership()
    page = address(type(membership.participation), "change", membership.participation.pk)

    shown = translator.get(page)
    saved = translator.post(page, filled_by_a_superuser(page))

    assert (shown.status_code, saved.status_code) == (200, 403)


def test_files_and_reasons_of_events_are_translated_too(translator):
    event = factories.make_event()
    material = Material.objects.create(
        event=event, title_fi="Ohjelma", url="https://example.org/a", language="fi"
    )
    takeaway = Takeaway.objects.create(event=event, title_fi="Opittu")
    before = columns(material), columns(takeaway)

    answer = send(
        translator, event, **{
            "materials-0-title_sv": "Program", "materials-0-url": "https://example.org/b",
            "takeaways-0-title_sv": "Lärdom", "takeaways-0-due_on": "2031",
        }
    )  # fmt: skip

    assert answer.status_code == 302
    assert changed(material, before[0]) == {"title_sv": "Program"}
    assert changed(takeaway, before[1]) == {"title_sv": "Lärdom"}


def test_bulk_actions_are_not_offered_to_translators(translator):
    factories.make_action()

    page = translator.get(address(StrategyAction))

    assert (page.status_code, page.context["action_form"]) == (200, None)


def test_editor_writes_every_column_of_an_inline(client):
    client.force_login(make_user("editor", is_staff=True))
    value = factories.make_value(value=5)

    send(client, value.indicator, **{"values-0-value": "99"})

    assert IndicatorValue.objects.get().value == 99


def test_right_to_translate_does_not_open_what_one_may_not_see(client):
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="translate_content"))
    client.force_login(user)

    assert client.get(address(StrategyAction)).status_code == 403
