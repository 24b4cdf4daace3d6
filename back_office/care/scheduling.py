"""Lists of what becomes public by itself."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ScheduledFilter(admin.SimpleListFilter):
    """Rows that wait for their time to be published."""

    title = _("scheduled")
    parameter_name = "scheduled"

    def lookups(self, request, model_admin):
        return [("yes", _("to be published later"))]

    def queryset(self, request, rows):
        return self.waiting(rows) if self.value() == "yes" else rows

    @staticmethod
    def waiting(rows):
        """Those that are ready, and whose time has not come."""
        return rows.filter(is_public=True, publish_at__gt=timezone.now())


class Scheduling:
    """An admin class whose list can be narrowed to what is scheduled."""

    def get_list_filter(self, request):
        is_published = hasattr(self.model, "publish_at")
        return [*super().get_list_filter(request), *[ScheduledFilter] * is_published]
