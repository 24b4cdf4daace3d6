"""
Keeps `Translation` in step with the texts, through whatever door they are written.

A receiver of `post_save`, since forms, imports, the loader and the shell all end in `save()`, and
the models below know nothing of the back office (docs/decisions/0022). What passes `save()` by
is found by `note_all`.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from back_office.models import Translation
from back_office.translations.texts import (
    LANGUAGES,
    NAMES,
    column,
    columns_of,
    fields_of,
    fingerprint,
    order_of,
    translated_models,
)

ABOUT = ["model", "object_id", "field", "language"]
FOLLOWED = ["source_language", "source_hash", "text_hash", "made_from", "is_needed"]
BATCH = 1000
_is_held = ContextVar("is_held", default=False)


def listen():
    """Note each translated text from now on; called once, when Django is ready."""
    for model in translated_models():
        name = f"note {model._meta.label}"
        post_save.connect(_saved, sender=model, dispatch_uid=name)
        post_delete.connect(_deleted, sender=model, dispatch_uid=name)


def _saved(instance, raw, update_fields, **_kwargs):
    is_about_texts = update_fields is None or set(update_fields) & set(columns_of(type(instance)))
    if is_about_texts and not raw and not _is_held.get():
        note(instance)


@contextmanager
def held():
    """Note nothing that is saved within: who saves many rows notes them all at once afterwards."""
    token = _is_held.set(True)
    try:
        yield
    finally:
        _is_held.reset(token)


def _deleted(instance, **_kwargs):
    Translation.objects.about(instance).delete()


def note(thing):
    """Note the texts of one row. Returns how many were not as noted before."""
    return note_rows(type(thing), [thing])


def note_rows(model, things):
    """Note the texts of some rows of a model. Returns how many were not as noted before."""
    names = columns_of(model)
    texts = {thing.pk: {name: getattr(thing, name) for name in names} for thing in things}
    label = model._meta.label_lower
    return _note(model, texts, Translation.objects.filter(model=label, object_id__in=texts))


def note_all():
    """Note the texts of all rows. Returns how many were not as noted before."""
    return sum(note_model(model) for model in translated_models())


@transaction.atomic
def note_model(model):
    """Note the texts of all rows of a model. Returns how many were not as noted before."""
    noted = Translation.objects.filter(model=model._meta.label_lower)
    things = model._base_manager.order_by("pk")
    gone, _models = noted.exclude(object_id__in=things.order_by().values("pk")).delete()
    changed, last = 0, 0
    while rows := things.filter(pk__gt=last).values("pk", *columns_of(model))[:BATCH]:
        texts = {row["pk"]: row for row in rows}
        first, last = min(texts), max(texts)
        changed += _note(model, texts, noted.filter(object_id__range=(first, last)))
    return gone + changed


def _note(model, texts, noted):
    """Compare what stands in the rows, as {key: {column: text}}, with what is noted of them."""
    known = {(row.object_id, row.field, row.language): row for row in noted}
    news, gone = [], []
    for key, columns in texts.items():
        for row, is_news in _followed(model, key, columns, known):
            if not row.source_hash:
                gone += [row.pk] if row.pk else []
            elif row.pk is None or is_news:
                row.pk = None
                news.append(row)
    # Found by what they are about, known or not: far quicker than `bulk_update`, and
    # somebody who saves the same row at the same time notes the same.
    Translation.objects.bulk_create(
        news, BATCH, update_conflicts=True, unique_fields=ABOUT, update_fields=FOLLOWED
    )
    if gone:
        Translation.objects.filter(pk__in=gone).delete()
    return len(news) + len(gone)


def _followed(model, key, columns, known):
    """Each text of one row beside its source, as (Translation, is it new)."""
    for field in fields_of(model):
        hashes = {code: fingerprint(columns[column(field, code)]) for code in LANGUAGES}
        source = next((code for code in order_of(model, field) if hashes[code]), None)
        source_hash = hashes[source] if source else ""
        for code in LANGUAGES:
            place = (key, field, code)
            row = known.get(place) or _beginning(model, place, source_hash)
            yield row, row.follow(source or row.source_language, source_hash, hashes[code])


def _beginning(model, place, source_hash):
    object_id, field, language = place
    is_needed = model not in NAMES
    return Translation(
        model=model._meta.label_lower,
        object_id=object_id,
        field=field,
        language=language,
        is_needed=is_needed,
        made_from="" if is_needed else source_hash,
    )
