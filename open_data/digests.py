"""What is known of the bytes of a file: how many rows and bytes, and their SHA-256."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from open_data.state import State

# Kept for as long; another fingerprint is another key, so what is kept is never outdated.
KEPT = 30 * 24 * 60 * 60
# How often it is tried again when the data changes while it is read.
TRIES = 3
# More rows than this are not read only to show the size of a file on a page.
QUICK = 20_000


@dataclass(frozen=True)
class Digest:
    """The rows, bytes and SHA-256 (in hex) of a file, counted from what is served."""

    rows: int
    size: int
    sha256: str
    made_at: datetime

    @property
    def etag(self):
        """By what HTTP names these bytes."""
        return f'"{self.sha256}"'


class Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows):
        self.rows, self.number = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            yield row


def made(file):
    """The digest of what is served now: reads all of it."""
    table = file.table()
    counted, size, sha256 = Counted(table.rows), 0, hashlib.sha256()
    for piece in file.pieces(replace(table, rows=counted)):
        size += len(piece)
        sha256.update(piece)
    return Digest(counted.number, size, sha256.hexdigest(), timezone.now())


def known(files, state):
    """Of the files those digests that are known and still true, as {name: digest}."""
    files = list(files)
    state.look_at({file.dataset for file in files})
    keys = {_key(file, state): file.name for file in files}
    return {keys[key]: digest for key, digest in cache.get_many(keys).items()}


def known_or_made(files, state):
    """All digests, as {name: digest}; what is not known is read now, once more if it changes meanwhile."""
    digests = known(files, state)
    missing = {file.name: file for file in files if file.name not in digests}
    for _try in range(TRIES):
        if not missing:
            break
        found = {name: made(file) for name, file in missing.items()}
        digests |= found
        later = State()
        keys = {name: _key(file, state) for name, file in missing.items()}
        steady = {name for name, file in missing.items() if _key(file, later) == keys[name]}
        cache.set_many({keys[name]: found[name] for name in steady}, KEPT)
        missing = {name: file for name, file in missing.items() if name not in steady}
        state = later
    return digests


def offered(files, state):
    """For a page: all digests but those of large files that are not known yet."""
    files = list(files)
    digests = known(files, state)
    missing = {file.dataset.name: file.dataset for file in files if file.name not in digests}
    large = {name for name, dataset in missing.items() if dataset.rows()[QUICK:].exists()}
    return known_or_made([file for file in files if file.dataset.name not in large], state)


def _key(file, state):
    return f"open-data-{file.name}-{state.fingerprint(file.dataset)}"
