"""`manage.py check_links [--dry-run] [--limit N]`: asks for every address that is stored."""

from django.core.management.base import BaseCommand, CommandError

from back_office.links.checking import NoNetwork, Round, due
from back_office.models import Link
from operations.jobs import Remembered


class Command(Remembered, BaseCommand):
    """Run by a timer, once a day; may be stopped at any time, and goes on where it was."""

    help = "Asks for every stored address, oldest first, and keeps what came of it."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be asked for, and do nothing"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="ask for so many at most")

    def handle(self, *, dry_run, limit, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit must be 1 or more.")
        links = due()
        if dry_run:
            for link in links[:limit]:
                self.stdout.write(link.address)
            return "Nothing was asked for or written."
        self.said, self.is_talkative = 0, options["verbosity"] > 1
        try:
            Round(links, self._tell).run(limit)
        except NoNetwork as reason:
            raise CommandError(
                "No host answers: this machine seems to have no network. Nothing was changed."
            ) from reason
        broken = Link.objects.broken().count()
        return f"{self.said} addresses asked for; {broken} links are broken."

    def _tell(self, link):
        """A line for each link that fails or has moved; for all where more words are asked for."""
        self.said += 1
        if self.is_talkative or link.is_failing or link.state == Link.State.MOVED:
            words = [link.state, link.status_code, link.problem, link.address, link.moved_to]
            self.stdout.write("  ".join(str(word) for word in words if word))
