import pytest
from django.db import connection
from django.template import Context, Template
from django.utils import translation
from modeltranslation.translator import translator

from programme.languages import Shown, shown
from programme.models import Benefit, City, Objective, Organisation, Programme


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"title_fi": "Hyöty", "title_sv": "Nytta"}, "sv", ("Nytta", "sv")),
        ({"title_fi": "Hyöty", "title_en": "Benefit"}, "sv", ("Hyöty", "fi")),
        ({"title_en": "Benefit", "title_sv": "Nytta"}, "fi", ("Benefit", "en")),
        ({"title_sv": "Nytta"}, "en", ("Nytta", "sv")),
        ({"title_fi": "", "title_en": "Benefit"}, "fi", ("Benefit", "en")),
        ({}, "sv", ("", "sv")),
    ],
)
def test_missing_text_is_shown_in_finnish_then_english_then_swedish(texts, language, expected):
    with translation.override(language):
        assert shown(Benefit(**texts), "title") == Shown(*expected)


def test_name_of_a_city_is_otherwise_used_as_in_english():
    city = City(name_en="Antwerp", name_fi="Antwerpen")

    with translation.override("sv"):
        assert shown(city, "name") == Shown("Antwerp", "en")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_shown_text_is_the_one_that_the_field_itself_falls_back_to(language):
    benefit = Benefit(title_en="Benefit", title_sv="Nytta")

    with translation.override(language):
        assert shown(benefit, "title").text == benefit.title


def test_text_in_another_language_carries_its_language_and_a_mark():
    benefit = Benefit(title_en="A <tool>")
    template = Template('{% load programme_tags %}{{ benefit|text:"title" }}')

    with translation.override("fi"):
        html = template.render(Context({"benefit": benefit}))

    assert html == (
        '<span lang="en">A &lt;tool&gt;</span> '
        '<small class="language-mark">(vain englanniksi)</small>'
    )


def test_text_in_the_language_of_the_page_carries_nothing():
    benefit = Benefit(title_fi="Työkalu", title_en="Tool")
    template = Template('{% load programme_tags %}{{ benefit|text:"title" }}')

    with translation.override("fi"):
        assert template.render(Context({"benefit": benefit})) == "Työkalu"


def test_name_carries_its_language_but_no_mark():
    template = Template("{% load programme_tags %}{{ city|name }}")

    with translation.override("fi"):
        html = template.render(Context({"city": City(name_en="Milan")}))

    assert html == '<span lang="en">Milan</span>'


@pytest.mark.django_db
def test_every_translated_field_has_a_column_in_each_language():
    models = translator.get_registered_models()

    assert {Programme, City, Objective, Organisation, Benefit} < set(models)
    with connection.cursor() as cursor:
        for model in models:
            table = connection.introspection.get_table_description(cursor, model._meta.db_table)
            columns = {column.name for column in table}
            for field in translator.get_options_for_model(model).all_fields:
                assert {f"{field}_{code}" for code in ("fi", "sv", "en")} <= columns
