"""`manage.py export_person USERNAME|EMAIL [--out FILE]`: all that the site holds about a person."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.core.serializers.json import DjangoJSONEncoder

from privacy.exporting import exported
from privacy.holdings import subject_of


class Command(BaseCommand):
    """Writes JSON; passwords, keys and the secrets of links are left out."""

    help = "Writes all that the site holds about a person as JSON (GDPR, articles 15 and 20)."

    def add_arguments(self, parser):
        parser.add_argument("who", help="user name or e-mail address")
        parser.add_argument("--out", type=Path, help="the file to write; must not be there yet")

    @no_translations
    def handle(self, *args, who, out, **options):
        try:
            held = exported(subject_of(who))
        except LookupError as error:
            raise CommandError(str(error)) from error
        text = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        if not out:
            self.stdout.write(text)
            return
        try:
            # Nobody else on the machine may read it.
            out.touch(mode=0o600, exist_ok=False)
            out.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}") from error
        rows = sum(len(some) for some in held.values())
        self.stdout.write(f"{out}: {rows} rows of {len(held)} kinds")
