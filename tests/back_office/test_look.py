"""The back office in the colours of the site, and its searched fields as valid HTML."""

import re

import pytest
from django.conf import settings

from programme.admin.choosing import Chooser
from tests import factories

COLOURS = ["sea-strong", "sea", "sea-soft", "sea-deep", "on-sea", "on-sea-soft", "warm"]
COLOURS += ["warm-soft", "warm-bright", "paper", "paper-soft", "ink", "ink-soft", "line", "good"]


def colours(name):
    """What a style sheet first sets each colour to."""
    css = (settings.BASE_DIR / "static" / "css" / name).read_text()
    told = {}
    for colour, value in re.findall(r"--([\w-]+): ([^;]+);", css):
        told.setdefault(colour, value)
    return {colour: told[colour] for colour in COLOURS}


def test_back_office_has_the_colours_of_the_site():
    site = colours("site.css")

    back_office = colours("admin.css")

    assert back_office == site


def options(html, name):
    """The options of a choice on a page, as (value, is chosen, label)."""
    field = html.split(f'name="{name}"', 1)[1].split("</select>")[0]
    found = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', field)
    return [(value, bool(chosen), label) for value, chosen, label in found]


@pytest.mark.django_db
def test_searched_field_begins_with_an_empty_choice_that_has_a_label(admin_client):
    html = admin_client.get("/admin/programme/participation/add/").content.decode()

    assert options(html, "city") == [("", True, "–")]


@pytest.mark.django_db
def test_searched_field_shows_what_is_chosen_after_the_empty_choice(admin_client):
    participation = factories.make_participation()

    address = f"/admin/programme/participation/{participation.pk}/change/"
    html = admin_client.get(address).content.decode()

    city = participation.city
    assert options(html, "city") == [("", False, "–"), (str(city.pk), True, str(city))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("programme/strategyaction/add/", {"objective"}),
        ("events/event/add/", {"part_of"}),
        ("reporting/lockexception/add/", {"report", "granted_to"}),
        ("reporting/actioncontact/add/", {"person", "action", "basket"}),
    ],
)
def test_every_searched_field_of_one_thing_is_such_a_choice(admin_client, address, names):
    form = admin_client.get(f"/admin/{address}").context["adminform"].form

    widgets = {name: getattr(field.widget, "widget", None) for name, field in form.fields.items()}
    assert {name for name, widget in widgets.items() if isinstance(widget, Chooser)} == names
