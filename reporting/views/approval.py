"""The approver's desk: what waits, and one report with all that it takes to decide."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reporting import claims
from reporting.doors import signed_in
from reporting.forms.review import FORMS, MOVES
from reporting.models import ActionReport
from reporting.proposals import awaiting_decision_by
from reporting.refusals import Conflict, NotAllowed, Refusal
from reporting.reviews import RELATED, Review, sent_by
from reporting.roles import Actor

STATUSES = {Conflict: 409, NotAllowed: 403}


@require_safe
@signed_in
def approval_queue(request):
    reports = ActionReport.objects.select_related(*RELATED)
    waiting = reports.awaiting_approval_by(request.user)
    context = {
        "page": Paginator(waiting, per_page=50).get_page(request.GET.get("page")),
        "own": sent_by(request.user, reports.visible_to(request.user)),
        "may_approve_own": settings.REPORTING_ALLOW_SELF_APPROVAL,
        "proposals": awaiting_decision_by(request.user, timezone.now()),
    }
    return render(request, "reporting/approval_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_review(request, slug, code):
    report = _report(request.user, slug, code)
    actor = Actor.of_user(request.user)
    if request.method != "POST":
        return _page(request, Review(report, actor))
    form, refusal = _form_for(request, report), None
    if form.is_valid():
        refusal = _refusal_of(request, form, actor)
        if not refusal:
            return redirect(request.path)
        form.tell(refusal)
    fresh = _report(request.user, slug, code)
    review = Review(fresh, actor, {request.POST["do"]: form})
    return _page(request, review, form, refusal)


def _page(request, review, failed=None, refusal=None):
    context = {
        "review": review,
        "report": review.report,
        "failed": failed,
        "meanwhile": review.moves.first() if isinstance(refusal, Conflict) else None,
    }
    status = STATUSES.get(type(refusal), 200)
    return render(request, "reporting/report_review.html", context, status=status)


def _report(user, slug, code):
    reports = ActionReport.objects.visible_to(user).select_related(*RELATED)
    return get_object_or_404(reports, round__slug=slug, action__code=code)


def _form_for(request, report):
    if request.POST.get("do") not in FORMS:
        raise Http404
    return FORMS[request.POST["do"]](request.POST, report=report)


def _refusal_of(request, form, actor):
    """Why it was not done; None when it was, and then that is said."""
    try:
        sentence = form.carry_out(actor)
    except Refusal as refusal:
        return refusal
    if type(form) in MOVES.values():
        claims.release(form.report)
    messages.success(request, sentence)
    return None
