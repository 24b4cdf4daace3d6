"""The addresses of pages; a list asks for hundreds of them, and to put one together takes Django long."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address(name, *args):
    """What `reverse` says of the page with that name, in the active language."""
    urls = get_urlconf() or settings.ROOT_URLCONF
    return _reversed(name, args, get_language(), get_script_prefix(), urls)


@lru_cache(maxsize=10_000)
def _reversed(name, args, _language, _prefix, urls):
    return reverse(name, args=args, urlconf=urls)
