"""What the site owes to its readers, as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadersConfig(AppConfig):
    """Accessibility statement, feedback, and who keeps the site."""

    name = "readers"
    verbose_name = _("For readers")
