"""`manage.py purge [--dry-run]`: deletes what has been kept long enough."""

from django.core.management.base import BaseCommand, no_translations
from django.utils import timezone

from operations.jobs import Remembered
from privacy.retention import purge


class Command(Remembered, BaseCommand):
    """Carries out the table of retention, and says how many rows each rule took."""

    help = "Deletes what has been kept long enough, by the table that the privacy notice shows."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say how many, delete nothing")

    @no_translations
    def handle(self, *args, dry_run, **options):
        told = [
            f"{rule.name}: {count} ({rule.what}, {rule.kept.days} days {rule.since})"
            for rule, count in purge(timezone.now(), is_trial=dry_run)
        ]
        if dry_run:
            told.append("Nothing was deleted: this was a trial.")
        return "\n".join(told)
