"""Who may change which account and which group, so that nobody rises by an account page."""

from django.contrib.auth.models import User

from back_office.roles import ROLES

GRANT = "back_office.grant_roles"


def may_manage(actor, account):
    """
    Whether the rights of an actor to accounts include this one.

    A superuser's account is a superuser's business: a new password or address would hand it over.
    For the same reason whoever does not give roles manages only accounts without any.
    """
    if actor.is_superuser or actor == account:
        return True
    return not account.is_superuser and (actor.has_perm(GRANT) or not _has_rights(account))


def may_remove(actor, account):
    """Nobody removes the own account; so an administrator always remains."""
    return actor != account and may_manage(actor, account)


def settled_fields(actor, account):
    """
    The fields of an account that the actor looks at and does not change.

    Nobody closes the own account or takes the own rights, which keeps the last administrator;
    and nobody but a superuser, who has all, gives rights to the own account.
    """
    settled = set()
    if not actor.has_perm(GRANT):
        settled |= {"is_staff", "groups"}
    if actor == account:
        settled |= {"is_active", "is_staff", "is_superuser"}
    if actor == account and not actor.is_superuser:
        settled |= {"groups"}
    return settled


def may_change_group(actor, group):
    """A role of the site stays what its documentation says; other groups hold no more than one has."""
    if actor.is_superuser:
        return True
    return group.name not in ROLES and rights_of(group) <= actor.get_all_permissions()


def rights_of(group):
    """The rights of a group, as {"programme.add_city", …}."""
    pairs = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in pairs}


def _has_rights(account: User):
    return account.is_staff or account.groups.exists() or account.user_permissions.exists()
