"""For somebody who has lost the second step: the way that is left when nobody can sign in."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts.log import second_steps_removed
from accounts.second_step import remove_second_steps


class Command(BaseCommand):
    """Takes the second step from an account; the next sign-in asks for a new one."""

    help = "Takes the second step from an account, and signs it out everywhere."

    def add_arguments(self, parser):
        """The user name."""
        parser.add_argument("username")

    def handle(self, username, **options):
        """Remove, write it into the log, and say what was there."""
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account with the user name {username}.")
        count = remove_second_steps(user)
        second_steps_removed(user, count, "the command")
        self.stdout.write(f"{username}: {count} removed; signed out everywhere.")
