"""The reports in the back office: read here, and moved by named actions only."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from reporting.admin.moving import MoveActions
from reporting.admin.reading import PartInline, ReadOnly, ReadOnlyAdmin
from reporting.deadlines import days_late
from reporting.models import (
    ActionReport,
    ReportAttachment,
    ReportComment,
    ReportRevision,
    ReportTransition,
    ReportValue,
)
from reporting.transitions import TRANSITIONS


class ReportValueInline(PartInline):
    model = ReportValue
    fields = ["indicator", "value", "numerator", "denominator", "no_value_reason", "source"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator")


class ReportAttachmentInline(PartInline):
    model = ReportAttachment
    fields = readonly_fields = ["title", "licence", "address"]

    @admin.display(description=gettext_lazy("file"))
    def address(self, attachment):
        return format_html('<a href="{0}">{0}</a>', attachment.get_absolute_url())


class ReportCommentInline(PartInline):
    model = ReportComment
    fields = ["label", "written_at", "text", "must_fix", "resolved_at"]

    def has_view_permission(self, request, obj=None):
        """Not for those who only read reports."""
        rights = ("coordinate_reporting", "approve_report")
        return any(request.user.has_perm(f"reporting.{right}") for right in rights)


class ReportTransitionInline(ReadOnly, admin.TabularInline):
    model = ReportTransition
    extra = 0
    fields = readonly_fields = ["sequence", "move", "made_at", "actor_label", "via", "comment"]

    @admin.display(description=gettext_lazy("move"))
    def move(self, transition):
        return TRANSITIONS[transition.name].label


class ReportRevisionInline(ReadOnly, admin.TabularInline):
    model = ReportRevision
    fk_name = "report"
    extra = 0
    fields = ["number", "kind", "made_at", "made_by", "reason"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("made_by").defer("snapshot", "salts")


TEXTS = ["summary", "next_steps", "obstacles", "no_change_reason"]


@admin.register(ActionReport)
class ActionReportAdmin(MoveActions, ReadOnlyAdmin):
    list_display = ["code", "round", "state", "reporter", "submitted_at", "days_late"]
    list_filter = ["round", "state", "action__basket"]
    list_select_related = ["round", "action"]
    # By its key, a round is sorted before the actions in it are.
    ordering = ["-round_id", "action__sort_key"]
    search_fields = ["action__code", "action__title_fi", "action__title_sv", "action__title_en"]
    readonly_fields = ["state", "waive_reason", "submitted_at", "sender", "approved_at"]
    readonly_fields += ["approved_by", "is_self_approved", "version"]
    fieldsets = [
        (None, {"fields": ["action", "round", "assignee", "state", "waive_reason"]}),
        (
            gettext_lazy("What is said"),
            {"fields": ["language", "status", "percent", "is_unchanged"]},
        ),
        (
            gettext_lazy("Texts"),
            {"fields": [f"{name}_{code}" for name in TEXTS for code in ("fi", "sv", "en")]},
        ),
        (
            gettext_lazy("Decision"),
            {"fields": readonly_fields[2:]},
        ),
    ]
    inlines = [
        ReportValueInline,
        ReportAttachmentInline,
        ReportCommentInline,
        ReportTransitionInline,
        ReportRevisionInline,
    ]

    def get_queryset(self, request):
        """People are fetched apart: joined, 10,000 contacts are read anew for each report."""
        visible = ActionReport.objects.visible_to(request.user)
        reports = super().get_queryset(request).filter(pk__in=visible.order_by().values("pk"))
        people = ["assignee", "action__contact__person", "action__basket__contact__person"]
        return reports.select_related("round", "action").prefetch_related(*people)

    @admin.display(description=gettext_lazy("code"), ordering="action__sort_key")
    def code(self, report):
        return report.action.code

    @admin.display(description=gettext_lazy("reporter"))
    def reporter(self, report):
        action = report.action
        named = getattr(action, "contact", None) or getattr(action.basket, "contact", None)
        return report.assignee or (named and named.person)

    @admin.display(description=gettext_lazy("days late"))
    def days_late(self, report):
        return days_late(report.state, report.round, timezone.now()) or None

    @admin.display(description=gettext_lazy("submitted by"))
    def sender(self, report):
        return report.submitted_by_person or report.submitted_by

    def view_on_site(self, report):
        """Visitors see approved reports only."""
        is_public = ActionReport.objects.public().filter(pk=report.pk).exists()
        return report.get_absolute_url() if is_public else None

    def has_view_permission(self, request, obj=None):
        may_read = request.user.has_perm("reporting.read_reports")
        return may_read or super().has_view_permission(request, obj)
