"""Removing a person (GDPR, article 17): what was done remains, who it was does not."""

from django.db import transaction
from django.utils import timezone

from reporting.models import ReportComment, ReportTransition


@transaction.atomic
def forget(person):
    """
    Take a person out of moves, comments, letters and exceptions, then remove the row.

    Frozen revisions name roles only and stay as they are. The account, if any, is not touched.
    """
    for model in (ReportTransition, ReportComment):
        model.objects.filter(person=person).update(person=None, **{_label(model): ""})
    person.letters.all().delete()
    person.exceptions.filter(transitions=None).delete()
    person.exceptions.filter(revoked_at=None).update(revoked_at=timezone.now())
    person.delete()


def _label(model):
    return "actor_label" if model is ReportTransition else "label"
