"""The second step of a sign-in: who needs one, who has shown it, and how it is taken away."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import Session

SHOWN = "second_step_shown"


def lacks_second_step(request, user):
    """Whether a person needs a second step and has not shown one in this session."""
    needs_one = settings.STAFF_NEED_SECOND_STEP and (user.is_staff or user.is_superuser)
    return needs_one and not has_shown_second_step(request, user)


def has_shown_second_step(request, user):
    """By the records of the sign-in, or because it was set up in this very session."""
    if request.session.get(SHOWN) == user.pk:
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def remember_second_step(request, user):
    """Somebody has set up a second step, and shown in doing so that it works."""
    request.session[SHOWN] = user.pk


def remove_second_steps(user):
    """Take all second steps from a person and end the sessions. Returns how many there were."""
    steps = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    count = steps.count()
    Authenticator.objects.filter(user=user).delete()
    Session.objects.filter(user=user).delete()
    return count
