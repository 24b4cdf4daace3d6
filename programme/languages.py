"""Which language a text is shown in: one rule for pages, search, feeds and API."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname, resolution_order


@dataclass(frozen=True)
class Shown:
    """A text and the code of the language that it is in."""

    text: str
    language: str

    def __str__(self):
        return self.text

    @property
    def is_fallback(self):
        """Whether the reader asked for another language."""
        return bool(self.text) and self.language != get_language()


def shown(thing, field):
    """What a reader of the active language sees of a translated field."""
    reader = get_language()
    for language, column in _columns(type(thing), field, reader):
        if text := getattr(thing, column):
            return Shown(text, language)
    return Shown("", reader)


def label(thing, field):
    """The words for the choice that a thing has in a field, as `get_…_display` says them, and quicker."""
    return _labels(type(thing), field, get_language()).get(getattr(thing, field), "")


@cache
def _labels(model, field, _reader):
    return {value: str(words) for value, words in model._meta.get_field(field).flatchoices}


@cache
def _columns(model, field, reader):
    """Where a text may stand, as (language, column), the reader's own first: as the code says."""
    order = resolution_order(reader, getattr(model, field).fallback_languages)
    return [(language, build_localized_fieldname(field, language)) for language in order]
