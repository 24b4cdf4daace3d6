"""What a person's authenticator app shows."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXP"


def shown_by_app(secret=SECRET):
    """The six figures of this half minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_app(user, secret=SECRET):
    """The person has set up an app with this secret, and has two recovery codes."""
    codes = {"migrated_codes": ["11111111", "22222222"]}
    Authenticator.objects.create(user=user, type="recovery_codes", data=codes)
    return TOTP.activate(user, secret)
