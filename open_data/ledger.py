"""
Keeps in step what is known to be public: what has changed is found by comparing.

A change is stamped with the time at which it is seen here, one process at a time. So whoever
asks for what was seen after the last stamp misses nothing, however late a transaction ended.
"""

import hashlib
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from open_data.models import Mark, Published
from open_data.reading import CHUNK, read
from open_data.state import State
from open_data.writing.json_files import written


def seen_until(dataset):
    """Brings the ledger of a dataset up to date. Returns the stamp of the last change seen."""
    mark = Mark.objects.filter(dataset=dataset.name).first()
    if mark and mark.fingerprint == State().fingerprint(dataset):
        return mark.as_of
    with transaction.atomic():
        start = {"fingerprint": "", "as_of": timezone.now()}
        Mark.objects.get_or_create(dataset=dataset.name, defaults=start)
        mark = Mark.objects.select_for_update().get(dataset=dataset.name)
        # Before the rows are read: what changes in between is looked at once more.
        fingerprint = State().fingerprint(dataset)
        if mark.fingerprint != fingerprint:
            now = max(timezone.now(), mark.as_of + timedelta(microseconds=1))
            if _compare(dataset, now):
                mark.as_of = now
            mark.fingerprint = fingerprint
            mark.save()
    return mark.as_of


def seen_after(dataset, moment, after, limit):
    """Rows whose change was seen later, as (row, key, gone_at) by their numbers after `after`."""
    seen = Published.objects.filter(dataset=dataset.name, changed_at__gt=moment, row__gt=after)
    return list(seen.order_by("row").values_list("row", "key", "gone_at")[:limit])


def _compare(dataset, now):
    """Note what has changed, by pieces. Returns whether anything has."""
    place, last, has_changed = dataset.wide.index(dataset.key), 0, False
    read_now = read(dataset)
    while rows := list(islice(read_now, CHUNK)):
        told = {row[0]: (str(row[place]), _digest(row)) for row in rows}
        until = rows[-1][0]
        has_changed |= _note(dataset, told, _known(dataset, row__gt=last, row__lte=until), now)
        last = until
    return has_changed | _note(dataset, {}, _known(dataset, row__gt=last), now)


def _known(dataset, **where):
    entries = Published.objects.filter(dataset=dataset.name, **where)
    return {row: (key, digest, gone) for row, key, digest, gone in entries.values_list(*ENTRY)}


ENTRY = ("row", "key", "digest", "gone_at")


def _note(dataset, told, known, now):
    changed = [
        Published(dataset=dataset.name, row=row, key=key, digest=digest, changed_at=now)
        for row, (key, digest) in told.items()
        if known.get(row) != (key, digest, None)
    ]
    gone = [row for row, (*_, gone_at) in known.items() if row not in told and gone_at is None]
    Published.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["dataset", "row"],
        update_fields=["key", "digest", "changed_at", "gone_at"],
    )
    for rows in (gone[n : n + CHUNK] for n in range(0, len(gone), CHUNK)):
        entries = Published.objects.filter(dataset=dataset.name, row__in=rows)
        entries.update(gone_at=now, changed_at=now)
    return bool(changed or gone)


def _digest(row):
    return hashlib.sha256(written(row)).hexdigest()
