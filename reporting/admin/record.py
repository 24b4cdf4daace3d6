"""The record in the back office: moves, revisions and corrections, to be read."""

import json

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.admin.reading import OfReportAdmin
from reporting.models import Correction, ReportRevision, ReportTransition
from reporting.models.record import PROPOSAL_LASTS
from reporting.transitions import TRANSITIONS


@admin.register(ReportTransition)
class ReportTransitionAdmin(OfReportAdmin):
    list_display = ["report", "move", "made_at", "actor_label", "actor_role", "via"]
    list_filter = ["name", "via", "report__round", ("exception", admin.EmptyFieldListFilter)]
    fieldsets = [
        (None, {"fields": ["report", "sequence", "move", "from_state", "to_state"]}),
        (
            gettext_lazy("By whom"),
            {"fields": ["made_at", "actor", "actor_label", "actor_role", "via", "exception"]},
        ),
        (gettext_lazy("Comment"), {"fields": ["comment", "language"]}),
    ]
    readonly_fields = ["move"]
    ordering = ["-made_at", "-pk"]

    @admin.display(description=gettext_lazy("move"), ordering="name")
    def move(self, transition):
        return TRANSITIONS[transition.name].label


@admin.register(ReportRevision)
class ReportRevisionAdmin(OfReportAdmin):
    list_display = ["report", "number", "kind", "made_at", "made_by"]
    list_filter = ["kind", "report__round"]
    list_select_related = ["report__action", "report__round", "made_by"]
    fieldsets = [
        (None, {"fields": ["report", "number", "kind", "made_at", "made_by", "reason"]}),
        (gettext_lazy("Content"), {"fields": ["content"]}),
        (gettext_lazy("Hashes"), {"fields": ["content_hash", "previous_hash"]}),
    ]
    readonly_fields = ["content"]
    ordering = ["-made_at", "-pk"]

    @admin.display(description=gettext_lazy("content"))
    def content(self, revision):
        told = json.dumps(revision.snapshot, ensure_ascii=False, indent=2)
        return format_html("<pre>{}</pre>", told)


@admin.register(Correction)
class CorrectionAdmin(OfReportAdmin):
    list_display = ["report", "category", "standing", "proposed_at", "proposed_by", "decided_by"]
    list_filter = ["category", "report__round", ("decided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["report__action", "report__round", "proposed_by", "decided_by"]
    fieldsets = [
        (None, {"fields": ["report", "standing", "old_and_new", "revision"]}),
        (gettext_lazy("Reason"), {"fields": ["category", "reason", "language"]}),
        (
            gettext_lazy("By whom"),
            {"fields": ["proposed_by", "proposed_at", "decided_by", "decided_at"]},
        ),
    ]
    readonly_fields = ["standing", "old_and_new"]

    @admin.display(description=gettext_lazy("state"))
    def standing(self, correction):
        if correction.revision_id:
            return _("confirmed")
        if correction.decided_at:
            return _("rejected")
        is_living = correction.proposed_at > timezone.now() - PROPOSAL_LASTS
        return _("waits for confirmation") if is_living else _("expired")

    @admin.display(description=gettext_lazy("changes"))
    def old_and_new(self, correction):
        changes = [(path, *pair) for path, pair in correction.changes.items()]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} → {}</li>", changes))
