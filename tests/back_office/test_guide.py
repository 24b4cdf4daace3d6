"""The guide for staff, inside the back office."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve

from back_office.views.guide import GUIDE, PICTURES

LARGEST_PICTURE = 60 * 1024


def written():
    return GUIDE.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_guide_is_shown_to_staff_in_finnish(staff_client):
    response = staff_client.get("/admin/guide/", headers={"Accept-Language": "en"})

    html = response.content.decode()
    assert response.status_code == 200
    assert '<div class="guide" lang="fi">' in html
    assert "<h2>Kirjautuminen</h2>" in html
    assert "The guide is in Finnish only." in html


@pytest.mark.django_db
def test_guide_is_not_shown_to_visitors(client):
    assert client.get("/admin/guide/").status_code == 302


@pytest.mark.django_db
def test_header_of_the_back_office_leads_to_the_guide(staff_client):
    assert '<a href="/admin/guide/">' in staff_client.get("/admin/").content.decode()


def test_pictures_of_the_guide_exist_are_small_and_are_told_in_words():
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", written())

    assert len(pictures) >= 4
    for words, address in pictures:
        path = finders.find(address.removeprefix(PICTURES))
        assert words
        assert path, address
        assert (GUIDE.parent / address).stat().st_size <= LARGEST_PICTURE


def test_pages_that_the_guide_names_exist():
    addresses = re.findall(r"(?<!!)\[[^\]]+\]\((/[^)]+)\)", written())

    assert len(addresses) >= 3
    for address in addresses:
        assert resolve(address).url_name not in (None, "catch_all"), address
