"""Personal data, as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Privacy notice, cookies, retention, and a person's own data; without tables."""

    name = "privacy"
    verbose_name = _("Privacy")
