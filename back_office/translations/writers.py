"""Who may see which texts on the board, and how they are written."""

from django.contrib.admin.models import CHANGE, LogEntry

from back_office.translations.texts import model_of, translated_models

TRANSLATE = "back_office.translate_content"
# The apps whose texts translators translate.
CONTENT = ("programme", "events")


def visible_models(user):
    """The translated models that the user may look at."""
    return [model for model in translated_models() if _sees(user, model)]


def may_write(user, model, language, source_language):
    """
    Whether the user may write a text of the model in that language.

    An editor writes all of them, a translator those in other languages than the source.
    """
    if user.has_perm(_right("change", model)):
        return True
    return language != source_language and _translates(user, model)


def find(user, label):
    """The model of that label if the user may look at it. Raises LookupError."""
    model = model_of(label)
    if not _sees(user, model):
        raise LookupError(label)
    return model


def write(thing, texts, *, by):
    """Write texts, as {column: text}, into one row and touch no other column; the log says by whom."""
    if not texts:
        return
    for name, text in texts.items():
        setattr(thing, name, text)
    own = {field.name for field in type(thing)._meta.fields}
    thing.save(update_fields=[*texts, *({"updated_at"} & own)])
    labels = [str(type(thing)._meta.get_field(name).verbose_name) for name in texts]
    told = [{"changed": {"fields": labels}}]
    LogEntry.objects.log_actions(by.pk, [thing], CHANGE, told, single_object=True)


def _sees(user, model):
    rights = (user.has_perm(_right(verb, model)) for verb in ("view", "change"))
    return any(rights) or _translates(user, model)


def _translates(user, model):
    return model._meta.app_label in CONTENT and user.has_perm(TRANSLATE)


def _right(verb, model):
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
