"""Which backups are kept: many new ones, few old ones."""

import re
from datetime import UTC, datetime

NAME = re.compile(r"icc-(\d{8}T\d{6})Z\.tar\.gz(\.enc)?")
WEEKS, MONTHS = 8, 12


def superseded(directory, days):
    """
    The backups that are no longer needed, as paths.

    Kept is the latest of each of the last `days` days, 8 weeks and 12 months that have one. So the
    newest is always kept, and time without backups costs none. Other files are left alone.
    """
    found = {path: _made_at(path.name) for path in directory.iterdir() if NAME.fullmatch(path.name)}
    newest_first = sorted(found, key=found.get, reverse=True)
    kept = set()
    for most, period in ((days, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        latest = {}
        for path in newest_first:
            latest.setdefault(f"{found[path]:{period}}", path)
        kept |= set(list(latest.values())[:most])
    return [path for path in newest_first if path not in kept]


def _made_at(name):
    return datetime.strptime(NAME.fullmatch(name)[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
