"""The search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finds what the public may see, by any form of its words."""

    name = "search"
    verbose_name = _("Search")
