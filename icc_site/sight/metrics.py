"""
Figures for Prometheus, at `/metrics` for whoever has the token; without a token there are none.

With several processes each keeps its own in `PROMETHEUS_MULTIPROC_DIR`, which `bin/gunicorn.conf.py`
sets and prometheus_client reads itself; whichever process is asked adds them up.
"""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from caching.figures import KEPT_PAGES
from operations.standing import State, standings
from reporting.models import OutboxMail

REQUESTS = Counter(
    "site_requests", "Requests by the name of the view and class of the status.", ["view", "status"]
)
SECONDS = Histogram(
    "site_request_seconds",
    "Seconds until the answer began, by the part of the site.",
    ["part"],
    buckets=[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
)


def count(view, response, seconds):
    """One more request has been answered."""
    if not settings.METRICS_TOKEN:
        return
    REQUESTS.labels(view, f"{response.status_code // 100}xx").inc()
    SECONDS.labels(view.rpartition(":")[0] or "site").observe(seconds)


class Jobs:
    """How old the last good run of each job is, and whether it is overdue; asked when somebody looks."""

    def collect(self):
        """Nothing of a job that is not set up here; no age where none has ended well yet."""
        ages = GaugeMetricFamily(
            "site_job_age_seconds", "Since the last good end of a job.", labels=["job"]
        )
        late = GaugeMetricFamily(
            "site_job_overdue", "1 for a job that is later than its plan allows.", labels=["job"]
        )
        for each in standings():
            if each.last_done:
                ages.add_metric([each.name], (timezone.now() - each.last_done).total_seconds())
            if each.state is not State.NOT_SET_UP:
                late.add_metric([each.name], each.state is State.OVERDUE)
        yield from (ages, late)


class Waiting:
    """What the database knows of letters, asked when somebody looks."""

    def collect(self):
        """The letters that wait, and for how long."""
        unsent = OutboxMail.objects.unsent()
        oldest = unsent.order_by("created_at").values_list("created_at", flat=True).first()
        waits = (timezone.now() - oldest).total_seconds() if oldest else 0
        yield GaugeMetricFamily("site_letters_waiting", "Letters in the outbox.", unsent.count())
        yield GaugeMetricFamily(
            "site_letters_waiting_seconds", "How long the oldest of them has waited.", waits
        )


@never_cache
@require_safe
def metrics(request):
    """The figures as text (Prometheus exposition format); 404 without a token in the settings."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    if settings.METRICS_FOLDER:
        MultiProcessCollector(registry, path=settings.METRICS_FOLDER)
    else:
        for collector in (REQUESTS, SECONDS, KEPT_PAGES):
            registry.register(collector)
    registry.register(Jobs())
    registry.register(Waiting())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
