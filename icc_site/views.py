"""The home page, what the site says of itself, and its answers when something is wrong."""

import errno
import sys
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from icc_site.figures import counted
from programme.models import Benefit, NewsItem, StrategyAction
from programme.parts import part_of_home
from programme.prepared import prepared

# The database restarts within this many seconds, as a rule.
SECONDS_OF_A_RESTART = 30
# The disk, the share of one user, or what one file may hold, is full.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Words of this length are worth being copied from a page that could not be sent.
WORTH_KEEPING = 20
VALID_FOR = timedelta(days=180)


@require_safe
def root(request):
    """To the home page in the language that the browser asks for, Finnish otherwise."""
    return redirect("home")


@require_safe
def home(request):
    participation, memberships = part_of_home()
    numbers = counted(participation and participation.programme_id)
    statuses = [(each, numbers[each]) for each in StrategyAction.Status]
    context = {
        "participation": participation,
        "memberships": memberships,
        "numbers": numbers,
        "statuses": statuses,
        "actions_known": sum(number for _status, number in statuses),
        "standings": [(each, numbers[each]) for each in Benefit.Standing],
        "latest_benefits": _latest_benefits(),
        "latest_news": _latest_news(),
    }
    if participation:
        context["home_city"] = participation.city
    return render(request, "home.html", context)


@prepared
def _latest_benefits():
    return Benefit.objects.public().received()[:3]


@prepared
def _latest_news():
    return NewsItem.objects.public()[:3]


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


@require_safe
def security_txt(request):
    """Where a weakness can be told (RFC 9116), once the city has said where; good for half a year."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.now().replace(hour=0, minute=0, second=0) + VALID_FOR
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fi, sv, en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


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


@never_cache
def server_error(request):
    """503 while the database does not answer or a disk is full, which will pass; 500 for a fault of ours."""
    problem = sys.exception()
    is_full = isinstance(problem, OSError) and problem.errno in NO_ROOM
    if is_full or isinstance(problem, (OperationalError, InterfaceError)):
        answer = render(request, "503.html", {"is_full": is_full}, status=503)
        answer["Retry-After"] = str(SECONDS_OF_A_RESTART)
        return answer
    return defaults.server_error(request)
