"""What is looked at in the back office, and made or changed by moves only."""

from django.contrib import admin

from reporting.models import ActionReport


class ReadOnly:
    """Rows that are shown and neither added, changed nor removed here."""

    def has_add_permission(self, request, parent=None):
        return False

    def has_change_permission(self, request, thing=None):
        return False

    def has_delete_permission(self, request, thing=None):
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    pass


class OfReportAdmin(ReadOnlyAdmin):
    list_select_related = ["report__action", "report__round"]
    search_fields = [
        "report__action__code",
        "report__action__title_fi",
        "report__action__title_sv",
        "report__action__title_en",
    ]

    def get_queryset(self, request):
        visible = ActionReport.objects.visible_to(request.user)
        return super().get_queryset(request).filter(report__in=visible.order_by())


class PartInline(ReadOnly, admin.TabularInline):
    """A part of a row, for everybody who may see the row."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return True


class Coordinating:
    """The right to act as a coordinator, by the name that admin actions ask for."""

    def has_coordinate_permission(self, request):
        return request.user.has_perm("reporting.coordinate_reporting")
