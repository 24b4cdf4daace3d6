"""What has been imported, by whom, and what it was before: so that it can be undone."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Import(models.Model):
    """
    A file that somebody wants to have in the database, and what has become of it.

    `rows` are its cells, kept until they have been applied. `digest` is the hash of
    everything that the preview said would change: only that is applied.
    """

    class State(models.TextChoices):
        READ = "read", _("read")
        CHECKED = "checked", _("checked")
        APPLIED = "applied", _("imported")
        UNDONE = "undone", _("undone")

    model = models.CharField(_("kind"), max_length=100)
    file_name = models.CharField(_("file"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="imports",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("read at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READ)
    rows = models.JSONField(_("rows"), null=True, editable=False)
    digest = models.CharField(_("hash of what would change"), max_length=64, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    applied_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="import_has_the_times_of_its_state",
                condition=Q(state__in=["read", "checked"], applied_at=None, undone_at=None)
                | Q(state="applied", applied_at__isnull=False, undone_at=None)
                | Q(state="undone", applied_at__isnull=False, undone_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_with_refused_rows_is_not_applied",
                condition=Q(state__in=["read", "checked"]) | Q(refused=0),
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("admin:back_office_import_change", args=[self.pk])

    @property
    def model_class(self):
        """The model whose rows it is about."""
        return apps.get_model(self.model)

    @property
    def is_checked(self):
        return self.state == self.State.CHECKED

    @property
    def can_be_applied(self):
        return self.is_checked and not self.refused and bool(self.new or self.changed)

    @property
    def can_be_undone(self):
        """Whether it is the last one of its model that is in the database."""
        if self.state != self.State.APPLIED or not (self.new or self.changed):
            return False
        later = Import.objects.filter(model=self.model, state=self.State.APPLIED)
        return not later.filter(applied_at__gt=self.applied_at).exists()


class ImportedRow(models.Model):
    """What becomes of a row of the file; those that say what the database says are not kept."""

    class Outcome(models.TextChoices):
        NEW = "new", pgettext_lazy("of a row of a file", "new")
        CHANGED = "changed", pgettext_lazy("of a row of a file", "changed")
        REFUSED = "refused", pgettext_lazy("of a row of a file", "refused")

    part_of = models.ForeignKey(
        Import, models.CASCADE, related_name="outcomes", verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("row of the file"))
    key = models.CharField(_("key"), max_length=500)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    object_id = models.PositiveBigIntegerField(_("number in the database"), null=True)
    changes = models.JSONField(_("changes"), default=dict)
    reasons = models.JSONField(_("reasons"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["part_of", "number"]
        constraints = [
            models.UniqueConstraint(name="row_once_in_an_import", fields=["part_of", "number"]),
        ]

    def __str__(self):
        return self.key
