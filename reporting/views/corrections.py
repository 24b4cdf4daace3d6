"""Correcting and translating what is public, by two people where it is a figure."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reporting.doors import signed_in
from reporting.forms.correction import FORMS, TranslationForm
from reporting.models import ActionReport, State
from reporting.proposals import lines_of
from reporting.refusals import Conflict, NotAllowed, Refusal
from reporting.reviews import RELATED
from reporting.roles import Actor, Role

STATUSES = {Conflict: 409, NotAllowed: 403}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_correct(request, slug, code):
    report = _approved(ActionReport.objects.visible_to(request.user), slug, code)
    actor = Actor.of_user(request.user)
    roles = actor.roles_on(report)
    if not roles & {Role.COORDINATOR, Role.APPROVER}:
        raise PermissionDenied
    form, refusal = None, None
    if request.method == "POST":
        form = _form_for(request, report)
        refusal = _refusal_of(request, form, actor)
        if form.is_valid() and not refusal:
            return redirect(request.path)
        report = _approved(ActionReport.objects.visible_to(request.user), slug, code)
    context = _correction(request, report, roles, form)
    status = STATUSES.get(type(refusal), 200)
    return render(request, "reporting/report_correct.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_translate(request, slug, code):
    if not request.user.has_perm("reporting.translate_report"):
        raise PermissionDenied
    report = _approved(ActionReport.objects.all(), slug, code)
    actor, refusal = Actor.of_user(request.user), None
    form = TranslationForm(request.POST if request.method == "POST" else None, report=report)
    if request.method == "POST":
        refusal = _refusal_of(request, form, actor)
        if form.is_valid() and not refusal:
            return redirect(request.path)
        report = _approved(ActionReport.objects.all(), slug, code)
    context = {"report": report, "form": form, "failed": form if form.errors else None}
    status = STATUSES.get(type(refusal), 200)
    return render(request, "reporting/report_translate.html", context, status=status)


def _approved(reports, slug, code):
    reports = reports.filter(state=State.APPROVED).select_related(*RELATED)
    return get_object_or_404(reports, round__slug=slug, action__code=code)


def _form_for(request, report):
    if request.POST.get("do") not in FORMS:
        raise Http404
    return FORMS[request.POST["do"]](request.POST, report=report)


def _refusal_of(request, form, actor):
    """Why it was not done; None when it was, and then that is said."""
    if not form.is_valid():
        return None
    try:
        messages.success(request, form.carry_out(actor))
    except Refusal as refusal:
        form.tell(refusal)
        return refusal
    return None


def _correction(request, report, roles, failed):
    """The open proposal, or the form for a new one; what was typed is not lost."""
    proposal = report.corrections.open_at(timezone.now()).select_related("proposed_by").first()
    is_own = bool(proposal) and proposal.proposed_by_id == request.user.pk
    is_approver = Role.APPROVER in roles
    forms = {name: form(report=report) for name, form in FORMS.items()}
    if failed:
        forms[request.POST["do"]] = failed
    may_propose = Role.COORDINATOR in roles and not proposal
    return {
        "report": report,
        "proposal": proposal,
        "lines": lines_of(proposal) if proposal else [],
        "failed": failed,
        "form": forms["propose"] if may_propose or failed is forms["propose"] else None,
        "confirm": forms["confirm"],
        "may_confirm": is_approver and (not is_own or settings.REPORTING_ALLOW_SELF_APPROVAL),
        "may_reject": is_approver or is_own,
        "is_own": is_own,
    }
