"""Signing in and out, and the page of one's own account: what allauth does, and what we add."""

import logging
from functools import wraps

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from accounts.models import Session
from accounts.second_step import lacks_second_step

log = logging.getLogger("sign_in")

CARRIED = "carried-"
# Names in the session: what had been typed, and where somebody was going.
KEPT, GOING_TO = "kept_at_sign_in", "going_to"


class Carrying:
    """
    What somebody had typed when their session ended comes along in fields that begin with “carried-”.

    With the right password, or the right passkey, it goes into the session, bound to the person.
    So it outlives the second step, and reaches where it was going once they press “Continue”.
    """

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            carried=self.carried(), city_sign_in=settings.OIDC_NAME, **kwargs
        )

    def carried(self):
        """What came along, as pairs; never a password."""
        return [
            (name.removeprefix(CARRIED), value)
            for name, values in self.request.POST.lists()
            for value in values
            if name.startswith(CARRIED) and "password" not in name.lower()
        ]

    def keep(self, user):
        """Keep what came along for this person. Returns whether there was anything."""
        next_page, carried = self.get_next_url(), self.carried()
        if next_page and carried:
            kept = {"user": user.pk, "next": next_page, "carried": carried}
            self.request.session[KEPT] = kept
        return bool(next_page and carried)


class SignIn(Carrying, LoginView):
    """The sign-in of everybody: reporters, coordinators, approvers and the back office."""

    def dispatch(self, request, *args, **kwargs):
        """Staff who have no second step yet come here from all their pages: on to where they set it up."""
        if request.user.is_authenticated and lacks_second_step(request, request.user):
            going_to = reverse("sign_in_go_on") if self.keep(request.user) else self.get_next_url()
            request.session[GOING_TO] = going_to
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        """To what had been typed, when something came along."""
        if self.request.session.get(KEPT) and self.carried():
            return reverse("sign_in_go_on")
        return super().get_success_url()

    def form_valid(self, form):
        """The password is right; a second step may follow."""
        self.keep(form.user)
        return super().form_valid(form)


class PasskeySignIn(Carrying, LoginWebAuthnView):
    """Sign-in by passkey alone, which is both steps at once."""

    def get_next_url(self):
        """Where somebody was going, within this site only."""
        return SignIn.get_next_url(self)

    redirect_field_name = SignIn.redirect_field_name

    def form_valid(self, form):
        """The passkey is right."""
        is_kept = self.keep(form.cleaned_data["credential"].user)
        answer = super().form_valid(form)
        is_in = self.request.user.is_authenticated
        return redirect("sign_in_go_on") if is_kept and is_in else answer


class SignOut(LogoutView):
    """By POST only, and home."""

    http_method_names = ["post"]


@require_safe
@login_required
def go_on(request):
    """What had been typed, one press away from where it was going; shown to its writer only."""
    kept = request.session.get(KEPT)
    if not kept or kept["user"] != request.user.pk:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request, "account/continue.html", {"next": kept["next"], "carried": kept["carried"]}
    )


class Account(IndexView):
    """One's own account: password, second step, and where one is signed in."""

    def get_context_data(self, **kwargs):
        user, session = self.request.user, self.request.session
        return super().get_context_data(
            sessions=Session.objects.filter(user=user).alive(),
            session_key=session.session_key,
            needs_second_step=lacks_second_step(self.request, user),
            going_to=session.get(GOING_TO),
            **kwargs,
        )


def through_the_city(view):
    """A step through the city's identity provider; when it does not answer, that is said."""

    @wraps(view)
    def asked(request, provider_id):
        try:
            return view(request, provider_id)
        except RequestException as error:
            log.warning("the identity provider does not answer: %s", type(error).__name__)
            return render(request, "socialaccount/authentication_error.html", status=503)

    return asked


@require_POST
@login_required
def end_sessions(request):
    """Sign out everywhere but here."""
    others = Session.objects.filter(user=request.user).besides(request.session.session_key)
    others.delete()
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("account")
