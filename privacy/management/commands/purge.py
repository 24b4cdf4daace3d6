"""`manage.py purge [--dry-run]`: deletes what has been kept long enough."""

from django.core.management.base import BaseCommand, no_translations
from django.utils import timezone

from privacy.retention import purge


class Command(BaseCommand):
    """Carries out the table of retention, and says how many rows each rule took."""

    help = "Deletes what has been kept long enough, by the table that the privacy notice shows."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say how many, delete nothing")

    @no_translations
    def handle(self, *args, dry_run, **options):
        for rule, count in purge(timezone.now(), is_trial=dry_run):
            told = f"{rule.kept.days} days {rule.since}"
            self.stdout.write(f"{rule.name}: {count} ({rule.what}, {told})")
        if dry_run:
            self.stdout.write("Nothing was deleted: this was a trial.")
