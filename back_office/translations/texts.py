"""The translated texts: which there are, what each is made of, where each is first written."""

from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from modeltranslation.settings import FALLBACK_LANGUAGES
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname as column

from programme.models import City
from reporting.models import ActionReport

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Reports have a door of their own: what is approved is frozen with its languages.
ELSEWHERE = {ActionReport}
# Where a language without a text of its own uses the source, as it is.
NAMES = {City}
# Above it no row has a key, and databases refuse to look.
KEY_LIMIT = 2**63


class Text(NamedTuple):
    """One text of one row in one language."""

    model: str
    object_id: int
    field: str
    language: str

    @property
    def column(self):
        """The column in which it stands, such as title_sv."""
        return column(self.field, self.language)


def translated_models():
    """The models whose texts the board knows, by the names that staff read."""
    models = translator.get_registered_models(abstract=False)
    return [model for model in models if model not in ELSEWHERE]


def model_of(label):
    """The translated model of that label. Raises LookupError when there is none."""
    for model in translated_models():
        if model._meta.label_lower == label:
            return model
    raise LookupError(label)


def fields_of(model):
    """The names of its translated fields, in the order of the model."""
    translated = translator.get_options_for_model(model).all_fields
    return [field.name for field in model._meta.fields if field.name in translated]


def columns_of(model):
    """The columns of its translated fields, in every language."""
    return [column(field, code) for field in fields_of(model) for code in LANGUAGES]


def required_of(model):
    """The (field, language) that nobody may leave empty."""
    return [
        (field, code)
        for field in fields_of(model)
        for code in LANGUAGES
        if not model._meta.get_field(column(field, code)).blank
    ]


def order_of(model, field):
    """The languages from the one in which the text is first written, as pages fall back."""
    first = (getattr(model, field).fallback_languages or FALLBACK_LANGUAGES)["default"]
    return [*first, *(code for code in LANGUAGES if code not in first)]


def as_written(text):
    """A text without what a form or a spreadsheet may change by itself: line ends, outer space."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def fingerprint(text):
    """What tells two texts apart, 32 letters; empty for an empty text."""
    written = as_written(text)
    return blake2b(written.encode(), digest_size=16).hexdigest() if written else ""
