"""Addresses of other sites: sources, decisions, home pages."""

from django.core.validators import URLValidator
from django.db import models


class LinkField(models.URLField):
    """A web address, http or https; https is meant where nothing is said. May be empty."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 500, "blank": True} | kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https"} | kwargs)
