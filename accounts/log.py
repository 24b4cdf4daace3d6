"""
The log of sign-ins, under the name `sign_in`.

Says who by the number of the account. Never what was typed: a password is easily written
into the wrong field. No address either: it is personal data, the proxy's own log has it for
as long as the city keeps it, and by the time the two can be laid side by side.
"""

import logging

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa import signals as mfa
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

log = logging.getLogger("sign_in")


@receiver(user_logged_in)
def signed_in(user, **_kwargs):
    """Somebody is in."""
    log.info("signed in: account %s", user.pk)


@receiver(user_logged_out)
def signed_out(user, **_kwargs):
    """Somebody has pressed “sign out”."""
    if user:
        log.info("signed out: account %s", user.pk)


@receiver(user_login_failed)
def failed(credentials, **_kwargs):
    """A user name that nobody has is not written: it may be a password."""
    name = credentials.get("username") or ""
    user = get_user_model().objects.filter(username=name).first()
    log.warning("failed: %s", f"account {user.pk}" if user else "no such account")


@receiver(mfa.authentication_failed)
def second_step_failed(user, authenticator, **_kwargs):
    """The password was right, the second step was not."""
    log.warning("second step failed: account %s, %s", user.pk, authenticator.type)


@receiver(mfa.authenticator_used)
def second_step_shown(user, authenticator, **_kwargs):
    """With what somebody came in."""
    log.info("second step shown: account %s, %s", user.pk, authenticator.type)


@receiver(mfa.authenticator_added)
def second_step_added(user, authenticator, **_kwargs):
    """A new way to come in."""
    log.info("second step added: account %s, %s", user.pk, authenticator.type)


@receiver([mfa.authenticator_removed, mfa.authenticator_reset])
def second_step_changed(user, authenticator, **_kwargs):
    """One way fewer, or new recovery codes."""
    log.info("second step removed or renewed: account %s, %s", user.pk, authenticator.type)


@receiver([password_changed, password_reset, password_set])
def password_is_new(user, **_kwargs):
    """The other sessions of the account have ended with it."""
    log.info("password changed: account %s", user.pk)


def second_steps_removed(user, count, by):
    """Not a signal of the library: an administrator has let somebody begin anew."""
    log.warning("second steps removed: account %s, %s of them, by %s", user.pk, count, by)
