"""Addresses whose module is imported when somebody first asks for one of them."""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class LateResolver(URLResolver):
    """
    A part of the site that readers of pages do not need: a process starts without it.

    Its names are looked up within its namespace, so that the others need not know them
    (`URLResolver._populate` gathers the names of all).
    """

    def _populate(self):
        """Nothing before somebody asks."""


def late(prefix, module, namespace):
    """The addresses of a module below a prefix, as `path(prefix, include(…))`, but later."""
    pattern = RoutePattern(prefix, is_endpoint=False)
    return LateResolver(pattern, module, app_name=namespace, namespace=namespace)
