"""Every address that is stored on the site, found by what the models say of their columns."""

from collections import defaultdict
from urllib.parse import urldefrag

from django.apps import apps
from django.db import models
from markdown_it import MarkdownIt
from modeltranslation.fields import TranslationField

# Texts of reports are no Markdown, and their drafts are nobody's business.
WITH_ADDRESSES = ["programme", "events", "reporting"]
WITH_MARKDOWN = ["programme", "events"]
MARKDOWN = MarkdownIt("commonmark", {"html": False})
LONGEST = 2000


def stored():
    """
    The distinct addresses, each with its places: [model, key of the row, column].

    The part after # is for browsers only and is left out.
    """
    found = defaultdict(list)
    for model, columns in models_with_addresses():
        rows = model._base_manager.order_by("pk").values_list("pk", *columns)
        for key, *values in rows.iterator():
            for column, value in zip(columns, values, strict=True):
                for address in addresses_in(model._meta.get_field(column), value):
                    place = [model._meta.label_lower, key, column]
                    if place not in found[address]:
                        found[address].append(place)
    return dict(found)


def models_with_addresses():
    """Pairs of a model and the names of its columns that are addresses or hold them."""
    for app in WITH_ADDRESSES:
        for model in apps.get_app_config(app).get_models():
            columns = [field.name for field in _columns(model) if _holds_addresses(field, app)]
            if columns:
                yield model, columns


def addresses_in(field, value):
    """The addresses in the value of a column: itself, or the links of a text in Markdown."""
    if not value:
        return []
    links = [value] if isinstance(field, models.URLField) else _links_in(value)
    addresses = [urldefrag(link).url for link in links]
    return [address for address in addresses if 0 < len(address) <= LONGEST]


def _columns(model):
    """Those with a value of their own: a translated text has one for each language."""
    fields = model._meta.concrete_fields
    translated = {
        field.translated_field.name for field in fields if isinstance(field, TranslationField)
    }
    return [field for field in fields if field.name not in translated]


def _holds_addresses(field, app):
    if isinstance(field, models.URLField):
        return True
    is_prose = isinstance(field, models.TextField) and isinstance(field, TranslationField)
    return is_prose and app in WITH_MARKDOWN


def _links_in(text):
    if "://" not in text:
        return []
    inner = [token for block in MARKDOWN.parse(text) for token in block.children or []]
    links = [token.attrs["href"] for token in inner if token.type == "link_open"]
    return [link for link in links if link.startswith(("http://", "https://"))]
