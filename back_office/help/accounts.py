"""Accounts and their rights. Each text with the fields that it stands beside."""

from django.utils.translation import gettext_lazy as _

TEXTS = [
    (_("The group’s name, for example “Editor”."), ["auth.Group.name"]),
    (
        _("What the members of the group may do, for example add events."),
        ["auth.Group.permissions"],
    ),
    (_("The name with which one signs in, for example mmeikalainen."), ["auth.User.username"]),
    (_("Shown in the history of changes, for example Maija."), ["auth.User.first_name"]),
    (_("Shown in the history of changes, for example Meikäläinen."), ["auth.User.last_name"]),
    (
        _("Where a link for a new password is sent, for example maija.meikalainen@example.org."),
        ["auth.User.email"],
    ),
    (
        _(
            "Set by each sign-in, for example 1.9.2026 at 09:00. There is seldom a reason to change it."
        ),
        ["auth.User.last_login"],
    ),
    (
        _(
            "Set when the account is made, for example 1.9.2026 at 09:00. There is seldom a reason to change it."
        ),
        ["auth.User.date_joined"],
    ),
]
