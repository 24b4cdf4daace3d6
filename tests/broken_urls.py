"""The addresses of the site, and one that fails."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from icc_site.urls import urlpatterns as site_urlpatterns


def broken(request):
    """Fails as no page should."""
    raise RuntimeError


urlpatterns = [*i18n_patterns(path("broken/", broken)), *site_urlpatterns]
