"""`manage.py demo_reports`: two example rounds in a scratch database."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from programme.models import Programme
from reporting import demo


class Command(BaseCommand):
    """Marked as examples wherever they are shown; refused where there are real rounds."""

    help = "Fills a scratch database with two example rounds. Throw the database away afterwards."

    def handle(self, **options):
        try:
            password = demo.make()
        except demo.RealRounds:
            raise CommandError(
                "Nothing was made: this database holds reporting rounds already, and examples "
                "are never mixed with real reports. Name an empty one in DATA_DIR or DATABASE_URL."
            ) from None
        except Programme.DoesNotExist:
            raise CommandError(
                "Nothing was made: there are no actions yet. Run load_public_data first."
            ) from None
        except IntegrityError:
            raise CommandError(
                "Nothing was made: there are accounts named demo-… already."
            ) from None
        accounts = ", ".join(f"demo-{role}" for role in demo.ROLES)
        self.stdout.write(f"Two example rounds made. Accounts: {accounts}; password: {password}")
