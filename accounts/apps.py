"""Sign-in, second step and sessions."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who may come in."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        """Begin to write the log of sign-ins, and to end sessions when a password changes."""
        import_module("accounts.log")
        import_module("accounts.watching")
