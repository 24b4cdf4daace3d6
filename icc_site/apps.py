"""The site itself, and Django's admin with our back office as its default."""

from django.apps import AppConfig
from django.contrib.admin import apps


class SiteConfig(AppConfig):
    """The site: pages, settings and commands, no models."""

    name = "icc_site"
    default = True


class BackOfficeConfig(apps.AdminConfig):
    """Makes `admin.site` the back office."""

    default = False
    default_site = "icc_site.admin.BackOffice"
