"""`manage.py restore FILE [--replace]`: puts a backup back, whole or not at all."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from operations.backups import Refused
from operations.backups.restoring import restore, settle


class Command(BaseCommand):
    """Run by hand, while the site is stopped; says what it has found."""

    help = "Puts a backup into an empty place, or with --replace into the place of what is there."
    # The tables may be older than this version, or not there yet.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also where there is data; a backup of it is made first, beside FILE",
        )

    def handle(self, *, file, replace, **options):
        try:
            manifest, earlier = restore(file, replace=replace)
        except Refused as reason:
            raise CommandError(f"Nothing was restored. {reason}") from reason
        except OSError as error:
            raise CommandError(
                f"Nothing was restored: {error.strerror} ({error.filename or file})"
            ) from error
        except DatabaseError as error:
            raise CommandError(
                f"Nothing was restored: the database refuses ({type(error).__name__})."
            ) from error
        if earlier:
            self.stdout.write(f"What was here is in {earlier}")
        self._verify(manifest)

    def _verify(self, manifest):
        """Compare what is there now with the backup, and recompute what reports have sealed."""
        wrong = settle(manifest)
        for sentence in wrong:
            self.stdout.write(f"WRONG: {sentence}")
        for name in manifest["missing_files"]:
            self.stdout.write(f"MISSING: {name} was not there when the backup was made.")
        rows, files = sum(manifest["tables"].values()), len(manifest["members"]) - 1
        self.stdout.write(
            f"Restored as of {manifest['made_at']}: {rows} rows in {len(manifest['tables'])} "
            f"tables, {files} files."
        )
        call_command("verify_reports", stdout=self.stdout, is_trial=True)
        if wrong:
            raise CommandError(f"{len(wrong)} things are not as the backup says.")
