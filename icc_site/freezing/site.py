"""The site as it answers within this process, to a stranger, without any network."""

from io import BytesIO
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from django.utils import translation

# What is said of an answer that is for one reader, or not to be kept.
NOT_FOR_ALL = ("no-store", "no-cache", "private")

BEHIND_THE_DESK = ("/admin/", "/i18n/")


class Site:
    """
    Answers requests for the address `url`, as on the day `frozen_on`.

    Pages see `request.frozen_on`, and leave out what would need the application.
    """

    def __init__(self, url, frozen_on):
        self.url, self.frozen_on = url, frozen_on
        self.scheme, _, self.host = url.partition("://")
        self.handler, self.asked = WSGIHandler(), 0

    def answer(self, address):
        """What a stranger gets there."""
        path, _, query = address.partition("?")
        if path.startswith(settings.STATIC_URL):
            return static_file(path.removeprefix(settings.STATIC_URL))
        return self.handler.get_response(self.request(path, query))

    def request(self, path, query=""):
        """A request that comes from an address of its own (RFC 3849), so that no limit counts it."""
        self.asked += 1
        host, _, port = self.host.partition(":")
        request = WSGIRequest(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": unquote(path),
                "QUERY_STRING": query,
                "HTTP_HOST": self.host,
                "SERVER_NAME": host,
                "SERVER_PORT": port or {"https": "443"}.get(self.scheme, "80"),
                "SERVER_PROTOCOL": "HTTP/1.1",
                "REMOTE_ADDR": f"2001:db8::{self.asked // 0x10000:x}:{self.asked % 0x10000:x}",
                "HTTP_X_FORWARDED_PROTO": self.scheme,
                # RFC 9111, 3.5: no cache hands out or keeps what is asked for so.
                "HTTP_AUTHORIZATION": "Copy",
                "wsgi.url_scheme": self.scheme,
                "wsgi.input": BytesIO(),
            }
        )
        request.frozen_on = self.frozen_on
        return request

    def drawn(self, template, path, context):
        """A page that only the copy has, as bytes, in the language of its address."""
        with translation.override(translation.get_language_from_path(path) or "fi"):
            return render(self.request(path), template, context).content


def static_file(name):
    """A file of the site's look, as the browser gets it."""
    found = finders.find(name)
    if found:
        return FileResponse(open(found, "rb"))
    if staticfiles_storage.exists(name):
        return FileResponse(staticfiles_storage.open(name))
    return HttpResponse(status=404)


def is_for_all(answer):
    """Whether the site lets everybody keep the answer: only that may be written."""
    said = answer.get("Cache-Control", "")
    return (
        answer.status_code == 200
        and not answer.cookies
        and not any(no in said for no in NOT_FOR_ALL)
    )


def plain_addresses(resolver=None, before=""):
    """The addresses of the URL patterns that ask for nothing, in every language."""
    if resolver is None:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                yield from plain_addresses(get_resolver(), "/")
        return
    for pattern in resolver.url_patterns:
        part = str(pattern.pattern)
        if "<" in part or (isinstance(pattern.pattern, RegexPattern) and part != "^/"):
            continue
        whole = before + part.removeprefix("^/")
        if whole in BEHIND_THE_DESK:
            continue
        if isinstance(pattern, URLResolver):
            yield from plain_addresses(pattern, whole)
        else:
            yield whole
