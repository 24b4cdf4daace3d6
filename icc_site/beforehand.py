"""What every process needs, loaded before they part: so they share its memory, and the first page is as quick as others."""

from django.conf import settings
from django.template import engines
from django.urls import resolve
from django.utils import translation

from search.lemmas import read_dictionaries

# They bring the frame of all pages, and the tags that most of them use.
TEMPLATES = ["home.html", "events/event_detail.html", "programme/action_detail.html"]


def load():
    """Views and forms, by way of the addresses; texts in all languages; templates; dictionaries."""
    resolve("/")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("News")
    for name in TEMPLATES:
        engines["django"].engine.get_template(name)
    read_dictionaries()
