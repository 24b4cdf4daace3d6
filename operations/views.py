"""How up to date the site is, for readers and for those who watch it."""

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from changes.models import Change
from operations.standing import overdue, standings


# A job becomes overdue without any change of the data: the page is asked for anew each time.
@cache_control(no_cache=True)
@require_safe
def data_status(request):
    """Told in words, with no reason of a failure: that is the business of the back office."""
    latest = Change.objects.order_by("-changed_at").values_list("changed_at", flat=True)
    context = {"standings": standings(), "changed_at": latest.first()}
    return render(request, "operations/data_status.html", context)


@never_cache
@require_safe
def job_health(request):
    """200 while every job that is set up runs as planned, 503 with the late ones otherwise."""
    try:
        late = overdue()
    except DatabaseError as error:
        reason = f"The database does not answer: {type(error).__name__}\n"
        return HttpResponse(reason, status=503, content_type="text/plain")
    lines = "".join(f"{each.name} is overdue, {_last(each)}\n" for each in late)
    return HttpResponse(lines or "ok\n", status=503 if late else 200, content_type="text/plain")


def _last(standing):
    at = standing.last_done
    return f"last done at {at:%Y-%m-%dT%H:%M:%SZ}" if at else "never done"
