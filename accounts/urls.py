"""
The pages of one's account, below the language; allauth finds them by their names.

What is not here does not exist: no sign-up, no management of addresses.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as city
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from accounts import views


def page(address, view, *names):
    """A page that nobody keeps; with two names, allauth's name leads to ours."""
    return [path(address, never_cache(view), name=name) for name in names]


signing_in = [
    # Nobody signs up: where the library would lead there, it leads to sign-in.
    *page("sign-in/", views.SignIn.as_view(), "sign_in", "account_login", "account_signup"),
    *page("sign-in/code/", mfa.authenticate, "mfa_authenticate"),
    *page("sign-in/passkey/", views.PasskeySignIn.as_view(), "mfa_login_webauthn"),
    *page("sign-in/inactive/", account.account_inactive, "account_inactive"),
    *page("sign-in/cancelled/", city.login_cancelled, "socialaccount_login_cancelled"),
    *page("sign-in/error/", city.login_error, "socialaccount_login_error"),
    *page("sign-out/", views.SignOut.as_view(), "sign_out", "account_logout"),
    *page("password/", account.password_reset, "account_reset_password"),
    *page("password/sent/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        never_cache(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    *page(
        "password/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
]
setting_up = [
    *page("account/", views.Account.as_view(), "account", "mfa_index", "mfa_list_webauthn"),
    *page("account/again/", account.reauthenticate, "account_reauthenticate"),
    *page("account/again/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    *page(
        "account/again/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"
    ),
    *page("account/app/", totp.activate_totp, "mfa_activate_totp"),
    *page("account/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    *page("account/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    *page("account/codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
]
keeping = [
    *page("sign-in/go-on/", views.go_on, "sign_in_go_on"),
    *page("account/password/", account.password_change, "account_change_password"),
    *page("account/password/new/", account.password_set, "account_set_password"),
    *page("account/sessions/", views.end_sessions, "account_sessions"),
    *page("account/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    *page("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    *page("account/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
]
urlpatterns = [*signing_in, *setting_up, *keeping]

# One address for all languages: the identity provider must know it beforehand.
through_the_city = [
    *page("oidc/<slug:provider_id>/", views.through_the_city(oidc.login), "openid_connect_login"),
    *page(
        "oidc/<slug:provider_id>/callback/",
        views.through_the_city(oidc.callback),
        "openid_connect_callback",
    ),
]

# Where staff may be before their second step: to sign in and out, and to set one up.
OPEN = {each.name for each in [*signing_in, *setting_up, *through_the_city]}
