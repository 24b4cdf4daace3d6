"""The reporter's desk: what I owe, and the form of one report, by account or by link."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting import links
from reporting.desk import RELATED, Desk
from reporting.desk_lists import DeskLists
from reporting.doors import by_link, signed_in, wants_json
from reporting.forms.report import ReportForm
from reporting.models import ActionReport, ReportComment
from reporting.refusals import Refusal
from reporting.roles import Actor
from reporting.transitions import transition
from reporting.writing import comment, kept, write


@require_safe
@signed_in
def my_reports(request):
    lists = DeskLists(request.user, timezone.now())
    return render(request, "reporting/my_reports.html", {"lists": lists})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_form(request, slug, code):
    reports = ActionReport.objects.visible_to(request.user).select_related(*RELATED)
    report = get_object_or_404(reports, round__slug=slug, action__code=code)
    return work(request, Desk(report, Actor.of_user(request.user), report.desk_url()))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def report_by_link(request, link):
    report = ActionReport.objects.select_related(*RELATED).get(pk=link.report_id)
    return work(request, Desk(report, Actor.of_link(link), request.path, link))


@require_POST
@by_link
def not_me(request, link):
    """Ends a link that has reached somebody else, and tells those who coordinate."""
    links.revoke_links(link.report.links.filter(pk=link.pk))
    ReportComment.objects.create(
        report=link.report,
        label=_("E-mailed link"),
        text=_(
            "Somebody opened the link of %(person)s and said: this is not me. The link no "
            "longer works."
        )
        % {"person": link.person},
    )
    return render(request, "reporting/not_me.html")


def work(request, desk):
    """The same for both doors: show the report, or do what the person has pressed."""
    if request.method != "POST":
        return show(request, desk)
    moves = {"start": _move, "withdraw": _move, "comment": _comment}
    return moves.get(request.POST.get("move"), _write)(request, desk)


def show(request, desk, outcome=None, notice="", typed=""):
    """The form where it can be filled in, else what is said in it and why it is locked."""
    context = {"desk": desk, "outcome": outcome, "notice": notice, "typed": typed}
    if not desk.can_edit:
        context |= {"seen": desk.as_visitors_see(), "kept": kept(outcome) if outcome else []}
        return render(request, "reporting/report_locked.html", context)
    if "preview" in request.GET and not outcome:
        return render(request, "reporting/report_preview.html", context | desk.as_visitors_see())
    return render(
        request,
        "reporting/report_form.html",
        context | {"form": outcome.form if outcome else desk.form()},
    )


def _write(request, desk):
    """Save, with or without sending it or looking at it."""
    move = request.POST.get("move", "save")
    outcome = write(desk, request.POST, request.FILES, move)
    if wants_json(request):
        return _in_json(outcome)
    if not outcome.is_done:
        return show(request, outcome.desk, outcome)
    return redirect(f"{desk.url}?preview=1" if move == "preview" else f"{desk.url}#standing")


def _in_json(outcome):
    if not outcome.is_saved:
        # Without the version: only who has seen both may save over what others have saved.
        return JsonResponse({"sentence": outcome.sentence}, status=409)
    answer = {"sentence": outcome.sentence, "version": outcome.desk.report.version}
    return JsonResponse(answer)


def _move(request, desk):
    """Begin the report, or take it back. Twice is as good as once."""
    try:
        version = desk.form(request.POST).version
        transition(desk.report.pk, request.POST["move"], desk.actor, expected_version=version)
    except Refusal as refusal:
        desk = desk.renewed()
        if not desk.can_edit:
            return show(request, desk, notice=str(refusal))
    return redirect(f"{desk.url}#standing")


def _comment(request, desk):
    """A word beside the report; with the form comes its draft."""
    if desk.can_edit:
        return _write(request, desk)
    typed = request.POST.get("comment", "")
    try:
        text = ReportForm.base_fields["comment"].clean(typed) if desk.may_comment else ""
    except ValidationError as error:
        return show(request, desk, notice=" ".join(error.messages), typed=typed)
    comment(desk, text)
    return redirect(f"{desk.url}#words")
