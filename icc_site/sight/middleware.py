"""Notes each request as it is answered: for the log, and for the figures."""

import logging
import re
import time
import uuid

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from icc_site.sight import metrics
from icc_site.sight.logs import request_id
from icc_site.sight.scrubbing import scrubbed

log = logging.getLogger("requests")

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
LONGEST_PATH = 500


class SightMiddleware:
    """
    Gives each request a number, and a line in the log without who, from where and after what they asked.

    It sees every answer that is made, not those that are kept: of these the proxy's own log tells. It
    reads no session that nobody has read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        number = number_of(request)
        token = request_id.set(number)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        # What anybody may keep would tell everybody the number of the first who asked.
        if "public" not in response.get("Cache-Control", ""):
            response[HEADER] = number
        return response

    def _note(self, request, response, seconds):
        match = request.resolver_match
        view = match.view_name if match else ""
        metrics.count(view or "none", response, seconds)
        about = {
            "method": request.method if request.method.isalpha() else "?",
            "path": scrubbed(request.path[:LONGEST_PATH]),
            "view": view,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
        }
        about |= _account(request)
        said = (about["method"], about["path"], about["status"])
        log.info("%s %s %s", *said, extra={"about": about})


def number_of(request):
    """The number that our proxy has given to a request, else a new one."""
    given = request.headers.get(HEADER, "")
    is_ours = settings.ALLAUTH_TRUSTED_PROXY_COUNT and WELL_FORMED.fullmatch(given)
    return given if is_ours else uuid.uuid4().hex


def _account(request):
    """By its number, and only where the view has asked who is there: public pages read no session."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed or SESSION_KEY not in session:
        return {}
    return {"account": session[SESSION_KEY]}
