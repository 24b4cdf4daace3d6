"""`manage.py load_public_data [DIR]`: puts the public facts into the database."""

import csv
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from icc_site.loading import Loader
from icc_site.rows import BadCell, refuse_uneven, rows
from icc_site.starting_data import FILES, records
from programme.models import City
from search.indexing import catch_up

PUBLIC_DATA = settings.BASE_DIR / "icc_site" / "public_data"
# A file of another kind would be refused line by line.
TOLD_AT_MOST = 20


class Command(BaseCommand):
    """Loads CSV files all or nothing, and never overwrites what staff have changed."""

    help = (
        "Loads the public facts from CSV files, all or nothing. What staff have changed "
        "or removed since the last load is left alone and named."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "directory",
            nargs="?",
            type=Path,
            default=PUBLIC_DATA,
            help="where the files are (the data that came with the site, unless given)",
        )

    @no_translations
    def handle(self, *args, directory, **options):
        paths = [directory / file for file in FILES if (directory / file).is_file()]
        if not paths:
            raise CommandError(f"{directory} has none of the files {', '.join(FILES)}.")
        with transaction.atomic():
            reports = [self._load_file(path) for path in paths]
            self._require_home_city()
        transaction.on_commit(catch_up)
        self.stdout.write("\n".join(reports))

    def _load_file(self, path):
        """Loads one file and returns what to say of it."""
        loader, refused, lines, unread = Loader(), [], 0, None
        try:
            for row in rows(path):
                lines += 1
                refused += self._load_row(loader, path.name, row)
                unread = row.unread if unread is None else unread & row.unread
        except (BadCell, csv.Error) as error:
            refused.append(f"{path.name}: {error}")
        if refused:
            raise CommandError("\n".join(["Nothing was loaded.", *refused[:TOLD_AT_MOST]]))
        return "\n".join(self._report(path.name, lines, loader, unread))

    def _load_row(self, loader, file, row):
        try:
            refuse_uneven(row)
            for record in records(file, row):
                loader.load(record)
        except BadCell as error:
            return [f"{file}, line {row.line}, {error}"]
        return []

    def _report(self, file, lines, loader, unread):
        told = ", ".join(f"{number} {what}" for what, number in loader.counts.items())
        yield f"{file}: {lines} lines; {told}"
        if unread:
            yield f"  columns not read: {', '.join(sorted(unread))}"
        for what in loader.left_alone:
            yield f"  left alone: {what}"

    def _require_home_city(self):
        if not City.objects.home().exists():
            raise CommandError(
                f"Nothing was loaded.\nThere is no city “{settings.HOME_CITY}”: set HOME_CITY "
                "to the slug of a city in cities.csv."
            )
