"""`manage.py send_reminders [--dry-run]`: writes the reminders that are due, and sends the outbox."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from operations.jobs import Remembered
from reporting import letters, reminders
from reporting.models import DeliveryAttempt


class Command(Remembered, BaseCommand):
    """Run by a timer, every few minutes; a second run finds nothing left to do."""

    help = "Writes the reminders that are due, and sends what waits in the outbox."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="show who would get what, and do nothing"
        )

    def handle(self, *, dry_run, **options):
        now = timezone.now()
        if dry_run:
            return self._show(now)
        written = reminders.write(now)
        for each in reminders.due(now):
            self.stdout.write(f"ERROR: nobody to remind of report {each.report} ({each.name})")
        sent = letters.deliver(now)
        self._tell(now, options["verbosity"])
        refused = letters.refused_since(now)
        told = f"{written} reminders written, {sent} letters sent."
        if refused:
            self.stdout.write(told)
            raise CommandError(f"{refused} letters were refused; the next run tries them again.")
        return told

    def _tell(self, now, verbosity):
        """Each letter that was refused, and each that was sent where more words are asked for."""
        tries = DeliveryAttempt.objects.filter(tried_at=now).select_related("letter")
        for each in tries.order_by("pk"):
            if each.error:
                self.stdout.write(f"REFUSED: {each.letter.recipient}  {each.error}")
            elif verbosity > 1:
                self._letter(each.letter)

    def _show(self, now):
        """The letters that would leave now, and those that would be written."""
        for mail in letters.mails_at(now):
            for letter in mail:
                self._letter(letter)
        for each in reminders.due(now):
            if each.person is None:
                self.stdout.write(f"ERROR: nobody to remind of report {each.report} ({each.name})")
                continue
            with translation.override(each.person.language):
                subject = letters.subject_of(each.kind, each.report)
            self._line(each.person.email, each.person.language, each.name, subject)
        return "Nothing was written or sent."

    def _letter(self, letter):
        self._line(letter.recipient, letter.language, letter.kind, letter.subject)

    def _line(self, recipient, language, kind, subject):
        self.stdout.write(f"{recipient}  {language}  {kind}  {subject}")
