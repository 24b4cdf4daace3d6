"""Making a backup: a snapshot of the database, then the files that it names, into one file."""

import fcntl
import os
import re
from contextlib import suppress
from datetime import UTC, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.backups import archive
from operations.backups.places import (
    engine,
    keep,
    keep_folder,
    media_files,
    media_root,
    workshop,
)

PARTIAL = ".partial"


def make(directory):
    """
    Make a backup in the directory. Returns its path and its manifest.

    It has its name only when it is whole and on the disk. Raises Refused, OSError (a full disk) and
    DatabaseError; then there is no new file.
    """
    with workshop() as folder:
        return make_with(folder, directory)


def make_with(folder, directory):
    """As `make`, for whoever has a folder to work in."""
    directory.mkdir(parents=True, exist_ok=True)
    remove_partial(directory)
    path = _free_name(directory)
    partial = directory / f".{path.name}{PARTIAL}"
    try:
        with open(partial, "xb", opener=_private) as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            manifest = _write(out, folder)
            keep(out)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    keep_folder(directory)
    return path, manifest


def remove_partial(directory):
    """Remove what killed backups left here; who still writes holds a lock."""
    for partial in directory.glob(f".icc-*{PARTIAL}"):
        with suppress(FileNotFoundError, BlockingIOError), partial.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            partial.unlink()


def _write(out, folder):
    """The snapshot comes first: a file that its rows name is there by then, and never changes."""
    at = timezone.now().astimezone(UTC)
    snapshot = folder / engine().NAME
    facts = engine().copy_to(snapshot)
    with archive.writing(out, settings.BACKUP_KEY) as writer:
        with snapshot.open("rb") as file:
            writer.add(snapshot.name, file, os.fstat(file.fileno()).st_size)
        if root := media_root():
            _add_media(writer, root)
        missing = {name for name in facts.files if archive.MEDIA + name not in writer.members}
        told = {
            "made_at": at.isoformat(timespec="seconds"),
            "version": version(),
            "django": django.__version__,
            "engine": connection.vendor,
            "migrations": facts.migrations,
            "tables": facts.tables,
            "has_files": root is not None,
            "missing_files": sorted(missing) if root else [],
        }
        writer.finish(told)
    return told | {"members": writer.members}


def _add_media(writer, root):
    for name, path in media_files(root):
        # Gone since it was listed: no row names it any more, or it is told as missing.
        with suppress(FileNotFoundError), path.open("rb") as file:
            writer.add(archive.MEDIA + name, file, os.fstat(file.fileno()).st_size)


def _free_name(directory):
    at = timezone.now().astimezone(UTC)
    while True:
        ending = ".tar.gz.enc" if settings.BACKUP_KEY else ".tar.gz"
        stem = f"icc-{at:%Y%m%dT%H%M%SZ}"
        if not any(directory.glob(f"{stem}.*")):
            return directory / f"{stem}{ending}"
        at += timedelta(seconds=1)


def _private(path, flags):
    return os.open(path, flags, mode=0o600)


def version():
    """The version of the site, from the first heading of the change log; "" without one."""
    path = Path(settings.BASE_DIR) / "CHANGELOG.md"
    found = re.search(r"^## (.+)$", path.read_text("utf-8"), re.M) if path.is_file() else None
    return found[1] if found else ""
