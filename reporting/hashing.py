"""
How a revision is sealed: salted hashes of its fields, chained from one to the next.

Each field of the snapshot (a leaf, known by its path) is hashed by itself with a salt of its
own, so that a value which must not be public can be taken away later and the rest still be
verified. The hash of a revision covers the list of these hashes, its own number, kind, time
and reason, and the hash of the revision before it. SHA-256 (FIPS 180-4) over JSON in UTF-8
with sorted keys, no spaces, decimals as text and no floats.
"""

import hashlib
import json
import secrets
from datetime import UTC


def canonical(value):
    """JSON text that is the same for the same value. Raises TypeError for a float."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value):
    if isinstance(value, float):
        raise TypeError("A float is not the same on every machine: write decimals as text.")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        _refuse_floats(part)


def leaves(snapshot, path=""):
    """The fields of a snapshot as (path, value): {"a": {"b": 1}} gives ("a/b", 1)."""
    if isinstance(snapshot, dict) and snapshot:
        for key, value in snapshot.items():
            yield from leaves(value, f"{path}/{key}" if path else str(key))
    else:
        yield path, snapshot


def new_salts(snapshot):
    """A fresh salt for each field, 128 bits each."""
    return {path: secrets.token_hex(16) for path, _value in leaves(snapshot)}


def field_hashes(snapshot, salts):
    """The hash of each field, sorted by path. Raises KeyError for a field without a salt."""
    return sorted(
        [path, _sha256(f"{salts[path]}\n{canonical(value)}")] for path, value in leaves(snapshot)
    )


def content_hash(revision):
    """What `revision.content_hash` must be. Raises KeyError when a salt is missing."""
    sealed = {
        "fields": field_hashes(revision.snapshot, revision.salts),
        "kind": revision.kind,
        "made_at": revision.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "number": revision.number,
        "previous": revision.previous_hash,
        "reason": revision.reason,
        "report": revision.report_id,
    }
    return _sha256(canonical(sealed))


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()
