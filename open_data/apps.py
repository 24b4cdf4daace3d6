"""The public data for programs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    """What is public, as files, as an API and as a catalogue, each column said once."""

    name = "open_data"
    verbose_name = _("Open data")
