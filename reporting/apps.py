"""The accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """How far the promises are, said by whom and when."""

    name = "reporting"
    verbose_name = _("Progress reporting")
