"""What `load_public_data` remembers, so that it never overwrites the work of staff; and that data has grown."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LoadedRow(models.Model):
    """
    A row as the starting data last gave it: a field that differs now is staff's own.

    `model` is the label of its model, such as "programme.city".
    """

    model = models.CharField(_("kind"), max_length=100)
    key = models.CharField(_("key"), max_length=300)
    values = models.JSONField(_("values"))
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        ordering = ["model", "key"]
        constraints = [
            models.UniqueConstraint(name="row_is_loaded_once", fields=["model", "key"]),
        ]

    def __str__(self):
        return self.key


class GrownData(models.Model):
    """
    That the data has been multiplied by `grow_data`, for measuring; there is one row or none.

    What stands here is no news of any city, and the back office says so on every page.
    """

    factor = models.PositiveIntegerField(_("factor"))
    grown_at = models.DateTimeField(_("grown at"), auto_now_add=True)

    class Meta:
        verbose_name = _("grown data")
        verbose_name_plural = _("grown data")
        ordering = ["grown_at"]
        constraints = [
            models.CheckConstraint(name="data_grows_by_a_factor", condition=Q(factor__gte=1)),
        ]

    def __str__(self):
        return f"×{self.factor}"
