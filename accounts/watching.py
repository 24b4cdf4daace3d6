"""What a sign-in leaves in its session, and what ends the other sessions of a person."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Session
from accounts.second_step import remember_second_step
from accounts.sessions import BROWSER, SIGNED_IN_AT

# In this order: the name of one stands in that of the next.
BROWSERS = ["Firefox", "Edg", "OPR", "Chrome", "Safari"]
SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"]
SPOKEN = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "macOS"}


@receiver(user_logged_in)
def note_the_beginning(request, **_kwargs):
    """The session knows since when it lasts, and in what kind of browser."""
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()
    request.session[BROWSER] = kind_of_browser(request.META.get("HTTP_USER_AGENT", ""))


def kind_of_browser(agent):
    """Enough for a person to know it again, too little to know the person by it."""
    found = [next((name for name in names if name in agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(SPOKEN.get(name, name) for name in found if name)


@receiver([password_changed, password_reset, password_set, authenticator_added])
def end_other_sessions(request, user, **_kwargs):
    """Whoever came in by the old password, or before there was a second step, is out."""
    Session.objects.filter(user=user).besides(request.session.session_key).delete()


@receiver(authenticator_added)
def let_in_with_the_new_one(request, user, **_kwargs):
    """Who has just shown the new second step need not show it again."""
    remember_second_step(request, user)
