"""`manage.py clearsessions`: Django's, remembered."""

from django.contrib.sessions.management.commands import clearsessions

from operations.jobs import Remembered


class Command(Remembered, clearsessions.Command):
    """Removes what is left of sessions that have ended; run by a timer, every night."""
