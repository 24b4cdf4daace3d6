"""
Taking a person out of the site (GDPR, article 17): what was done remains, who it was does not.

The account stays as a pseudonym, so that two people stay two in the record: who approves is not who
wrote. Nothing that is hashed is touched, and `verify_reports` passes as before.
"""

import json

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from privacy.holdings import rows_about
from readers.models import Feedback
from reporting.forgetting import forget
from reporting.models import ReportComment, ReportTransition

DELETED = [
    "accounts.Session",
    "account.EmailAddress",
    "mfa.Authenticator",
    "socialaccount.SocialAccount",
    "back_office.ImportedRow",
    "readers.Feedback",
    "reporting.OutboxMail",
]
PSEUDONYM = "by the pseudonym of the account"
# What stays, and how it then stands to the person.
KEPT = {
    "auth.User": "as a pseudonym without any right",
    "reporting.Person": "removed by `forget`",
    "reporting.ActionContact": "goes with the person",
    "reporting.Reminder": "goes with the letter",
    "reporting.ReportAccessLink": "goes with the person",
    "reporting.DeliveryAttempt": "goes with the letter",
    "account.EmailConfirmation": "goes with the address",
    "socialaccount.SocialToken": "goes with the account at the provider",
    "reporting.LockException": "ended or removed by `forget`",
    "reporting.ActionReport": PSEUDONYM,
    "reporting.ReportRevision": PSEUDONYM,
    "reporting.ReportTransition": f"{PSEUDONYM}, without the name",
    "reporting.ReportComment": f"{PSEUDONYM}, without the name",
    "reporting.Correction": PSEUDONYM,
    "reporting.ReportingRound": PSEUDONYM,
    "auditlog.LogEntry": f"{PSEUDONYM}, without the name",
    "admin.LogEntry": f"{PSEUDONYM}, without the name",
    "back_office.Import": PSEUDONYM,
    "readers.Keeper": "public contact: changed by hand",
    "readers.AccessibilityStatement": "public contact: changed by hand",
}
# Sealed texts, and those that have been dealt with.
NOT_SEARCHED = {"reporting.ReportRevision", "contenttypes.ContentType", "auth.Permission"}


class LastAdministrator(Exception):
    """Nobody could give rights to anybody any more."""


@transaction.atomic
def erase(subject, *, is_trial=False):
    """
    Take a person out. Returns ({label: rows deleted}, [what still mentions the person]).

    A trial changes nothing. Raises LastAdministrator, before anything is changed.
    """
    _refuse_the_last(subject.user)
    names, counts = subject.names, {}
    for label in DELETED:
        rows = _own(subject, apps.get_model(label))
        counts[label] = rows.count()
        rows.delete()
    _empty_names(subject)
    _clear_log(names)
    if subject.person:
        forget(subject.person)
    if subject.user:
        _make_pseudonym(subject.user)
    mentioned = mentions(names)
    transaction.set_rollback(is_trial)
    return {label: count for label, count in counts.items() if count}, mentioned


def pseudonym_of(user):
    """The user name that stays."""
    return f"erased-{user.pk}"


def mentions(names):
    """Where texts still name a person, as ["events.Event 12: body_fi"]; people look at these."""
    found = []
    for model in apps.get_models():
        if model._meta.label not in NOT_SEARCHED and names:
            found += _mentions_in(model, names)
    return sorted(found)


def _mentions_in(model, names):
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField | models.JSONField):
            for pk in _naming(model, field, names).values_list("pk", flat=True):
                yield f"{model._meta.label} {pk}: {field.name}"


def _naming(model, field, names):
    """The rows in which a column names one of the names; SQLite keeps JSON with its letters escaped."""
    named = Q(pk__in=[])
    for name in {*names, *(json.dumps(name)[1:-1] for name in names)}:
        named |= Q(as_text__icontains=name)
    return model._base_manager.annotate(as_text=Cast(field.name, TextField())).filter(named)


def _clear_log(names):
    """In the log of changes a text that names the person becomes a dash; that it was changed stays."""
    for column in ("changes", "object_repr"):
        for entry in _naming(LogEntry, LogEntry._meta.get_field(column), names):
            setattr(entry, column, _without(getattr(entry, column), names))
            entry.save(update_fields=[column])


def _without(value, names):
    if isinstance(value, dict):
        return {key: _without(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, names) for each in value]
    is_text = isinstance(value, str)
    return "–" if is_text and any(name.lower() in value.lower() for name in names) else value


def _refuse_the_last(user):
    others = User.objects.filter(is_superuser=True, is_active=True)
    if user and user in others and not others.exclude(pk=user.pk).exists():
        raise LastAdministrator


def _own(subject, model):
    """What is the person's; of feedback only what they have written, not what they have answered."""
    if model is Feedback:
        return Feedback.objects.written_by(subject.emails)
    return rows_about(subject, model)


def _empty_names(subject):
    """Labels of moves and comments, and what the log of the back office calls the person."""
    if subject.user:
        ReportTransition.objects.filter(actor=subject.user).update(actor_label="")
        ReportComment.objects.filter(written_by=subject.user).update(label="")
    about = Q(pk__in=rows_about(subject, AdminEntry).exclude(user=subject.user or 0))
    for name in subject.names:
        about |= Q(object_repr__icontains=name)
    AdminEntry.objects.filter(about).update(object_repr="–")


def _make_pseudonym(user):
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    user.username, user.last_login = pseudonym_of(user), None
    user.first_name = user.last_name = user.email = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.save()
