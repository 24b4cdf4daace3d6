"""Where sessions are kept, and when they end: the engine named in `SESSION_ENGINE`."""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

SIGNED_IN_AT, BROWSER = "signed_in_at", "browser"
# A session that is used is written at most this often.
FRESH = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """
    Keeps whose a session is, and ends it in time, whoever asks for it.

    Idle time is counted by the expiry that Django writes; here it is renewed once a
    minute. Nothing is asked and nothing is written for pages that do not read the session.
    """

    @classmethod
    def get_model_class(cls):
        """Asked late: models are loaded after settings name this module."""
        return apps.get_model("accounts", "Session")

    def load(self):
        """What the session holds; nothing once it was too long."""
        row = self._get_session_from_db()
        if row is None:
            return {}
        held = self.decode(row.session_data)
        if SESSION_KEY not in held:
            return held
        if is_too_long(held):
            self.delete(row.session_key)
            self._session_key = None
            return {}
        idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if row.expire_date < timezone.now() + idle - FRESH:
            self.modified = True
        return held

    def create_model_instance(self, data):
        """The row that is written: Django's, and whose it is."""
        row = super().create_model_instance(data)
        if SESSION_KEY in data and SIGNED_IN_AT in data:
            row.user_id = data[SESSION_KEY]
            row.signed_in_at = datetime.fromtimestamp(data[SIGNED_IN_AT], UTC)
            row.browser = data.get(BROWSER, "")
        return row


def is_too_long(held):
    """Whether the sign-in was longer ago than a session may last, or nobody knows when it was."""
    age = timezone.now().timestamp() - held.get(SIGNED_IN_AT, 0)
    return age > settings.SESSION_LONGEST
