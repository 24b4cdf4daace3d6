"""The promises."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    """What the network is and what the city has promised in it."""

    name = "programme"
    verbose_name = _("Programmes and strategies")
