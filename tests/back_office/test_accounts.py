"""Accounts and roles: who gives what to whom, and that nobody rises by an account page."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from back_office.roles import ROLES
from tests import factories
from tests.back_office.test_matrix import filled_by_a_superuser
from tests.back_office.test_pages import address, form_data
from tests.reporting.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    """Somebody who gives roles without being a superuser; signed in in `client`."""
    user = make_user("administrator", is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def clerk(client):
    """Somebody with Django's right to change accounts, and without that to give roles."""
    user = make_user(is_staff=True)
    codenames = ["view_user", "change_user", "delete_user", "view_group", "change_group"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def group(name):
    return Group.objects.get(name=name)


def send(client, row, **changes):
    """What a superuser's form would send, changed; a mark that is None is not sent."""
    page = address(type(row), "change", row.pk)
    data = filled_by_a_superuser(page) | changes
    return client.post(page, {name: value for name, value in data.items() if value is not None})


def role_names(user):
    return sorted(user.groups.values_list("name", flat=True))


def test_administrator_gives_every_role(client, administrator):
    user = make_user()

    answer = send(
        client, user, is_staff="on", groups=[group("approver").pk, group("administrator").pk]
    )

    user.refresh_from_db()
    assert answer.status_code == 302
    assert (role_names(user), user.is_staff) == (["administrator", "approver"], True)


def test_administrator_makes_nobody_a_superuser_and_gives_no_single_right(client, administrator):
    user = make_user()
    right = Permission.objects.get(codename="approve_report")

    answer = send(client, user, first_name="Aino", is_superuser="on", user_permissions=[right.pk])

    user.refresh_from_db()
    assert (answer.status_code, user.first_name) == (302, "Aino")
    assert (user.is_superuser, list(user.user_permissions.all())) == (False, [])


def test_account_of_a_superuser_is_out_of_reach(client, administrator):
    chief = factories.make_staff()
    password = chief.password
    page = address(User, "change", chief.pk)

    answers = [
        client.get(page).status_code,
        send(client, chief, email="mine@example.org").status_code,
        client.post(
            f"/admin/auth/user/{chief.pk}/password/",
            {
                "password1": "Kevätsade-Porissa-2031",
                "password2": "Kevätsade-Porissa-2031",
                "usable_password": "true",
            },
        ).status_code,
        client.post(address(User, "delete", chief.pk), {"post": "yes"}).status_code,
        client.post(
            address(User),
            {"action": "delete_selected", "_selected_action": [chief.pk], "post": "yes"},
        ).status_code,
    ]

    chief.refresh_from_db()
    assert answers == [200, 403, 403, 403, 403]
    assert (chief.email, chief.password) == ("", password)


def test_password_of_another_account_can_be_set(client, administrator):
    user = make_user("editor")

    answer = client.post(
        f"/admin/auth/user/{user.pk}/password/",
        {
            "password1": "Kevätsade-Porissa-2031",
            "password2": "Kevätsade-Porissa-2031",
            "usable_password": "true",
        },
    )

    user.refresh_from_db()
    assert (answer.status_code, user.check_password("Kevätsade-Porissa-2031")) == (302, True)


def test_administrator_neither_leaves_nor_locks_the_own_account_nor_takes_a_role(
    client, administrator
):
    answer = send(
        client, administrator, first_name="Aino", is_active=None, is_staff=None,
        groups=[group("approver").pk],
    )  # fmt: skip
    removed = client.post(address(User, "delete", administrator.pk), {"post": "yes"})
    bulk = {"action": "delete_selected", "_selected_action": [administrator.pk], "post": "yes"}
    removed_in_bulk = client.post(address(User), bulk)

    administrator.refresh_from_db()
    assert (answer.status_code, administrator.first_name) == (302, "Aino")
    assert (administrator.is_active, administrator.is_staff) == (True, True)
    assert role_names(administrator) == ["administrator"]
    assert (removed.status_code, removed_in_bulk.status_code) == (403, 403)


def test_superuser_does_not_lock_the_own_account_either(client):
    chief = factories.make_staff()
    client.force_login(chief)

    send(client, chief, is_active=None, is_superuser=None, groups=[group("approver").pk])

    chief.refresh_from_db()
    assert (chief.is_active, chief.is_superuser, role_names(chief)) == (True, True, ["approver"])
    assert client.post(address(User, "delete", chief.pk), {"post": "yes"}).status_code == 403


def test_administrator_removes_another_and_stays(client, administrator):
    other = make_user("administrator", is_staff=True)

    answer = client.post(address(User, "delete", other.pk), {"post": "yes"})

    assert answer.status_code == 302
    assert list(User.objects.filter(groups__name="administrator")) == [administrator]


def test_clerk_changes_names_and_gives_no_role(client, clerk):
    user = make_user()

    answer = send(
        client, user, first_name="Aino", is_staff="on", groups=[group("administrator").pk]
    )

    user.refresh_from_db()
    assert (answer.status_code, user.first_name) == (302, "Aino")
    assert (user.is_staff, role_names(user)) == (False, [])


@pytest.mark.parametrize("role", ["administrator", "approver"])
def test_clerk_does_not_reach_accounts_with_rights(client, clerk, role):
    user = make_user(role)

    saved = send(client, user, email="mine@example.org")
    removed = client.post(address(User, "delete", user.pk), {"post": "yes"})

    assert (saved.status_code, removed.status_code) == (403, 403)
    assert User.objects.get(pk=user.pk).email == user.email


def test_roles_of_the_site_stay_as_they_are_documented(client, administrator):
    row = group("editor")
    rights = set(row.permissions.all())

    saved = send(client, row, permissions=[Permission.objects.first().pk])
    removed = client.post(address(Group, "delete", row.pk), {"post": "yes"})

    assert (saved.status_code, removed.status_code) == (403, 403)
    assert set(group("editor").permissions.all()) == rights


def test_superuser_gives_a_role_more_and_does_not_rename_or_remove_it(staff_client):
    right = Permission.objects.get(codename="approve_report")
    row = group("reader")

    saved = send(staff_client, row, name="Lukijat", permissions=[right.pk])
    removed = staff_client.post(address(Group, "delete", row.pk), {"post": "yes"})

    row.refresh_from_db()
    assert (saved.status_code, removed.status_code) == (302, 403)
    assert (row.name, list(row.permissions.all())) == ("reader", [right])


def test_group_of_staffs_own_holds_no_right_that_its_maker_lacks(client, administrator):
    own = Permission.objects.get(codename="change_city")
    foreign = Permission.objects.get(codename="approve_report")

    made = client.post(address(Group, "add"), {"name": "Kaupungit", "permissions": [own.pk]})
    refused = client.post(address(Group, "add"), {"name": "Oma", "permissions": [foreign.pk]})

    assert (made.status_code, refused.status_code) == (302, 200)
    assert list(group("Kaupungit").permissions.all()) == [own]
    assert not Group.objects.filter(name="Oma").exists()


def test_group_with_rights_that_one_lacks_is_looked_at(client, administrator):
    row = Group.objects.create(name="Hyväksyjät")
    row.permissions.set([Permission.objects.get(codename="approve_report")])

    page = client.get(address(Group, "change", row.pk))
    answer = send(client, row, name="Omat")

    assert (page.status_code, answer.status_code) == (200, 403)


def test_roles_are_named_in_the_language_of_the_reader_and_say_what_they_allow(staff_client):
    user = make_user("translator")

    def page(row, language):
        url = address(type(row), "change", row.pk)
        return staff_client.get(url, headers={"Accept-Language": language}).content.decode()

    assert "<strong>kääntäjä</strong> – " in page(user, "fi")
    assert "<strong>översättare</strong> – " in page(user, "sv")
    assert "<strong>translator</strong> – Writes texts in the other languages" in page(user, "en")


def test_list_of_roles_says_what_each_may_do_and_names_the_roles_of_the_site_first(staff_client):
    Group.objects.create(name="Aputyöryhmä")

    page = staff_client.get(address(Group), headers={"Accept-Language": "en"})

    names = [row.name for row in page.context["cl"].result_list]
    assert names == [*ROLES, "Aputyöryhmä"]
    assert "Approves and returns progress reports." in page.content.decode()


def test_accounts_are_found_by_their_role(staff_client):
    translator = make_user("translator")
    make_user("editor")

    page = staff_client.get(address(User), {"role": "translator"})

    assert list(page.context["cl"].queryset) == [translator]


@pytest.mark.parametrize("model", [User, Group])
def test_list_asks_as_many_queries_for_three_rows_as_for_one(staff_client, model):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(address(model)).status_code == 200
        return len(queries)

    make_user("editor", "translator")
    for_one = count()
    for name in ("a", "b"):
        make_user("editor", "approver")
        Group.objects.create(name=name).permissions.set(Permission.objects.all()[:3])

    assert count() == for_one


def test_form_of_an_account_that_is_saved_as_it_is_changes_nothing(client, administrator):
    user = make_user("editor", "approver", is_staff=True)
    page = address(User, "change", user.pk)

    answer = client.post(page, form_data(client.get(page)))

    user.refresh_from_db()
    assert (answer.status_code, role_names(user)) == (302, ["approver", "editor"])
    assert (user.is_active, user.is_staff, user.is_superuser) == (True, True, False)
