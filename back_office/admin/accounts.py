"""Accounts and roles: who may do what, and no way from here to more than one may give."""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as django_admin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Case, Count, Value, When
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin import SecondStepAdmin
from back_office.managing import may_change_group, may_manage, may_remove, settled_fields
from back_office.roles import ROLES, role_name, role_purpose


class RoleField(forms.ModelMultipleChoiceField):
    """Roles to tick, each with what it allows."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        name, purpose = role_name(group), role_purpose(group)
        return format_html("<strong>{}</strong> – {}", name, purpose) if purpose else name


class RoleFilter(admin.SimpleListFilter):
    """Accounts by their role, in the reader's language."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(group.name, role_name(group)) for group in in_order(Group.objects.all())]

    def queryset(self, request, accounts):
        return accounts.filter(groups__name=self.value()) if self.value() else accounts


def in_order(groups):
    """Groups in the order of `ROLES`, and then those of staff's own."""
    places = [When(name=name, then=Value(place)) for place, name in enumerate(ROLES)]
    return groups.order_by(Case(*places, default=Value(len(ROLES))), "name")


admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(SecondStepAdmin):
    list_display = ["username", "email", "first_name", "last_name", "roles", "is_staff"]
    list_filter = [RoleFilter, "is_staff", "is_superuser", "is_active"]
    filter_horizontal = ["user_permissions"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, account):
        return ", ".join(role_name(group) for group in account.groups.all()) or "–"

    def get_fieldsets(self, request, obj=None):
        """What only superusers give is shown to superusers only."""
        shown = (
            {} if request.user.is_superuser else {"is_superuser": None, "user_permissions": None}
        )
        if "groups" in settled_fields(request.user, obj):
            shown["groups"] = "roles"
        return [
            (name, more | {"fields": [f for f in (shown.get(f, f) for f in more["fields"]) if f]})
            for name, more in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        settled = settled_fields(request.user, obj)
        return [*super().get_readonly_fields(request, obj), "roles", *sorted(settled)]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs |= {"queryset": in_order(Group.objects.all()), "form_class": RoleField}
            return db_field.formfield(**kwargs, label=_("roles"), help_text="")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        is_allowed = super().has_change_permission(request, obj)
        return is_allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        is_allowed = super().has_delete_permission(request, obj)
        return is_allowed and (obj is None or may_remove(request.user, obj))


@admin.register(Group)
class RoleAdmin(django_admin.GroupAdmin):
    list_display = ["role", "purpose", "member_count"]
    ordering = None

    def get_queryset(self, request):
        groups = super().get_queryset(request).prefetch_related("permissions__content_type")
        return in_order(groups.annotate(member_count=Count("user")))

    @admin.display(description=_("role"), ordering="name")
    def role(self, group):
        return role_name(group)

    @admin.display(description=_("what its members may do"))
    def purpose(self, group):
        return role_purpose(group)

    @admin.display(description=_("members"), ordering="member_count")
    def member_count(self, group):
        return group.member_count

    def get_readonly_fields(self, request, obj=None):
        """Its name is how the site knows a role."""
        return ["name"] if obj and obj.name in ROLES else []

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Nobody gives a right that they do not have."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if not request.user.is_superuser:
            own = request.user.get_all_permissions()
            rights = Permission.objects.values_list("pk", "content_type__app_label", "codename")
            field.queryset = field.queryset.filter(
                pk__in=[pk for pk, app, codename in rights if f"{app}.{codename}" in own]
            )
        return field

    def has_change_permission(self, request, obj=None):
        is_allowed = super().has_change_permission(request, obj)
        return is_allowed and (obj is None or may_change_group(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """A role of the site stays; a group of staff's own goes if one could have made it."""
        if obj is None:
            return super().has_delete_permission(request)
        is_own = obj.name not in ROLES and may_change_group(request.user, obj)
        return is_own and super().has_delete_permission(request, obj)
