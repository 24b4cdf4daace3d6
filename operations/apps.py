"""Operations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Knows when each job has run, makes backups and puts them back."""

    name = "operations"
    verbose_name = _("Operations")
