"""Each field of the back office says what it is for, and shows an example."""

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.utils import translation

from back_office.help import HELP, key_of
from tests import factories

EXAMPLE = ("for example", "such as", "example:", "e.g.")
# What is ticked, chosen from a list or hidden needs no example: its effect is said.
CHOSEN = (forms.BooleanField, forms.NullBooleanField, forms.ChoiceField, forms.ModelChoiceField)
# Django's own, which it explains itself; an example of a password would be used.
EXPLAINED_BY_DJANGO = {"password1", "password2", "usable_password"}


def form_classes(request):
    """The forms that a superuser can fill in, with the model whose columns they show."""
    for model, page in admin.site._registry.items():
        if page.has_add_permission(request) or page.has_change_permission(request):
            yield model, page.get_form(request, None, change=False)
            yield model, page.get_form(request, None, change=True)
        for inline in page.get_inline_instances(request, None):
            if inline.has_add_permission(request, None):
                yield inline.model, inline.get_formset(request, None).form


@pytest.fixture
def fields(rf, admin_user):
    """Every field that a superuser can fill in, by model and name."""
    request = rf.get("/admin/")
    request.user = admin_user
    with translation.override("en"):
        return {
            f"{model._meta.label}.{name}": (field, str(field.help_text).lower())
            for model, form in form_classes(request)
            for name, field in form.base_fields.items()
            if not field.widget.is_hidden and name not in EXPLAINED_BY_DJANGO
        }


@pytest.mark.django_db
def test_every_field_says_what_it_is_for(fields):
    assert len(fields) > 200
    assert [name for name, (_field, text) in fields.items() if not text] == []


@pytest.mark.django_db
def test_every_field_that_is_typed_shows_an_example(fields):
    without = [
        name
        for name, (field, text) in fields.items()
        if not isinstance(field, CHOSEN) and not any(words in text for words in EXAMPLE)
    ]

    assert without == []


def test_no_help_is_for_a_field_that_is_gone():
    known = {
        key_of(field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    }

    assert sorted(set(HELP) - known) == []


def test_columns_of_all_languages_have_the_help_of_their_field():
    title = apps.get_model("events", "Event")._meta.get_field("title_sv")

    assert key_of(title) == "events.Event.title"


@pytest.mark.django_db
def test_help_is_added_to_what_the_model_says(fields):
    _field, text = fields["programme.City.latitude"]

    assert text == "degrees north, wgs 84. for example 61.4851."


@pytest.mark.django_db
def test_help_is_in_the_language_of_the_reader(staff_client):
    address = "/admin/programme/programme/add/"
    html = staff_client.get(address, headers={"Accept-Language": "fi"}).content.decode()

    assert "Esimerkiksi 2022-06, jos vain kuukausi tiedetään." in html


@pytest.mark.django_db
def test_help_of_a_row_in_a_table_is_read_without_a_pointer(staff_client):
    city = factories.make_city()

    address = f"/admin/programme/city/{city.pk}/change/"
    html = staff_client.get(address, headers={"Accept-Language": "en"}).content.decode()

    heading = html.split('class="column-role')[1].split("</th>")[0]
    assert '<small class="help">What the city is in the programme.' in heading
    assert "icon-unknown" not in html
