"""Makes the site ready to be served; quick when it is ready already."""

import hashlib
import secrets
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from programme.models import Programme
from readers.starting import state_first
from search.indexing import catch_up

ADMINISTRATOR = "admin"


class Command(BaseCommand):
    """Folders, tables, public data, one administrator and static files."""

    help = "Makes what is missing before the site can be served."

    def handle(self, **options):
        """Make what is missing, in the order in which one thing needs another."""
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        try:
            self.prepare_database()
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {error}") from error
        self.collect_static_files()

    def prepare_database(self):
        """Bring the tables up to date and fill them when they are empty."""
        if has_unapplied_migrations() or not has_administrator():
            # The administrator comes last: without one, an earlier start was interrupted,
            # perhaps before Django had made the permissions, which it makes here.
            self.say("Making the tables ...")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not Programme.objects.exists():
            self.say("Loading the public data ...")
            with transaction.atomic():
                call_command("load_public_data")
        state_first()
        # After a migration everything counts as changed.
        catch_up()
        if not has_administrator():
            self.make_administrator()

    def make_administrator(self):
        """Make the first administrator, whose password nobody else can know."""
        password = secrets.token_urlsafe(15)
        get_user_model().objects.create_superuser(ADMINISTRATOR, password=password)
        self.say(
            f"Administrator {ADMINISTRATOR} made with the password {password} (not shown again)"
        )

    def say(self, line):
        """Print at once, also into a log: the password must not get lost on the way."""
        self.stdout.write(line)
        self.stdout.flush()

    def collect_static_files(self):
        """Collect the static files when one of their sources has changed."""
        collected = Path(settings.STATIC_ROOT)
        stamp = collected.parent / "static.stamp"
        known = stamp.read_text() if collected.is_dir() and stamp.is_file() else ""
        fingerprint = static_files_state()
        if fingerprint != known:
            self.say("Collecting static files ...")
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(fingerprint)


def has_unapplied_migrations():
    """Ask what `migrate` would do, without its other work."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_administrator():
    """Tell whether somebody rules, or has at least taken the administrator's name."""
    users = get_user_model().objects
    return users.filter(Q(is_superuser=True) | Q(username=ADMINISTRATOR)).exists()


def static_files_state():
    """Sum up the sources of the static files and what makes the collected ones of them."""
    lines = [django.__version__, settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for path, storage in finder.list(None):
            status = Path(storage.path(path)).stat()
            lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
