"""Which language a text is shown in: one rule for pages, search, feeds and API."""

from dataclasses import dataclass

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
    fallbacks = getattr(type(thing), field).fallback_languages
    for language in resolution_order(get_language(), fallbacks):
        text = getattr(thing, build_localized_fieldname(field, language))
        if text:
            return Shown(text, language)
    return Shown("", get_language())
