"""Putting a backup back: first all of it is proven, then all of it is there."""

import shutil
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from operations.backups import Refused, archive
from operations.backups.facts import facts
from operations.backups.making import make_with
from operations.backups.places import (
    REPLACED,
    UNPACKED,
    engine,
    media_files,
    media_root,
    workshop,
)
from operations.models import JobRun

NOT_EMPTY = (
    "There is data here already, and nothing was changed. Restore into an empty place, or say "
    "--replace: then a backup of what is here is made first."
)


def restore(path, *, replace=False):
    """
    Put a backup in the place of database and files. Returns its manifest, and where the backup
    is that was made of what was here; None when nothing was.

    Raises Refused, OSError and DatabaseError; then all is as it was.
    """
    with workshop() as folder, _room_for_files(folder) as unpacked:
        is_new = _is_empty()
        if not is_new and not replace:
            raise Refused(NOT_EMPTY)
        manifest = archive.unpack(path, settings.BACKUP_KEY, folder, unpacked)
        _check(manifest)
        expected = manifest["tables"]
        found = engine().look_into(folder / engine().NAME)
        if found and found.tables != expected:
            raise Refused("The rows in the backup are not those that it was made of.")
        earlier = None if is_new else _back_up_first(folder, path.parent)
        with _swapped(unpacked) if manifest["has_files"] else nullcontext():
            engine().load(folder / engine().NAME, expected)
    return manifest, earlier


def settle(manifest):
    """
    Bring what was restored up to date with this version of the site, and compare it with its backup.

    Returns sentences on what does not agree.
    """
    with connection.cursor() as cursor:
        found = facts(cursor)
    wrong = [
        f"Table {table} has {found.tables.get(table)} rows instead of {rows}."
        for table, rows in manifest["tables"].items()
        if found.tables.get(table) != rows
    ]
    root = media_root()
    if root and manifest["has_files"]:
        lost = sorted(found.files - set(manifest["missing_files"]))
        wrong += [f"The file {name} is missing." for name in lost if not (root / name).is_file()]
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    # What was kept of pages is of another time, and so are the jobs that were at work then.
    for each in caches:
        caches[each].clear()
    running = JobRun.objects.filter(result=JobRun.Result.RUNNING)
    running.update(result=JobRun.Result.BROKEN_OFF)
    return wrong


def _is_empty():
    """Whether there is neither a table nor a file yet."""
    root = media_root()
    has_files = root is not None and any(media_files(root))
    return not has_files and not connection.introspection.table_names()


def _check(manifest):
    """Refuse what this site, as it is set up, cannot take."""
    if manifest["engine"] != connection.vendor:
        raise Refused(
            f"The backup is of a database of {manifest['engine']}, this site uses {connection.vendor}."
        )
    if manifest["has_files"] and media_root() is None:
        raise Refused("The backup holds files, but this site keeps its files elsewhere.")
    if engine().NAME not in manifest["members"]:
        raise Refused(archive.FOREIGN)
    if unknown := _newer(manifest["migrations"]):
        raise Refused(
            "The backup was made by a newer version of the site, which has changed its tables "
            f"({unknown[0]}). Update this one first."
        )


def _newer(migrations):
    """Those of our own packages that this version does not know; others may have dropped theirs."""
    ours = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).parent == Path(settings.BASE_DIR)
    }
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return [each for each in migrations if each.split(".")[0] in ours and each not in known]


def _back_up_first(folder, directory):
    inner = folder / "before"
    inner.mkdir()
    path, _manifest = make_with(inner, directory)
    return path


@contextmanager
def _room_for_files(folder):
    """An empty folder beside the files, so that what is unpacked there need only be moved."""
    root = media_root()
    if root is None:
        yield folder / UNPACKED
        return
    for left in (UNPACKED, REPLACED):
        shutil.rmtree(root / left, ignore_errors=True)
    (root / UNPACKED).mkdir(parents=True)
    try:
        yield root / UNPACKED
    finally:
        shutil.rmtree(root / UNPACKED, ignore_errors=True)


@contextmanager
def _swapped(unpacked):
    """The unpacked files in the place of those that are here; after a failure as before."""
    root, aside = unpacked.parent, unpacked.parent / REPLACED
    aside.mkdir()
    moves = [(path, aside / path.name) for path in root.iterdir() if path not in (unpacked, aside)]
    moves += [(path, root / path.name) for path in unpacked.iterdir()]
    done = []
    try:
        for old, new in moves:
            old.rename(new)
            done.append((old, new))
        yield
    except BaseException:
        for old, new in reversed(done):
            new.rename(old)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
