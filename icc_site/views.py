"""The home page, what the site says of itself, and its answers when something is wrong."""

from django.db import DatabaseError, connection
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from icc_site.figures import counted
from programme.models import (
    Benefit,
    NewsItem,
    Participation,
    StrategyAction,
)
from programme.parts import first_with_baskets

# Words of this length are worth being copied from a page that could not be sent.
WORTH_KEEPING = 20


@require_safe
def root(request):
    """To the home page in the language that the browser asks for, Finnish otherwise."""
    return redirect("home")


@require_safe
def home(request):
    participation, memberships = first_with_baskets(Participation.objects.public().of_home())
    prefetch_related_objects([participation] if participation else [], "programme__phases")
    numbers = counted(participation and participation.programme)
    statuses = [(each, numbers[each]) for each in StrategyAction.Status]
    context = {
        "participation": participation,
        "memberships": memberships,
        "numbers": numbers,
        "statuses": statuses,
        "actions_known": sum(number for _status, number in statuses),
        "standings": [(each, numbers[each]) for each in Benefit.Standing],
        "latest_benefits": Benefit.objects.public().received()[:3],
        "latest_news": NewsItem.objects.public()[:3],
    }
    if participation:
        context["home_city"] = participation.city
    return render(request, "home.html", context)


@require_safe
def about(request):
    return render(request, "about.html")


@never_cache
@require_safe
def healthz(request):
    """200 while the process and its database work, 503 with the reason otherwise."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        reason = f"The database does not answer: {type(error).__name__}\n"
        return HttpResponse(reason, status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain")


@never_cache
def csrf_failure(request, reason=""):
    """A form without its token, most often after signing in anew elsewhere: nothing is lost."""
    secret = ("password", "csrf")
    written = [
        value
        for name, value in request.POST.items()
        if len(value) >= WORTH_KEEPING and not any(word in name.lower() for word in secret)
    ]
    return render(request, "403_csrf.html", {"written": written}, status=403)
