"""The site itself."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site: pages, settings and commands, no models."""

    name = "icc_site"
