"""A full disk, a power cut, a missing program: no half backup, and a sentence."""

import os
import time
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from operations.backups.places import engine, workshop
from operations.models import JobRun
from tests.factories import make_event
from tests.faults.disks import files_no_larger_than, tiny_disk
from tests.operations.sites import IS_POSTGRESQL


def fill_the_files(settings):
    (settings.MEDIA_ROOT / "large.pdf").write_bytes(os.urandom(200_000))


def test_full_disk_leaves_no_file_and_a_sentence(site, settings, tmp_path):
    fill_the_files(settings)
    disk = tmp_path / "disk"

    with tiny_disk(disk):
        with pytest.raises(CommandError, match=r"No backup was made: No space left on device"):
            call_command("backup", disk)

        assert list(disk.iterdir()) == []
    assert not (settings.DATA_DIR / "backup.partial").exists()
    run = JobRun.objects.get()
    assert (run.result, run.message[:20]) == ("failed", "No backup was made: ")


def test_file_that_may_not_grow_leaves_no_file_and_a_sentence(site, settings, tmp_path):
    fill_the_files(settings)

    with (
        files_no_larger_than(100_000),
        pytest.raises(CommandError, match=r"^No backup was made"),
    ):
        call_command("backup", tmp_path / "kept")

    assert list((tmp_path / "kept").iterdir()) == []
    assert not (settings.DATA_DIR / "backup.partial").exists()


def test_backup_that_was_killed_is_removed_by_the_next(site, settings, tmp_path):
    kept = tmp_path / "kept"
    large = settings.MEDIA_ROOT / "large.pdf"
    with large.open("wb") as file:
        # Takes no room here, and long enough to pack that it is killed before it is done.
        file.truncate(2 * 1024**3)
    process = site.start("backup", kept)
    deadline = time.monotonic() + 60
    while not list(kept.glob(".icc-*.partial")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline

    process.kill()
    process.communicate()

    [partial] = kept.iterdir()
    assert partial.name.endswith(".partial")
    assert JobRun.objects.get().result == "running"

    large.unlink()
    call_command("backup", kept, verbosity=0)

    [path] = kept.iterdir()
    assert path.name.endswith("Z.tar.gz")
    assert path.stat().st_mode & 0o077 == 0
    assert not (settings.DATA_DIR / "backup.partial").exists()
    assert [run.result for run in JobRun.objects.order_by("pk")] == ["broken_off", "done"]


def test_failed_backup_removes_no_older_one(site, settings, tmp_path):
    older = tmp_path / "kept" / "icc-20200101T000000Z.tar.gz"
    older.parent.mkdir()
    for name in (older.name, "icc-20200101T000001Z.tar.gz"):
        (older.parent / name).touch()
    settings.BACKUP_KEY = "short"

    with pytest.raises(CommandError, match="BACKUP_KEY is too short"):
        call_command("backup", older.parent, "--keep", "1")

    assert older.exists()

    settings.BACKUP_KEY = ""
    call_command("backup", older.parent, "--keep", "1", verbosity=0)

    assert not older.exists()
    assert len(list(older.parent.iterdir())) == 2


@pytest.mark.skipif(not IS_POSTGRESQL, reason="SQLite needs no program")
def test_missing_programs_are_named(site, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CommandError, match=r"pg_dump is missing: install .*postgresql-client"):
        call_command("backup", tmp_path)


@contextmanager
def somebody_else_at_work(site, monkeypatch):
    """Another process has a table open and does not let go; nobody waits long for it here."""
    monkeypatch.setattr(engine(), "SECONDS_TO_WAIT", 0.1)
    if not IS_POSTGRESQL:
        connection.cursor().execute("PRAGMA busy_timeout = 100")
    with site.connected() as other:
        if IS_POSTGRESQL:
            other.cursor().execute("LOCK TABLE events_event IN ACCESS SHARE MODE")
        else:
            other.execute("BEGIN IMMEDIATE")
        yield


def test_restore_that_fails_late_leaves_all_as_it_was(site, settings, tmp_path, monkeypatch):
    make_event(slug="first")
    (settings.MEDIA_ROOT / "first.pdf").write_bytes(b"%PDF-")
    call_command("backup", tmp_path, verbosity=0)
    [path] = tmp_path.glob("icc-*")
    make_event(slug="second")
    (settings.MEDIA_ROOT / "first.pdf").rename(settings.MEDIA_ROOT / "second.pdf")

    with (
        somebody_else_at_work(site, monkeypatch),
        pytest.raises(CommandError, match="Nothing was restored"),
    ):
        call_command("restore", path, "--replace", stdout=StringIO())

    assert site.rows("SELECT slug FROM events_event ORDER BY slug") == [("first",), ("second",)]
    assert site.files() == {"second.pdf": b"%PDF-"}
    assert [each.name for each in settings.MEDIA_ROOT.iterdir()] == ["second.pdf"]


def test_two_backups_at_once_are_one(site, tmp_path):
    with (
        workshop(),
        pytest.raises(CommandError, match="Another backup or restore is at work"),
    ):
        call_command("backup", tmp_path / "kept")
