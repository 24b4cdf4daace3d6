"""Whole answers as they are kept, and where: near in the memory of the process, far for all of them."""

import logging
import pickle  # nosec B403 # For the name of its error: Django reads and writes.
import zlib
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from django.core.cache import caches
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import set_response_etag

logger = logging.getLogger(__name__)

# In bytes. A longer answer is kept by nobody: it is a file that is read while it is sent.
LONGEST = 512 * 1024
# Longer ones are not worth the memory of each process.
LONGEST_NEAR = 128 * 1024
# What reading a damaged file of the cache ends in, or writing to a disk that is full.
FAILURES = (OSError, EOFError, ValueError, zlib.error, pickle.PickleError)
# Kept in the place of an answer that must not be kept, so that nobody waits for it.
UNKEPT = "unkept"
# What is said again to who has the answer already (RFC 9110, 15.4.5).
ALSO_UNCHANGED = ("cache-control", "content-location", "date", "etag", "expires", "last-modified")


class Answer(NamedTuple):
    """An answer of which nothing belongs to whoever asked."""

    # {name in lower case: (name, value)}
    headers: dict
    content: bytes

    @classmethod
    def of(cls, response):
        """What an answer says."""
        return cls({pair[0].lower(): pair for pair in response.items()}, response.content)

    def response(self, cache_control, with_content=True):
        """The answer anew; to HEAD without its content."""
        headers = self.headers | {"cache-control": ("Cache-Control", cache_control)}
        return KeptResponse(headers, self.content if with_content else b"")

    def is_named(self, meta):
        """Whether who asks has just this answer, and asks nothing else about it."""
        # A proxy that compresses it marks its name as weak.
        named = meta.get("HTTP_IF_NONE_MATCH", "").removeprefix("W/")
        says_more = "HTTP_IF_MATCH" in meta or "HTTP_IF_UNMODIFIED_SINCE" in meta
        return ("ETag", named) == self.headers.get("etag") and not says_more

    def unchanged(self, cache_control):
        """304 to who has it."""
        headers = {name: self.headers[name] for name in ALSO_UNCHANGED if name in self.headers}
        headers["cache-control"] = ("Cache-Control", cache_control)
        return KeptResponse(headers, b"", status=304)


class KeptResponse(HttpResponse):
    """A response with headers that need no second look: they have been sent before."""

    def __init__(self, headers, content, **kwargs):
        super().__init__(content, content_type="", **kwargs)
        self.headers = KeptHeaders(headers)


class KeptHeaders(ResponseHeaders):
    """Headers as they are stored."""

    def __init__(self, store):
        self._store = store

    def items(self):
        """Pairs of name and value."""
        return self._store.values()


def gathered(response):
    """The same answer in one piece, if it is sent in pieces and is not too long."""
    if not response.streaming or response.is_async:
        return response
    pieces, length = [], 0
    for piece in response:
        pieces.append(piece)
        length += len(piece)
        if length > LONGEST:
            response.streaming_content = chain(pieces, response.streaming_content)
            return response
    whole = HttpResponse(b"".join(pieces), headers=dict(response.items()))
    whole["Content-Length"] = length
    if not whole.has_header("ETag"):
        set_response_etag(whole)
    return whole


class Answers:
    """Finds and keeps answers: near for this process, far for all of them, there under the hash of the key."""

    def __init__(self):
        # Held, since looking it up costs more than looking into it.
        self._near = caches["near_pages"]

    def find(self, key):
        """The answer that is kept under a key, `UNKEPT`, or None."""
        answer = self._near.get(key)
        if answer is None and (answer := read(hashed(key))):
            self._put_near(key, answer)
        return answer

    def keep(self, key, answer):
        """Keep an answer, or `UNKEPT`, for all processes; where that fails, for this one."""
        self._put_near(key, answer)
        write(hashed(key), answer)

    def _put_near(self, key, answer):
        if answer == UNKEPT or len(answer.content) <= LONGEST_NEAR:
            self._near.set(key, answer)


def hashed(key):
    """A key as it can name a file or a lock."""
    return blake2b(repr(key).encode(), digest_size=16).hexdigest()


def read(key):
    """What all processes keep under a key, None also where that cannot be read."""
    try:
        return caches["pages"].get(key)
    except FAILURES as error:
        logger.warning("A kept page could not be read: %s", error)


def write(key, value):
    """Keep something for all processes, where that is possible."""
    try:
        caches["pages"].set(key, value)
    except FAILURES as error:
        logger.warning("A page could not be kept: %s", error)
