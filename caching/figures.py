"""How often a public page was there already; for /metrics, where somebody reads it."""

from django.conf import settings
from prometheus_client import Counter

KEPT_PAGES = Counter(
    "site_kept_pages",
    "Requests for public pages: kept (answered from what was kept), stale (the same, while the "
    "database does not answer) or made (anew).",
    ["answer"],
)


def count(is_found, edition):
    """One more public page has been asked for."""
    if settings.METRICS_TOKEN:
        kind = "kept" if edition.is_sure else "stale"
        KEPT_PAGES.labels(kind if is_found else "made").inc()
