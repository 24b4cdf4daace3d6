"""The back office, and Django's admin with it as its default site."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class BackOfficeConfig(AppConfig):
    """How staff keep all of it right."""

    name = "back_office"
    verbose_name = _("Back office")
    default = True

    def ready(self):
        """Listen to what is saved; only now may models be imported, and have all their columns."""
        import_module("back_office.audit")
        import_string("back_office.translations.noting.listen")()


class AdminConfig(apps.SimpleAdminConfig):
    """Makes `admin.site` the back office, which looks for the classes of the apps itself."""

    default = False
    default_site = "back_office.site.BackOffice"
