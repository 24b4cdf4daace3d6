"""Which rows have changed, told by the database itself."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    """Notes each change of what the public may see, whoever makes it and however."""

    name = "changes"
    verbose_name = _("Changes")

    def ready(self):
        """Put the triggers in place after each migration; only now are all models known."""
        for name in ("changes.versions", "changes.watching"):
            import_module(name).listen(self)
