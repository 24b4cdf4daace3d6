"""
Who may change which columns: the one rule that forms, imports and boards ask.

An editor, with Django's right to change a model, changes all that is editable. A translator, with
`back_office.translate_content`, changes the texts of the other languages: never the text that is
translated from, never a figure, date, status, slug or publication.
"""

from functools import cache

from modeltranslation import settings as languages
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname, get_translation_fields

TRANSLATE = "back_office.translate_content"
# The apps whose texts translators translate; reports have a right of their own in `reporting`.
CONTENT = ("programme", "events", "readers")


def may_change(user, model):
    """Whether some columns of the model are this user's to change."""
    return _changes_all(user, model) or may_translate(user, model)


def may_add(user, model):
    """Whether the user may make new rows; a translator never does."""
    return user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}")


def may_translate(user, model):
    """Whether the user may write texts of other languages, and nothing more, of the model."""
    is_translated = model._meta.app_label in CONTENT and bool(translated_fields(model))
    return is_translated and user.has_perm(TRANSLATE) and not _changes_all(user, model)


def changeable_columns(user, model, row=None):
    """
    The names of the fields that the user may change, as a set; empty where there is none.

    Translated fields appear as their columns (`title_sv`), never by the name they share (`title`);
    relations by the name of the field (`strategy`, `indicators`). With a `row`: in that row, as
    it stands in the database (before anything was assigned to it). Without: in some row.
    """
    if _changes_all(user, model):
        return _editable(model)
    if not may_translate(user, model):
        return set()
    fields = translated_fields(model)
    if row is None:
        return {column for field in fields for column in get_translation_fields(field)}
    return {column for field in fields for column in _translations(row, field)}


def source_language(row, field):
    """
    The language from which a text is translated; None where nothing has been written yet.

    It is the first of the fallback order that has a text: Finnish, English, Swedish; for
    cities English comes first.
    """
    order = getattr(type(row), field).fallback_languages or languages.FALLBACK_LANGUAGES
    for language in order["default"]:
        if getattr(row, build_localized_fieldname(field, language)):
            return language
    return None


@cache
def translated_fields(model):
    """The names of the fields that are written in several languages, in order of the model."""
    try:
        fields = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.concrete_fields if field.name in fields)


def _changes_all(user, model):
    return user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def _editable(model):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    shared = translated_fields(model)
    return {
        field.name
        for field in fields
        if field.editable and not field.primary_key and field.name not in shared
    }


def _translations(row, field):
    """The columns of a field that hold translations in the row: without a source, none."""
    source = source_language(row, field)
    if source is None:
        return set()
    return set(get_translation_fields(field)) - {build_localized_fieldname(field, source)}
