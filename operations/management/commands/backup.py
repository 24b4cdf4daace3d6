"""`manage.py backup DIR [--keep DAYS]`: one file with the database and all files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from operations.backups import Refused
from operations.backups.making import make
from operations.backups.retention import superseded
from operations.jobs import Remembered


class Command(Remembered, BaseCommand):
    """Run by a timer, every night; the site goes on meanwhile."""

    help = "Makes a backup of the database and the files in DIR, encrypted when BACKUP_KEY is set."

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument(
            "--keep",
            type=int,
            metavar="DAYS",
            help="remove older backups but the latest of each of so many days, of 8 weeks and of 12 months",
        )

    def handle(self, *, directory, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        try:
            path, manifest = make(directory)
            removed = superseded(directory, keep) if keep else []
            for old in removed:
                old.unlink(missing_ok=True)
        except Refused as reason:
            raise CommandError(f"No backup was made. {reason}") from reason
        except OSError as error:
            raise CommandError(
                f"No backup was made: {error.strerror} ({error.filename or directory})"
            ) from error
        except DatabaseError as error:
            raise CommandError(
                f"No backup was made: the database does not answer ({type(error).__name__})."
            ) from error
        for name in manifest["missing_files"]:
            self.stdout.write(f"MISSING: a row names the file {name}, which is not there.")
        return self._told(path, manifest, removed)

    def _told(self, path, manifest, removed):
        rows, files = sum(manifest["tables"].values()), len(manifest["members"]) - 1
        size = path.stat().st_size / 1024**2
        encrypted = "encrypted" if path.suffix == ".enc" else "not encrypted"
        told = f"{path}: {rows} rows, {files} files, {size:.1f} MB, {encrypted}."
        return f"{told} {len(removed)} older backups removed." if removed else told
