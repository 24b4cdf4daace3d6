"""What is known of each text in each language, through whatever door it was written."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from back_office.models import Translation
from back_office.translations.noting import note_all
from back_office.translations.texts import fingerprint
from programme.models import NewsItem
from tests import factories

pytestmark = pytest.mark.django_db


def states(thing, field="title"):
    """The state of a text by its language."""
    rows = Translation.objects.about(thing).filter(field=field)
    return dict(rows.values_list("language", "state"))


def test_text_that_is_written_has_a_state_in_every_language():
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet")

    assert states(news) == {"fi": "source", "sv": "done", "en": "empty"}
    assert states(news, "summary") == {}


def test_change_of_the_source_makes_its_translations_outdated():
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet", title_en="News")

    news.title_fi = "Toinen uutinen"
    news.save()

    assert states(news) == {"fi": "source", "sv": "outdated", "en": "outdated"}


def test_translation_that_is_changed_with_its_source_is_done():
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet", title_en="News")

    news.title_fi, news.title_sv = "Toinen uutinen", "En annan nyhet"
    news.save()

    assert states(news) == {"fi": "source", "sv": "done", "en": "outdated"}


def test_source_that_is_as_it_was_again_has_its_translations_again():
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet")
    news.title_fi = "Toinen uutinen"
    news.save()

    news.title_fi = "Uutinen"
    news.save()

    assert states(news) == {"fi": "source", "sv": "done", "en": "empty"}


def test_line_ends_of_a_form_are_no_change():
    news = factories.make_news(summary_fi="Yksi\nkaksi", summary_sv="Ett\ntvå")

    news.summary_fi = "Yksi\r\nkaksi\r\n"
    news.save()

    assert states(news, "summary") == {"fi": "source", "sv": "done", "en": "empty"}


def test_text_that_is_emptied_everywhere_is_forgotten():
    news = factories.make_news(summary_fi="Yksi", summary_sv="Ett")

    news.summary_fi = news.summary_sv = ""
    news.save()

    assert states(news, "summary") == {}
    assert states(news) == {"fi": "source", "sv": "empty", "en": "empty"}


def test_first_written_language_is_the_source_until_finnish_is_written():
    news = factories.make_news(summary_en="One", summary_sv="Ett")
    assert states(news, "summary") == {"fi": "empty", "sv": "done", "en": "source"}

    news.summary_fi = "Yksi"
    news.save()

    assert states(news, "summary") == {"fi": "source", "sv": "done", "en": "done"}


def test_what_was_outdated_stays_so_when_the_source_gets_another_language():
    news = factories.make_news(summary_en="One", summary_sv="Ett")
    news.summary_en = "Two"
    news.save()

    news.summary_fi = "Kaksi"
    news.save()

    assert states(news, "summary") == {"fi": "source", "sv": "outdated", "en": "done"}


def test_city_is_named_in_english_first_and_needs_no_other_name():
    city = factories.make_city(name_en="Lisbon", name_fi="Lissabon", name_sv="")

    assert states(city, "name") == {"en": "source", "fi": "done", "sv": "not_needed"}


def test_translation_is_confirmed_beside_the_source_as_it_is():
    news = factories.make_news(title_fi="Uutinen", title_sv="Nyhet")
    news.title_fi = "Uutinen."
    news.save()

    Translation.objects.about(news).confirm()

    assert states(news) == {"fi": "source", "sv": "done", "en": "empty"}


def test_text_that_needs_no_translation_is_asked_for_again_when_its_source_changes():
    news = factories.make_news(title_fi="Pori", title_sv="")
    Translation.objects.about(news).filter(language="sv").spare()
    assert states(news) == {"fi": "source", "sv": "not_needed", "en": "empty"}

    news.title_fi = "Porin kaupunki"
    news.save()

    assert states(news) == {"fi": "source", "sv": "empty", "en": "empty"}


def test_that_no_text_is_needed_can_be_taken_back():
    news = factories.make_news(title_fi="Pori", title_sv="Björneborg")
    translations = Translation.objects.about(news)
    translations.spare()
    assert states(news) == {"fi": "source", "sv": "done", "en": "not_needed"}

    translations.ask_again()

    assert states(news) == {"fi": "source", "sv": "done", "en": "empty"}


def test_row_that_is_removed_takes_its_translations_along():
    kept, removed = factories.make_news(), factories.make_news()

    NewsItem.objects.filter(pk=removed.pk).delete()

    assert Translation.objects.about(removed).count() == 0
    assert Translation.objects.about(kept).count() == 3


def test_saving_other_columns_asks_nothing_of_the_texts():
    news = factories.make_news()
    news.is_public = False

    with CaptureQueriesContext(connection) as queries:
        news.save(update_fields=["is_public"])

    asked = [query["sql"] for query in queries]
    assert [sql for sql in asked if "back_office_translation" in sql] == []
    assert any(sql.startswith('UPDATE "programme_newsitem"') for sql in asked)


def test_command_finds_what_did_not_pass_save():
    changed, removed = factories.make_news(title_sv="Nyhet"), factories.make_news()
    NewsItem.objects.filter(pk=changed.pk).update(title_fi="Muutettu")
    NewsItem.objects.filter(pk=removed.pk)._raw_delete("default")
    (added,) = NewsItem.objects.bulk_create(
        [NewsItem(slug="added", title_fi="Uusi", published_on="2024-01-01")]
    )
    told = StringIO()

    call_command("note_translations", stdout=told)

    assert told.getvalue() == "9 texts were not as noted.\n"
    assert states(changed) == {"fi": "source", "sv": "outdated", "en": "empty"}
    assert states(removed) == {}
    assert states(added) == {"fi": "source", "sv": "empty", "en": "empty"}
    assert note_all() == 0


def test_starting_data_is_done_when_it_has_been_loaded(public_data):
    note_all()

    assert Translation.objects.filter(state="outdated").count() == 0
    assert Translation.objects.filter(state="done").count() > 200


def test_rows_from_before_the_board_are_noted_as_the_command_would(public_data):
    note_all()
    kept = list(Translation.objects.order_by("pk").values("object_id", "field", "state"))
    as_noted = set(Translation.objects.values_list("model", "object_id", "field", "state"))
    Translation.objects.all().delete()

    import_module("back_office.migrations.0004_baseline_of_translations").note(apps, None)

    assert len(kept) > 1000
    assert set(Translation.objects.values_list("model", "object_id", "field", "state")) == as_noted
    assert note_all() == 0


SOURCE, TEXT = fingerprint("Uutinen"), fingerprint("Nyhet")
FIELDS = {
    "model": "programme.newsitem",
    "object_id": 1,
    "field": "title",
    "language": "sv",
    "source_language": "fi",
    "source_hash": SOURCE,
}


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("translation_is_in_a_language_of_the_site", {"language": "de"}),
        ("translation_has_a_source", {"source_hash": ""}),
        ("source_is_its_own_text", {"language": "fi", "text_hash": TEXT, "made_from": TEXT}),
        (
            "text_that_is_not_needed_is_empty",
            {"text_hash": TEXT, "made_from": SOURCE, "is_needed": False},
        ),
        ("written_text_is_made_from_something", {"text_hash": TEXT, "made_from": ""}),
    ],
)
def test_database_refuses_what_cannot_be(constraint, wrong):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Translation.objects.create(**FIELDS | wrong)


def test_database_knows_a_text_once_in_a_language():
    Translation.objects.create(**FIELDS)

    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Translation.objects.create(**FIELDS)


def test_finnish_is_demanded_of_what_is_public(staff_client):
    news = factories.make_news(is_public=True)
    page = f"/admin/programme/newsitem/{news.pk}/change/"
    form = staff_client.get(page).context["adminform"].form
    data = {field.html_name: field.value() or "" for field in form}

    answer = staff_client.post(page, data | {"title_fi": "", "title_sv": "Nyhet"})

    assert list(answer.context["adminform"].form.errors) == ["title_fi"]
