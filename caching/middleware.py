"""Answers from what is kept, before anything else is done."""

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.utils import timezone
from django.utils.cache import get_conditional_response

from caching import figures
from caching.answers import UNKEPT, Answer, Answers, gathered, hashed
from caching.code import fingerprint
from caching.editions import Editions
from caching.flights import flight
from caching.lifetimes import cache_control, may_be_kept

# Where pages lie that are the same for everybody, and beside them some that are not.
PLACES = (*(f"/{code}/" for code, _name in settings.LANGUAGES), "/api/", "/data/")
PLACES += ("/sitemap", "/robots.txt")
# Who brings one of these may be shown something of their own.
PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class KeptPagesMiddleware:
    """
    Keeps whole public answers, with all their headers, as long as their edition lasts.

    It stands first, so that a kept answer costs one question to the database and nothing else. What
    it does not know to be public goes on to the others untouched.
    """

    def __init__(self, get_response):
        if isinstance(caches["pages"], DummyCache):
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.editions, self.answers = Editions(), Answers()
        self.code = fingerprint()

    def __call__(self, request):
        edition = self.editions.now() if asks_for_public(request) else None
        key = edition and self.key(request, edition)
        if not key:
            return self.get_response(request)
        found = self.answers.find(key)
        figures.count(isinstance(found, Answer), edition)
        answer = found or self.rendered(request, key)
        if answer == UNKEPT:
            return self.get_response(request)
        return self.finished(request, answer, edition)

    def key(self, request, edition):
        """What names an answer; None for a host that is not ours, which others refuse."""
        try:
            host = request.get_host()
        except DisallowedHost:
            return None
        # As it was asked for: pages repeat their own address.
        asked = (request.scheme, host, request.path, request.META.get("QUERY_STRING", ""))
        return (self.code, edition.name, *asked)

    def rendered(self, request, key):
        """The kept answer once somebody has rendered it, or what we have rendered ourselves."""
        if request.method == "HEAD":
            return self.get_response(request)
        with flight(hashed(key)) as is_first:
            # Somebody may have landed since we looked.
            if answer := self.answers.find(key):
                return answer
            if is_first:
                return self.render(request, key)
        # What the others waited for was not kept, so that waiting is of no use.
        return self.render(request, key)

    def render(self, request, key):
        """Render the whole answer, whatever the visitor has of it already, and keep it."""
        asked = [name for name in CONDITIONS if name in request.META]
        conditions = {name: request.META.pop(name) for name in asked}
        response = self.get_response(request)
        request.META.update(conditions)
        if may_be_kept(response):
            response = gathered(response)
            if not response.streaming:
                self.answers.keep(key, Answer.of(response))
        elif response.status_code == 200:
            self.answers.keep(key, UNKEPT)
        return response

    def finished(self, request, answer, edition):
        """With the lifetime that is left, and 304 for who has it already."""
        lifetime = cache_control(edition.seconds_left(timezone.now()))
        if isinstance(answer, Answer):
            if answer.is_named(request.META):
                return answer.unchanged(lifetime)
            response = answer.response(lifetime, with_content=request.method == "GET")
        elif may_be_kept(answer):
            response = answer
            response["Cache-Control"] = lifetime
        else:
            return answer
        if any(name in request.META for name in CONDITIONS):
            return get_conditional_response(request, etag=response.get("ETag"), response=response)
        return response


def asks_for_public(request):
    """Whether somebody whom nothing tells from others wants to read what may be public."""
    return (
        request.method in ("GET", "HEAD")
        and request.path_info.startswith(PLACES)
        and "HTTP_AUTHORIZATION" not in request.META
        and ("HTTP_COOKIE" not in request.META or PERSONAL.isdisjoint(request.COOKIES))
    )
