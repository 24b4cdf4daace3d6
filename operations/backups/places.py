"""Where a backup comes from and goes to: the database in use, the files, a folder to work in."""

import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from operations.backups import Refused, postgresql, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
# Names in the folder of files that are no files of anybody's.
UNPACKED, REPLACED = ".restoring", ".replaced"


def engine():
    """The module that knows the database in use."""
    return ENGINES[connection.vendor]


def media_root():
    """The folder of the files, None where they lie in a storage of somebody else."""
    is_here = isinstance(default_storage, FileSystemStorage)
    return Path(default_storage.location) if is_here else None


def media_files(root):
    """Each file below the folder, as (name with slashes, path); links are not followed."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - {UNPACKED, REPLACED})
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix(), path


@contextmanager
def workshop():
    """
    A folder of our own beside the data, for one backup or restore at a time; removed afterwards.

    The lock goes with the process, so what a killed one left behind is removed by the next.
    Raises Refused while another one works.
    """
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    folder = settings.DATA_DIR / "backup.partial"
    with (settings.DATA_DIR / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("Another backup or restore is at work.") from None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def keep(file):
    """Make sure that what was written to an open file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def keep_folder(folder):
    """Make sure that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
