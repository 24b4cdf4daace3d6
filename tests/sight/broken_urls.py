"""The addresses of the site, and one that fails and says too much."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from icc_site.urls import urlpatterns as site_urlpatterns


def broken(request):
    """Fails with what a database or a mail server puts into its messages."""
    raise RuntimeError(
        "anna@example.org from 192.0.2.77 password=hunter22\nDETAIL:  Failing row contains (Anna Aalto)."
    )


urlpatterns = [*i18n_patterns(path("broken/", broken)), *site_urlpatterns]
