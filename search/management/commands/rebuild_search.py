"""`manage.py rebuild_search [--pending]`: makes the index of the search anew."""

from django.core.management.base import BaseCommand

from operations.jobs import Remembered
from search.indexing import catch_up, rebuild


class Command(Remembered, BaseCommand):
    """Reads everything that can be found, or only what has changed and waits."""

    help = "Makes the index of the search anew; with --pending takes in only what has changed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--pending", action="store_true", help="only what has changed since it was last read"
        )

    def handle(self, *args, pending, **options):
        """Say how much was read."""
        return f"{catch_up()} changes taken in" if pending else f"{rebuild()} things read"
