"""Whole answers as they are kept, and where: near in the memory of the process, far for all of them."""

import logging
import pickle  # nosec B403 # For the name of its error: Django reads and writes.
import zlib
from itertools import chain
from typing import NamedTuple

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import set_response_etag

logger = logging.getLogger(__name__)

# In bytes. A longer answer is kept by nobody: it is a file that is read while it is sent.
LONGEST = 512 * 1024
# Longer ones are not worth the memory of each process.
LONGEST_NEAR = 64 * 1024
# What reading a damaged file of the cache ends in, or writing to a disk that is full.
FAILURES = (OSError, EOFError, ValueError, zlib.error, pickle.PickleError)
# Kept in the place of an answer that must not be kept, so that nobody waits for it.
UNKEPT = "unkept"


class Answer(NamedTuple):
    """An answer of which nothing belongs to whoever asked."""

    headers: dict
    content: bytes

    @classmethod
    def of(cls, response):
        """What an answer says."""
        return cls(dict(response.items()), response.content)

    def response(self, with_content=True):
        """The answer anew; to HEAD without its content."""
        return HttpResponse(self.content if with_content else b"", headers=self.headers)


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


def find(key):
    """The answer that is kept under a key, `UNKEPT`, or None."""
    near = caches["near_pages"]
    answer = near.get(key)
    if answer is None and (answer := read(key)):
        _put_near(key, answer)
    return answer


def keep(key, answer):
    """Keep an answer, or `UNKEPT`, for all processes; where that fails, for this one."""
    _put_near(key, answer)
    write(key, answer)


def _put_near(key, answer):
    if answer == UNKEPT or len(answer.content) <= LONGEST_NEAR:
        caches["near_pages"].set(key, answer)


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
