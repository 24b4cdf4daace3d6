"""The sheet for the council as a Django application."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """One sheet that joins programme, events and reporting; without tables."""

    name = "council"
