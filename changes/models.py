"""A note that a row has changed."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

# More steps than these are made one.
FEW = 50


class ChangeQuerySet(models.QuerySet):
    def of(self, model):
        """The changes of the rows of a model."""
        return self.filter(table=model._meta.label_lower)

    def since(self, moment):
        """
        Those made at that moment or later.

        A transaction's changes are seen when it ends, and carry the times at which they were made:
        who asks again and again starts a little before where the last answer ended.
        """
        return self.filter(changed_at__gte=moment)

    def superseded(self):
        """Those after which the same row has changed again."""
        later = self.model.objects.filter(
            table=OuterRef("table"), row=OuterRef("row"), pk__gt=OuterRef("pk")
        )
        return self.filter(Exists(later))

    def taken(self):
        """Say that the search has taken these in, and keep of each row its last change only."""
        keys = list(self.values_list("pk", flat=True))
        taken = self.model.objects.filter(pk__in=keys)
        taken.update(waits_for_search=False)
        taken.superseded().delete()
        Step.objects.gather()


class Change(models.Model):
    """
    That a row was written or has gone: one line for each time, in the order of `pk`.

    Only triggers write them (`changes/watching.py`), so bulk updates, imports and the database's
    own shell are told of as well. A change of a part, such as an item of an agenda, is one of its
    whole too. Lines are added and never shared, so that two writers never wait for each other.
    """

    table = models.CharField(_("table"), max_length=100)
    row = models.BigIntegerField(_("row"))
    changed_at = models.DateTimeField(_("changed at"), db_index=True)
    is_gone = models.BooleanField(_("gone"))
    waits_for_search = models.BooleanField(_("waits for the search"))

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["table", "row"], name="change_of_row"),
            models.Index(
                fields=["id"], name="change_waits", condition=models.Q(waits_for_search=True)
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.row}"


class StepQuerySet(models.QuerySet):
    @transaction.atomic
    def gather(self):
        """Make one of many, which keeps their sum and the table small."""
        steps = list(self.select_for_update(skip_locked=True))
        if len(steps) > FEW:
            self.filter(pk__in=[step.pk for step in steps]).delete()
            self.create(number=sum(step.number for step in steps))


class Step(models.Model):
    """
    That a transaction has changed something: the sum of all steps is the version (`changes/versions.py`).

    Only triggers write them; many are made one from time to time.
    """

    number = models.BigIntegerField(_("length"))

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self):
        return str(self.number)
