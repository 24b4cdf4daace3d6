"""The coordinator's desk: the board, reminders with a look at them before, the export."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reporting import board_exports
from reporting.board import actions_on, columns_of, rows_of, troubles
from reporting.doors import signed_in
from reporting.forms.board import FORMS, BoardFilterForm
from reporting.forms.bulk import RemindForm
from reporting.models import Person, ReportingRound, ReportTransition
from reporting.models.reports import SEE_ALL
from reporting.roles import RIGHTS, Actor, Role

ROUNDS_SHOWN, ACTIONS_SHOWN = 6, 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def board(request):
    _require_reader(request.user)
    if request.method == "POST":
        form = _form_for(request)
        if form.is_valid():
            _carry_out(request, form)
            return redirect(request.get_full_path())
        return render(request, "reporting/board.html", _board(request, form))
    return render(request, "reporting/board.html", _board(request))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remind(request):
    _require_coordinator(request.user)
    slug = request.GET.get("round")
    round = get_object_or_404(ReportingRound, slug=slug) if slug else None
    form = RemindForm(request.POST, round)
    if request.POST.get("do") == "send":
        _carry_out(request, form)
        return redirect(f"{reverse('reporting:board')}{f'?round={slug}' if slug else ''}")
    context = {"form": form, "recipients": form.recipients(), "round": round}
    return render(request, "reporting/remind.html", context)


@require_safe
@signed_in
def board_csv(request):
    _require_reader(request.user)
    filters = BoardFilterForm(request.GET)
    person = Person.objects.of_user(request.user).first()
    rounds = filters.chosen_rounds()
    content = board_exports.board_csv(rounds, filters.chosen, person, timezone.now())
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="board.csv"'
    return answer


def _board(request, form=None):
    """One page of the board, with as many queries whatever is on it."""
    filter_form, now = BoardFilterForm(request.GET), timezone.now()
    person = Person.objects.of_user(request.user).first()
    rounds_page = Paginator(filter_form.chosen_rounds(), ROUNDS_SHOWN).get_page(
        request.GET.get("rounds")
    )
    rounds = list(rounds_page)
    actions = actions_on(rounds, filter_form.chosen, person, now)
    page = Paginator(actions, ACTIONS_SHOWN).get_page(request.GET.get("page"))
    return {
        "filter_form": filter_form,
        "rounds_page": rounds_page,
        "page": page,
        "columns": columns_of(rounds, now),
        "rows": list(rows_of(list(page), rounds, now)),
        "troubles": troubles(now),
        "failed": form,
        **_what_can_be_done(request, rounds, form),
    }


def _what_can_be_done(request, rounds, failed):
    """The forms of those who coordinate, with what was typed where it did not go well."""
    is_coordinator = request.user.has_perm(RIGHTS[Role.COORDINATOR])
    forms = {name: form() for name, form in FORMS.items()} if is_coordinator else {}
    if failed:
        forms[request.POST["do"]] = failed
    return {
        "is_coordinator": is_coordinator,
        "is_bulk": is_coordinator and len(rounds) == 1,
        "forms": forms,
    }


def _form_for(request):
    """The form of what is asked, filled in; 403 for those who may only read the board."""
    _require_coordinator(request.user)
    if request.POST.get("do") not in FORMS:
        raise Http404
    return FORMS[request.POST["do"]](request.POST)


def _carry_out(request, form):
    actor = Actor.of_user(request.user, via=ReportTransition.Via.BULK)
    for is_done, sentence in form.carry_out(actor):
        messages.add_message(request, messages.SUCCESS if is_done else messages.WARNING, sentence)


def _require_reader(user):
    if not any(user.has_perm(f"reporting.{right}") for right in SEE_ALL):
        raise PermissionDenied


def _require_coordinator(user):
    if not user.has_perm(RIGHTS[Role.COORDINATOR]):
        raise PermissionDenied
