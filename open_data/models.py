"""What has been public, so that who keeps a copy can be told what has changed and what has gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Published(models.Model):
    """
    A row that is or has been public, as it was when the ledger last looked (`ledger.py`).

    A row that never was public has none, so nothing tells of drafts.
    """

    dataset = models.CharField(_("dataset"), max_length=50)
    row = models.BigIntegerField(_("row"))
    key = models.CharField(_("key"), max_length=200)
    digest = models.CharField(_("SHA-256 of what is told"), max_length=64)
    changed_at = models.DateTimeField(_("change seen at"))
    gone_at = models.DateTimeField(_("seen to have gone at"), null=True)

    class Meta:
        verbose_name = _("published row")
        verbose_name_plural = _("published rows")
        ordering = ["dataset", "row"]
        constraints = [
            models.UniqueConstraint(name="row_is_published_once", fields=["dataset", "row"]),
        ]

    def __str__(self):
        return f"{self.dataset} {self.key}"


class Mark(models.Model):
    """How far the ledger of a dataset has come."""

    dataset = models.CharField(_("dataset"), max_length=50, unique=True)
    fingerprint = models.CharField(_("state of the data"), max_length=64)
    as_of = models.DateTimeField(_("last change seen at"))

    class Meta:
        verbose_name = _("mark of a ledger")
        verbose_name_plural = _("marks of ledgers")
        ordering = ["dataset"]

    def __str__(self):
        return self.dataset
