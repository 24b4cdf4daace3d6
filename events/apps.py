"""What happens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Joint events, meetings and milestones."""

    name = "events"
    verbose_name = _("Events")
