"""`manage.py verify_reports`: recomputes every hash and everything derived from approved reports."""

from django.core.management.base import BaseCommand, CommandError

from operations.jobs import Remembered
from reporting.models import ReportRevision
from reporting.verification import mismatches


class Command(Remembered, BaseCommand):
    """Names what does not agree; the exit status is 1 when anything does not."""

    help = "Recomputes the hashes of all reports, and what is derived from them."

    def handle(self, **options):
        found = 0
        for sentence in mismatches():
            found += 1
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{found} things do not agree.")
        count = ReportRevision.objects.count()
        return f"All is well: {count} revisions are as they were sealed."
