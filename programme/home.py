"""The city whose site it is."""

from programme.models import City
from programme.prepared import first, prepared
from programme.words import in_every_language

NAMES = in_every_language("name")


def home_city():
    """The home city with its names, None before there is one."""
    return first(_homes())


@prepared
def _homes():
    return City.objects.home().only(*NAMES)[:1]
