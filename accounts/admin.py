"""Accounts in the back office: what the library would show there, and how a second step is taken away."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.log import second_steps_removed
from accounts.second_step import remove_second_steps

# They hold secrets, or say twice what the account says.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class SecondStepAdmin(UserAdmin):
    """What the back office can do about second steps; it registers the page of accounts itself."""

    actions = ["remove_second_step"]

    @admin.action(
        description=_("Remove the second step, for somebody who has lost it"),
        permissions=["remove_second_step"],
    )
    def remove_second_step(self, request, users):
        """They are signed out, and those who need a second step set up a new one at the next sign-in."""
        for user in users:
            second_steps_removed(user, remove_second_steps(user), f"account {request.user.pk}")
        count = len(users)
        told = ngettext(
            "The second step of %(count)s account has been removed, and it has been signed out everywhere.",
            "The second steps of %(count)s accounts have been removed, and they have been signed out everywhere.",
            count,
        )
        self.message_user(request, told % {"count": count}, messages.SUCCESS)

    def has_remove_second_step_permission(self, request):
        """For administrators only: it makes the password enough to come in."""
        return request.user.is_superuser
