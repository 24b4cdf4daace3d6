"""The same move of several reports, by whoever has the right to it."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.admin.reading import Coordinating
from reporting.admin.steps import ReturnForm, WaiveForm, step
from reporting.models import ReportTransition
from reporting.roles import Actor
from reporting.transitions import TRANSITIONS, each


class MoveActions(Coordinating):
    """What approvers and coordinators do with chosen reports."""

    actions = ["approve", "send_back", "waive"]

    def has_approve_permission(self, request):
        return request.user.has_perm("reporting.approve_report")

    def has_return_permission(self, request):
        return self.has_approve_permission(request) or self.has_coordinate_permission(request)

    @admin.action(description=gettext_lazy("Approve the selected reports"), permissions=["approve"])
    def approve(self, request, reports):
        move(request, reports, "approve")

    @admin.action(description=gettext_lazy("Return the selected reports"), permissions=["return"])
    def send_back(self, request, reports):
        texts = {
            "action": "send_back",
            "title": _("Return reports"),
            "explanation": _("These reports go back to their reporters with your comment."),
            "button": _("Return"),
        }
        return self._move_when_filled(request, reports, "return", ReturnForm, texts)

    @admin.action(
        description=gettext_lazy("Waive the selected reports"), permissions=["coordinate"]
    )
    def waive(self, request, reports):
        texts = {
            "action": "waive",
            "title": _("Waive reports"),
            "explanation": _("These are not to be reported. Visitors read why."),
            "button": _("Waive"),
        }
        return self._move_when_filled(request, reports, "waive", WaiveForm, texts)

    def _move_when_filled(self, request, reports, name, form_class, texts):
        form, page = step(self, request, reports, form_class, **texts)
        if form:
            move(request, form.rows, name, **form.cleaned_data)
        return page


def move(request, reports, name, **given):
    """Make a move of each report by itself, and say what came of each."""
    actor = Actor.of_user(request.user, via=ReportTransition.Via.BULK)
    for report, refusal in each(reports, name, actor, **given):
        if refusal:
            messages.error(request, f"{report}: {refusal}")
        else:
            messages.success(request, f"{report}: {TRANSITIONS[name].label}")
