"""What the link checker has found, and where each address is to be put right."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from back_office.links.places import places_for
from back_office.models import Link
from reporting.admin.reading import ReadOnlyAdmin


class FailingFilter(admin.SimpleListFilter):
    """Links that failed when they were asked for last, whether they count as broken yet or not."""

    title = _("last time")
    parameter_name = "failing"

    def lookups(self, request, model_admin):
        return [("yes", _("failed")), ("no", _("did not fail"))]

    def queryset(self, request, links):
        if self.value() == "no":
            return links.filter(failed_days=0)
        return links.filter(failed_days__gt=0) if self.value() == "yes" else links


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    list_display = ["address", "state", "reason", "used_in", "checked_at", "failing_since"]
    list_filter = ["state", FailingFilter]
    list_per_page = 50
    search_fields = ["address", "moved_to"]
    fieldsets = [
        (None, {"fields": ["opened", "state", "reason", "moved_to"]}),
        (_("Where it is used"), {"fields": ["used_in"]}),
        (_("Time"), {"fields": ["checked_at", "failing_since", "failed_on", "failed_days"]}),
    ]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        places_for(request, self.admin_site, changelist.result_list)
        return changelist

    def get_object(self, request, object_id, from_field=None):
        link = super().get_object(request, object_id, from_field)
        if link:
            places_for(request, self.admin_site, [link])
        return link

    @admin.display(description=pgettext_lazy("of a link", "address"))
    def opened(self, link):
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', link.address)

    @admin.display(description=_("reason"))
    def reason(self, link):
        words = [link.get_problem_display(), link.status_code]
        return ": ".join(str(word) for word in words if word)

    @admin.display(description=_("where it is used"))
    def used_in(self, link):
        rows = ((place.url, place.thing, place.column) for place in link.shown_places)
        return format_html_join("", '<div><a href="{}">{}</a> ({})</div>', rows)
