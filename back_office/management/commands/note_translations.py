"""`manage.py note_translations`: finds what became of texts that did not pass `save()`."""

from django.core.management.base import BaseCommand

from back_office.translations.noting import note_all


class Command(BaseCommand):
    """Compares every translated text with what the translation board knows of it."""

    help = (
        "Compares every translated text with what the translation board knows of it: after "
        "SQL by hand, a restored table or QuerySet.update(). Nothing else is changed."
    )

    def handle(self, **options):
        self.stdout.write(f"{note_all()} texts were not as noted.")
