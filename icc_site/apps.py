"""The site itself."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class SiteConfig(AppConfig):
    """The site: pages, settings and commands, no models."""

    name = "icc_site"

    def ready(self):
        """Sentry's library is asked for only where a Sentry is named."""
        if settings.SENTRY_DSN:
            import_module("icc_site.sight.sentry").start()
