"""`manage.py grow_data --factor N`: multiplies the public data, for measuring."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from icc_site.growing import HoldsRealWork, grow
from search.indexing import rebuild


class Command(BaseCommand):
    """The database is marked for ever, and refused when it holds anybody's work."""

    help = (
        "Multiplies the loaded public data for measuring, with reports on each action. "
        "Throw the database away afterwards."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--factor", type=int, required=True, help="how many of each there will be"
        )
        parser.add_argument(
            "--in-production", action="store_true", help="also where DJANGO_DEBUG is not set"
        )
        parser.add_argument(
            "--without-search", action="store_true", help="leave the index of the search as it is"
        )

    def handle(self, *args, factor, in_production, without_search, **options):
        if factor < 1:
            raise CommandError("Nothing was grown: the factor is 1 or more.")
        if not settings.DEBUG and not in_production:
            raise CommandError(
                "Nothing was grown: these are the settings of production. "
                "Add --in-production if this database is there for measuring only."
            )
        try:
            grow(factor)
        except HoldsRealWork as reason:
            raise CommandError(f"Nothing was grown: {reason}") from None
        found = "" if without_search else f" {rebuild()} things can be found."
        # PostgreSQL answers from an index alone once it has tidied up; within a transaction it cannot.
        can_tidy_up = connection.vendor == "postgresql" and not connection.in_atomic_block
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if can_tidy_up else "ANALYZE")
        self.stdout.write(f"The data is ×{factor} now.{found}")
