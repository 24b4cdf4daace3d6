"""The sessions of the site: whose they are, when they began, and when they end."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sessions import SessionStore


class SessionQuerySet(models.QuerySet):
    """Sessions, one by one or all of a person."""

    def alive(self):
        """Those that have not ended; whether one is too long is asked when it is used."""
        return self.filter(expire_date__gt=timezone.now())

    def besides(self, key):
        """All but the one that asks."""
        return self.exclude(session_key=key)


class Session(AbstractBaseSession):
    """
    A browser that the site knows again, most often because somebody has signed in with it.

    It ends when nothing was done for `SESSION_COOKIE_AGE`, and in any case
    `SESSION_LONGEST` after the sign-in. Of the browser only its kind is kept, no address.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        editable=False,
        related_name="sessions",
        verbose_name=_("user"),
    )
    signed_in_at = models.DateTimeField(_("signed in at"), null=True, editable=False)
    browser = models.CharField(_("browser"), max_length=50, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta(AbstractBaseSession.Meta):
        ordering = ["-signed_in_at"]
        constraints = [
            models.CheckConstraint(
                name="session_of_a_person_has_its_beginning",
                condition=Q(user=None) | Q(signed_in_at__isnull=False),
            ),
        ]

    @classmethod
    def get_session_store_class(cls):
        """The store that keeps these."""
        return SessionStore

    @property
    def used_at(self):
        """When it was last used, to the minute."""
        return self.expire_date - timezone.timedelta(seconds=settings.SESSION_COOKIE_AGE)
