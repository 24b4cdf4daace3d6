"""Rights that belong to no table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffRight(models.Model):
    """Has no table and no rows: the place of the rights of staff to many tables at once."""

    class Meta:
        verbose_name = _("right of staff")
        verbose_name_plural = _("rights of staff")
        managed = False
        default_permissions = ()
        permissions = [
            ("translate_content", "Can translate the texts of all content"),
            ("grant_roles", "Can give roles to accounts"),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)
