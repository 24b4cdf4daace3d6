"""`manage.py freeze_site DIR`: the whole public site as files, for when the application is gone."""

import logging
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.core.signals import request_finished
from django.db import close_old_connections
from django.utils import timezone

from icc_site.freezing.checking import dead_links
from icc_site.freezing.copy import Copy
from icc_site.freezing.site import Site


class Command(BaseCommand):
    """Writes the copy beside DIR, and moves it there when it is whole."""

    help = (
        "Writes every public page, file, calendar and feed into a folder that any web server can "
        "serve. Links that lead nowhere are named; the exit status is then 1."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "directory", type=Path, metavar="DIR", help="a folder that is new or empty"
        )

    @no_translations
    def handle(self, *args, directory, **options):
        directory = directory.resolve()
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise CommandError(f"{directory} is not empty: name a folder that is new or empty.")
        site = self.site()
        directory.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
        try:
            with within_one_process():
                copy = Copy(site, scratch)
                copy.make()
            broken = [*copy.broken, *dead_links(scratch, site.url)]
            scratch.chmod(0o755)
            scratch.replace(directory)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        self.stdout.write(f"{len(copy.titles)} pages and {len(copy.files)} files in {directory}")
        if broken:
            raise CommandError("\n".join([f"{len(broken)} links lead nowhere:", *broken]))

    def site(self):
        """The site at its public address, which must be one that it answers at."""
        site = Site(settings.SITE_URL, timezone.localdate())
        if settings.DEBUG:
            raise CommandError("DJANGO_DEBUG is on: pages would be those for developers.")
        if site.answer("/robots.txt").status_code != 200:
            raise CommandError(
                f"The site does not answer at {site.url}: set SITE_URL to its public address, with a "
                "host of DJANGO_ALLOWED_HOSTS, and with https where DJANGO_HTTPS is on."
            )
        return site


@contextmanager
def within_one_process():
    """Thousands of requests that nobody has made: not logged, and over one connection to the database."""
    request_finished.disconnect(close_old_connections)
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        request_finished.connect(close_old_connections)
