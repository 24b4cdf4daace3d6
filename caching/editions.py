"""
Editions: between two changes, and until the clock changes something, the public pages stay as they are.

An edition is known by the version of the data and by the instant at which it ends. Whoever asks for
a page gets it from the edition of this moment; what was kept under an earlier one is never looked at again.
"""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import DatabaseError
from django.db.models import DateTimeField, Min
from django.utils import timezone

from caching import answers
from changes.versions import version
from changes.watching import watched

# Instants that say what has been: they come when their row changes, never by waiting.
OF_THE_PAST = {"approved_at", "created_at", "made_at", "removed_at", "submitted_at", "updated_at"}
LAST_KNOWN = "edition"


class Edition(NamedTuple):
    """What the public pages say, from one instant up to another one."""

    version: str
    since: datetime
    until: datetime
    # Not while the database does not answer: then it may have ended.
    is_sure: bool = True

    @property
    def name(self):
        """What tells it from every other one."""
        return f"{self.version}-{self.until.timestamp()}"

    def seconds_left(self, moment):
        """For how long yet it is certain to last."""
        return max(0, int((self.until - moment).total_seconds())) if self.is_sure else 0

    def is_of(self, version, moment):
        """Whether it is the one of this version of the data at this moment."""
        return self.version == version and self.since <= moment < self.until


class Editions:
    """Knows the edition of the moment; the last one is remembered, here and where pages are kept."""

    def __init__(self):
        self._last = None

    def now(self):
        """
        The edition of this moment: one short question to the database.

        While the database does not answer it is the last one, though it may have ended; None if none is known.
        """
        try:
            known, moment, edition = version(), timezone.now(), self._last
            if not edition or not edition.is_of(known, moment):
                edition = Edition(known, moment, next_boundary(moment))
                answers.write(LAST_KNOWN, edition)
        except DatabaseError:
            last = answers.read(LAST_KNOWN) or self._last
            return last and last._replace(is_sure=False)
        # Not what another thread may have put there meanwhile: that may be older.
        self._last = edition
        return edition


def next_boundary(moment):
    """When time alone changes a page next: the day, or an instant of a public row, begins."""
    tomorrow = timezone.localdate(moment) + timedelta(days=1)
    boundaries = [timezone.make_aware(datetime.combine(tomorrow, time()))]
    for model, names in clocks():
        for name in names:
            later = model._base_manager.filter(**{f"{name}__gt": moment})
            boundaries.append(later.aggregate(first=Min(name))["first"])
    return min(filter(None, boundaries))


def clocks():
    """The instants of what is public that time can reach, as (model, [names of its fields])."""
    for model in watched():
        fields = [f for f in model._meta.concrete_fields if isinstance(f, DateTimeField)]
        yield model, [field.name for field in fields if field.name not in OF_THE_PAST]
