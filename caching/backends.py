"""Redis, which may go without taking the site with it; and the memory of a process."""

import logging
import time

from django.core.cache import caches
from django.core.cache.backends import locmem, redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# In seconds. Redis answers at once or not at all; then it is left alone for a while.
PATIENCE = 0.5
LEFT_ALONE = 2
CONNECTION = {
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    "retry": Retry(NoBackoff(), 0),
}


class RedisCache(redis.RedisCache):
    """Django's own; while Redis does not answer, the cache of the alias `STAND_IN` does."""

    # Of all aliases of this process: they ask the same server.
    _asked_again_at = None

    def __init__(self, server, params):
        options = dict(params.get("OPTIONS", {}))
        self._stand_in = options.pop("STAND_IN")
        super().__init__(server, params | {"OPTIONS": CONNECTION | options})

    def _ask(self, name, *args, **kwargs):
        again_at = RedisCache._asked_again_at
        if again_at is None or time.monotonic() >= again_at:
            try:
                answer = getattr(super(), name)(*args, **kwargs)
            except RedisError as error:
                self._note(f"Redis does not answer: {error}", time.monotonic() + LEFT_ALONE)
            else:
                self._note("Redis answers again", None)
                return answer
        return getattr(caches[self._stand_in], name)(*args, **kwargs)

    def _note(self, news, asked_again_at):
        """Say once that it has gone, and once that it is back."""
        was_gone, is_gone = RedisCache._asked_again_at is not None, asked_again_at is not None
        RedisCache._asked_again_at = asked_again_at
        if is_gone != was_gone:
            logger.warning(news)

    def add(self, *args, **kwargs):
        """As Django's."""
        return self._ask("add", *args, **kwargs)

    def get(self, *args, **kwargs):
        """As Django's."""
        return self._ask("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        """As Django's."""
        return self._ask("set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        """As Django's."""
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        """As Django's."""
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        """As Django's."""
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        """As Django's."""
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args, **kwargs):
        """As Django's."""
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args, **kwargs):
        """As Django's."""
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        """As Django's."""
        return self._ask("delete_many", *args, **kwargs)


class NearCache(locmem.LocMemCache):
    """
    Django's own, but that it keeps the things themselves, under keys as they are.

    So a page is not copied each time. Nobody may change what is kept, and it does not end by time.
    """

    def get(self, key, default=None, version=None):
        """As Django's."""
        try:
            self._cache.move_to_end(key, last=False)
            return self._cache[key]
        except KeyError:
            # Or another thread has made room meanwhile.
            return default

    def set(self, key, value, timeout=None, version=None):
        """As Django's."""
        with self._lock:
            self._set(key, value, timeout)
