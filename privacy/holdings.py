"""
Which rows are about a person: found by walking every model, so that a new one is not forgotten.

A row is about a person when it refers to the account or to the person who reports, has one of the
e-mail addresses in a field for such, hangs on a row that has (`BY_WAY_OF`), or is the log of their pages.
"""

from typing import NamedTuple

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from back_office.models import ImportedRow
from readers.models import Feedback
from reporting.models import Person

# Rows that say something of a person only as parts of another row: (model, its key to that row).
BY_WAY_OF = {
    "account.EmailConfirmation": "email_address",
    "socialaccount.SocialToken": "account",
    "reporting.DeliveryAttempt": "letter",
}
# They name rows of any model by number.
LOGS = {AdminEntry: "object_id", LogEntry: "object_pk", ImportedRow: "object_id"}
# Fields whose name sounds like a person, and what they are.
NOT_OF_PEOPLE = {
    "auth.Permission": "names of rights",
    "auth.Group": "names of roles",
    "contenttypes.ContentType": "names of models",
    "socialaccount.SocialApp": "names of identity providers",
    "programme.Indicator": "what is counted",
    "programme.Programme": "names of programmes",
    "programme.Phase": "names of phases",
    "programme.ThematicBasket": "names of baskets",
    "programme.Strategy": "names of strategies",
    "programme.Objective": "names of themes",
    "programme.Organisation": "names of organisations",
    "programme.City": "names of cities",
    "events.Event": "where an event takes place",
    "events.AgendaItem": "roles of speakers, never names",
    "events.Takeaway": "roles of owners, never names",
    "back_office.Link": "addresses of web pages",
}


class Subject(NamedTuple):
    """A person as the site knows one: an account, one who reports, addresses; any may be missing."""

    user: User | None
    person: Person | None
    emails: frozenset

    @property
    def names(self):
        """By what other texts may mention the person."""
        full = self.user.get_full_name() if self.user else ""
        return {
            name for name in [full, self.person.name if self.person else "", *self.emails] if name
        }


def subject_of(key):
    """
    The person with a user name or an e-mail address.

    Raises LookupError when the site knows nobody by it, or more than one account.
    """
    users = User.objects.filter(Q(username=key) | Q(email__iexact=key)).order_by("pk")
    if len(users) > 1:
        names = ", ".join(user.username for user in users)
        raise LookupError(f"More than one account: {names}. Give the user name.")
    user = users.first()
    people = Q(email__iexact=key) | (Q(user=user) if user else Q())
    person = Person.objects.filter(people).order_by("user").first()
    user = user or (person.user if person else None)
    given = [key if "@" in key else "", user.email if user else "", person.email if person else ""]
    if user:
        given += user.emailaddress_set.values_list("email", flat=True)
    subject = Subject(user, person, frozenset(email.lower() for email in given if email))
    if not (user or person or Feedback.objects.filter(email__iexact=key).exists()):
        raise LookupError(f"Nobody is known by “{key}”.")
    return subject


def holdings(subject):
    """Every model with rows about a person, and these rows, by the label of the model."""
    found = {model._meta.label: rows_about(subject, model) for model in apps.get_models()}
    return {
        label: rows for label, rows in sorted(found.items()) if rows is not None and rows.exists()
    }


def rows_about(subject, model):
    """The rows of a model that are about a person; None for a model that has none of anybody."""
    key = BY_WAY_OF.get(model._meta.label)
    if key:
        above = rows_about(subject, model._meta.get_field(key).related_model)
        return model._base_manager.filter(**{f"{key}__in": above})
    if not is_about_people(model):
        return None
    condition = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        condition |= _says(field, subject)
    return model._base_manager.filter(condition | _of_own_page(model, subject))


def is_about_people(model):
    """Whether some of its fields point at a person."""
    return model in (User, Person, *LOGS) or any(
        _points(field) for field in model._meta.concrete_fields
    )


def _points(field):
    return isinstance(field, models.EmailField) or field.related_model in (User, Person)


def _says(field, subject):
    """The condition that a field points at the person."""
    known = {User: subject.user, Person: subject.person}.get(field.related_model or field.model)
    if (field.related_model and known) or (field.primary_key and known):
        return Q(**{field.name: known.pk})
    if isinstance(field, models.EmailField) and subject.emails:
        same = Q()
        for email in subject.emails:
            same |= Q(**{f"{field.name}__iexact": email})
        return same
    return Q()


def _of_own_page(model, subject):
    """What logs and imports say of the row of the account and of the person."""
    condition = Q(pk__in=[])
    for row in filter(None, (subject.user, subject.person)) if model in LOGS else ():
        if model is ImportedRow:
            kind = Q(part_of__model=row._meta.label_lower)
        else:
            kind = Q(content_type=ContentType.objects.get_for_model(row))
        condition |= kind & Q(**{LOGS[model]: row.pk})
    return condition
