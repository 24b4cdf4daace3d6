"""
One renders a page, the others wait for it: single flight, among the threads and processes of all hosts.

Whoever renders holds a lock of the page. If the process dies, the lock goes with it (of a file) or
ends by itself (in Redis); and nobody waits for longer than `PATIENCE`.
"""

import time
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

# In seconds. No page takes as long; who has waited so long renders the page.
PATIENCE = 10
BETWEEN_LOOKS = 0.01


@contextmanager
def flight(key):
    """
    Take the lock of a page, as a context that says whether it was free at once.

    Otherwise somebody has just rendered the page, or takes too long for it.
    """
    lock, waited_since = _lock(key), time.monotonic()
    is_free = is_taken = lock.take()
    while not is_taken and time.monotonic() - waited_since < PATIENCE:
        time.sleep(BETWEEN_LOOKS)
        is_taken = lock.take()
    try:
        yield is_free
    finally:
        if is_taken:
            lock.give_back()


def _lock(key):
    pages = caches["pages"]
    if isinstance(pages, FileBasedCache):
        return FileLock(Path(pages._dir) / "flights", key)
    return SharedLock(pages, f"flight-{key}")


class FileLock:
    """A lock among the processes of this machine."""

    def __init__(self, folder, key):
        self._path, self._file = folder / key, None

    def take(self):
        """Whether it is ours now; where no file can be made, everybody goes alone."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = self._path.open("w")
        except OSError:
            return True
        if locks.lock(self._file, locks.LOCK_EX | locks.LOCK_NB):
            return True
        self._file.close()
        return False

    def give_back(self):
        """The file goes too: who has opened it meanwhile finds the page when it looks again."""
        if self._file:
            self._path.unlink(missing_ok=True)
            self._file.close()


class SharedLock:
    """A lock among all who share a cache that can add a key once."""

    def __init__(self, cache, key):
        self._cache, self._key = cache, key

    def take(self):
        """Whether it is ours now."""
        return self._cache.add(self._key, 1, PATIENCE)

    def give_back(self):
        """Let the next one take it."""
        self._cache.delete(self._key)
