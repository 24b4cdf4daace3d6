"""What has been sent to people: letters with what came of them, and links without their secret."""

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy, ngettext

from reporting.admin.reading import Coordinating, OfReportAdmin, PartInline, ReadOnlyAdmin
from reporting.links import revoke_links
from reporting.models import ActionReport, DeliveryAttempt, OutboxMail, ReportAccessLink


class DeliveryAttemptInline(PartInline):
    model = DeliveryAttempt
    fields = ["tried_at", "error"]


class SentFilter(admin.SimpleListFilter):
    """Letters that have left, those that wait, and those that a server has refused so far."""

    title = gettext_lazy("delivery")
    parameter_name = "delivery"

    def lookups(self, request, model_admin):
        return [
            ("sent", gettext_lazy("sent")),
            ("waiting", gettext_lazy("waiting")),
            ("refused", gettext_lazy("tried in vain")),
        ]

    def queryset(self, request, letters):
        if self.value() == "sent":
            return letters.exclude(sent_at=None)
        if self.value() == "refused":
            return letters.filter(sent_at=None, attempts__isnull=False).distinct()
        return letters.filter(sent_at=None) if self.value() == "waiting" else letters


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    list_display = ["subject", "recipient", "kind", "created_at", "sent_at", "attempt_count"]
    list_filter = [SentFilter, "kind", "language"]
    search_fields = ["subject", "recipient", *OfReportAdmin.search_fields]
    fieldsets = [
        (None, {"fields": ["subject", "body", "recipient", "person", "language"]}),
        (gettext_lazy("Cause"), {"fields": ["kind", "report", "transition"]}),
        (gettext_lazy("Delivery"), {"fields": ["created_at", "sent_at"]}),
    ]
    inlines = [DeliveryAttemptInline]

    def get_queryset(self, request):
        visible = ActionReport.objects.visible_to(request.user).order_by()
        letters = super().get_queryset(request).filter(Q(report=None) | Q(report__in=visible))
        return letters.annotate(attempt_count=Count("attempts", distinct=True))

    @admin.display(description=gettext_lazy("attempts"), ordering="attempt_count")
    def attempt_count(self, letter):
        return letter.attempt_count


@admin.register(ReportAccessLink)
class ReportAccessLinkAdmin(Coordinating, OfReportAdmin):
    list_display = ["person", "report", "created_at", "expires_at", "revoked_at", "use_count"]
    list_filter = ["report__round", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "report__action", "report__round"]
    search_fields = ["person__name", "person__email", *OfReportAdmin.search_fields]
    fieldsets = [
        (None, {"fields": ["person", "report"]}),
        (gettext_lazy("Time"), {"fields": ["created_at", "expires_at", "revoked_at"]}),
        (gettext_lazy("Use"), {"fields": ["last_used_at", "use_count"]}),
    ]
    actions = ["revoke"]

    @admin.action(description=gettext_lazy("Revoke the selected links"), permissions=["coordinate"])
    def revoke(self, request, links):
        count = revoke_links(ReportAccessLink.objects.filter(pk__in=links))
        revoked = ngettext(
            "%(count)s link has been revoked.", "%(count)s links have been revoked.", count
        )
        messages.success(request, revoked % {"count": count})
