"""
Who changed what: a row of the log for every row that is made, changed or deleted.

`django-auditlog` writes it; here stands what of. Each language column is a column of its own.
Not recorded: `queryset.update()` and `bulk_create()`, which tell nobody (docs/decisions/0023).
"""

from uuid import uuid4

from auditlog.context import auditlog_value, set_extra_data
from auditlog.diff import model_instance_diff
from auditlog.middleware import AuditlogMiddleware
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_save
from modeltranslation.translator import translator

from events.models import EventChange
from programme.models import LoadedRow
from readers.models import AccessibilityStatement, Keeper, Shortcoming
from reporting.models import ReportingRound

# These are records themselves.
RECORDS = {LoadedRow, EventChange}
# By whose request a row was changed stays known as far as "a person" when that person is forgotten.
BY_A_PERSON = {"by": "person"}
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def recorded_models():
    """
    Every model of the promises and of events, the rounds, and what the site says of itself.

    Reports keep their own record; what readers write is theirs and leaves no second copy.
    """
    ours = [
        model
        for app in ("programme", "events")
        for model in apps.get_app_config(app).models.values()
    ]
    kept = [model for model in ours if model not in RECORDS and not model._meta.auto_created]
    return [*kept, ReportingRound, AccessibilityStatement, Shortcoming, Keeper]


def recorded_columns(model):
    """What people write: a column per language, nothing that follows from other columns."""
    translated = translator.get_options_for_model(model).all_fields if is_translated(model) else {}
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in translated
    ] + (["removed_at"] if hasattr(model, "removed_at") else [])


def is_translated(model):
    """Whether the model has texts in several languages."""
    return model in translator.get_registered_models()


def record_changes():
    """Begin to record; the translated columns must be known by then."""
    for model in recorded_models():
        lists = [field.name for field in model._meta.many_to_many]
        auditlog.register(model, include_fields=recorded_columns(model), m2m_fields=lists)


def leave_empty_out(sender, instance, **_kwargs):
    """An empty text that the database had as NULL is no change: it is left out of the entry."""
    if instance.changes and instance._state.adding:
        instance.changes = {
            name: change
            for name, change in instance.changes.items()
            if isinstance(change, dict) or [each or None for each in change] != [None, None]
        }


class AuditMiddleware(AuditlogMiddleware):
    """
    Notes by whom a request changes something, and which changes belong to one save.

    Who only reads is not asked who they are, so that public pages stay without sessions. No
    address of a machine and no e-mail address is kept: when a user goes, the name goes.
    """

    def __call__(self, request):
        if request.method in SAFE:
            return self.get_response(request)
        return super().__call__(request)

    def get_extra_data(self, request):
        return _signed(self._get_actor(request))


def acting(user):
    """The context in which what is recorded outside of a request is recorded as done by a user."""
    return set_extra_data(_signed(user))


def say_why(reason):
    """Note a reason with all that the request changes from here on."""
    auditlog_value.get()["additional_data"] = BY_A_PERSON | {"reason": reason}


def record(saved, *, by):
    """
    Record many saves of one model in one query, as (row before, None for a new one; row now).

    The entries are those that `save()` would have made, had the log not been off.
    """
    signed = _signed(by)
    entries = [_entry(before, now, signed) for before, now in saved if auditlog.contains(type(now))]
    LogEntry.objects.bulk_create([entry for entry in entries if entry.changes])


def _entry(before, now, signed):
    entry = LogEntry(
        content_type=ContentType.objects.get_for_model(now),
        object_pk=str(now.pk),
        object_id=now.pk,
        object_repr=str(now),
        action=LogEntry.Action.UPDATE if before else LogEntry.Action.CREATE,
        changes=model_instance_diff(before, now, use_json_for_changes=True),
        **signed,
    )
    leave_empty_out(LogEntry, entry)
    return entry


def _signed(user):
    """What an entry says of who has changed something, and in which go."""
    known = {"additional_data": BY_A_PERSON} if user else {}
    return known | {"actor": user, "actor_email": None, "cid": uuid4().hex}


record_changes()
pre_save.connect(leave_empty_out, sender=LogEntry)
