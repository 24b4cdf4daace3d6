"""
Whether a row is fit to be read in each language: what has a title also has its text.

Nothing here stops anybody: a draft may be incomplete. It is said on the form after saving, and on
the board.
"""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from back_office.models.translations import State
from back_office.translations.texts import column, fields_of, required_of

TITLES = ("name", "title")
TEXTS = ("summary", "body", "description", "deliverables", "aim", "why")


def gaps(thing, states):
    """
    The sentences about what a row lacks; `states` is {(field, language): state}.

    A language with a title must have the texts that the source has, and what is public the texts
    that nobody may leave empty.
    """
    return [*_untranslated(thing, states), *_missing(thing)]


def _untranslated(thing, states):
    fields = fields_of(type(thing))
    title = next((field for field in fields if field in TITLES), None)
    for code, language in settings.LANGUAGES:
        is_named = title and getattr(thing, column(title, code))
        lacking = [f for f in fields if f in TEXTS and states.get((f, code)) == State.EMPTY]
        if is_named and lacking:
            yield _("%(language)s: %(title)s without %(texts)s") % {
                "language": capfirst(language),
                "title": _word(thing, title),
                "texts": ", ".join(_word(thing, field) for field in lacking),
            }


def _missing(thing):
    if not getattr(thing, "is_public", False):
        return
    languages = dict(settings.LANGUAGES)
    for field, code in required_of(type(thing)):
        if not getattr(thing, column(field, code)):
            yield _("%(language)s: %(text)s is missing, though visitors may see the page") % {
                "language": capfirst(languages[code]),
                "text": _word(thing, field),
            }


def _word(thing, field):
    return str(type(thing)._meta.get_field(field).verbose_name)
