"""What we do otherwise than django-allauth: no sign-up, our own sentences, quiet mail."""

import logging
import time
from pathlib import PurePath

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

log = logging.getLogger("sign_in")

# What has happened, by the name that allauth gives to it; said on the page and by mail.
HAPPENED = {
    "password_changed": _("The password of your account has been changed."),
    "password_reset": _("The password of your account has been changed."),
    "password_set": _("The password of your account has been changed."),
    "totp_activated": _("An authenticator app has been added to your account."),
    "totp_deactivated": _("The authenticator app has been removed from your account."),
    "recovery_codes_generated": _("Recovery codes have been made for your account."),
    "webauthn_added": _("A passkey has been added to your account."),
    "webauthn_removed": _("A passkey has been removed from your account."),
    "account_connected": _("The city’s sign-in now leads to your account."),
}
# Words of Django and allauth that their Finnish or Swedish lacks or says badly: ours come first.
SAID_BY_OTHERS = [
    _("You must type the same password each time."),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        2,
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
]
TOO_OFTEN = _("That was too often. Please wait a few minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The user name or the password is not right. Please try again."
        ),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
        "incorrect_code": _("The code is not right. Please try again."),
        "incorrect_password": _("The password is not right. Please try again."),
        "enter_current_password": _("The password is not right. Please try again."),
        "invalid_password_reset": _("The link in the letter is no longer valid."),
    }

    def is_open_for_signup(self, request):
        """Never."""
        return False

    def pre_authenticate(self, request, **credentials):
        """Count, and say in the log when somebody has tried too often."""
        try:
            super().pre_authenticate(request, **credentials)
        except self.validation_error("too_many_login_attempts").__class__:
            log.warning("refused: too many failures")
            raise

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not from somebody who has signed in a moment ago."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        is_fresh = time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def add_message(self, request, level, message_template=None, *_args, message=None, **_kwargs):
        """The sentence for what has happened; for what a page shows anyway, none."""
        sentence = message or HAPPENED.get(PurePath(message_template or "").stem)
        if sentence:
            messages.add_message(request, level, sentence)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell a person what has changed, in case it was somebody else."""
        sentence = HAPPENED.get(PurePath(template_prefix).stem)
        if sentence and user.email:
            about = {"sentence": sentence, "at": timezone.now(), "site_url": settings.SITE_URL}
            self.send_mail("account/email/changed", user.email, about)

    def send_mail(self, template_prefix, email, context):
        """A mail server that refuses must not tell whether there is such an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("a letter about an account could not be sent")


class MFAAdapter(DefaultMFAAdapter):
    """How the site is called in apps and in passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_label(self, user):
        """The user name: an address of mail is not needed for it."""
        return user.get_username()

    def build_totp_svg(self, url):
        """The picture as a part of the page: the policy allows no address that holds a picture."""
        picture = qrcode.make(url, image_factory=SvgPathImage, border=2)
        return picture.to_string(encoding="unicode")

    def _get_user_identifier(self, user):
        return user.get_username()

    def _get_site_name(self):
        return gettext("Pori in the ICC network")

    def generate_authenticator_name(self, user, type):
        """A suggestion, to be written over."""
        return gettext("My passkey")


class CityAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the city's identity provider."""

    def pre_social_login(self, request, sociallogin):
        """Whoever has an account with that address, as the provider has confirmed it, comes into it."""
        if sociallogin.is_existing:
            return
        users = get_user_model().objects.filter(
            email__iexact=confirmed_address(sociallogin) or None
        )
        # Two accounts with one address: nobody can tell which is meant.
        if len(users) == 1:
            sociallogin.connect(request, users[0])

    def is_open_for_signup(self, request, sociallogin):
        """
        Only where a setting allows new accounts, and only with an address that is confirmed.

        Whoever has the one account with that address has been found before this is asked.
        """
        address = confirmed_address(sociallogin)
        if not (settings.OIDC_CREATES_ACCOUNTS and address):
            return False
        return not get_user_model().objects.filter(email__iexact=address).exists()

    def on_authentication_error(self, request, provider, error=None, exception=None, **_kwargs):
        """Into the log, with the kind of error only: the rest may hold what is secret."""
        log.warning("failed at the identity provider: %s", error or type(exception).__name__)


def confirmed_address(sociallogin):
    """The address of mail that the identity provider vouches for, or nothing."""
    addresses = [each.email for each in sociallogin.email_addresses if each.verified]
    return addresses[0] if addresses else ""
