"""`manage.py erase_person USERNAME|EMAIL [--really]`: takes a person out; a trial unless told otherwise."""

from django.core.management.base import BaseCommand, CommandError, no_translations

from privacy.erasing import LastAdministrator, erase
from privacy.holdings import subject_of


class Command(BaseCommand):
    """Says what is deleted, and which texts still mention the person: people have to look at these."""

    help = "Takes a person out of the site (GDPR, article 17); what was done remains."

    def add_arguments(self, parser):
        parser.add_argument("who", help="user name or e-mail address")
        parser.add_argument(
            "--really", action="store_true", help="do it; otherwise only say what would be done"
        )

    @no_translations
    def handle(self, *args, who, really, **options):
        try:
            subject = subject_of(who)
            deleted, mentioned = erase(subject, is_trial=not really)
        except LookupError as error:
            raise CommandError(str(error)) from error
        except LastAdministrator as error:
            raise CommandError(
                f"“{who}” is the only administrator: make another one first."
            ) from error
        self.stdout.write(f"Account: {'made a pseudonym' if subject.user else 'none'}")
        self.stdout.write(f"Reporter: {'forgotten' if subject.person else 'none'}")
        for label, count in deleted.items():
            self.stdout.write(f"Deleted: {label}, {count}")
        for place in mentioned:
            self.stdout.write(f"Look by hand, still named in: {place}")
        if not really:
            self.stdout.write("Nothing was changed: this was a trial. Give --really to do it.")
