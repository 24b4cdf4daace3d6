"""The pages that everybody reads on how far the promises are."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programme.cutting import MOST
from programme.forms import GroupingForm
from programme.grouping import grouped
from programme.models import StrategyAction
from programme.prepared import first_or_404
from reporting import exports, history, queries, rollups, told
from reporting import progress as reading
from reporting.models import ActionReport, ReportingRound

# How many actions the overview and the page of a round name of each sort.
FEW, MANY = 10, MOST

# Of a report itself, what its page tells beside its revisions.
REPORT = (
    *("submitted_at", "round__slug", "round__is_example", "action__code"),
    *("submitted_by_person__name", "submitted_by_person__is_named"),
)


@require_safe
def progress(request):
    rounds = queries.rounds()
    grouping_form = GroupingForm(request.GET)
    groups = grouped(StrategyAction.objects.public(), grouping_form.chosen_or_first)
    context = {
        "statuses": groups.statuses,
        "grouping_form": grouping_form,
        "groups": groups,
        "rounds": rounds,
        "corrections": history.lined(queries.latest_corrections()),
    }
    if latest := reading.latest_told(rounds):
        standings = reading.standings_in(latest)
        context |= outcome(latest, standings, FEW) | {"latest": latest}
    return render(request, "reporting/progress.html", context)


@require_safe
def round_detail(request, slug):
    round = first_or_404(queries.round_at(slug))
    standings = reading.standings_in(round)
    paginator = Paginator(queries.in_rows(queries.public_reports(round)), per_page=50)
    # They have been read already.
    paginator.count = len(standings)
    context = outcome(round, standings, MANY) | {
        "round": round,
        "statuses": reading.statuses_in(standings),
        "between": reading.approved_between(standings.values()),
        "benefits": reading.benefits_in(round),
        "corrections": history.lined(queries.corrections_in(round.pk)),
        "page": paginator.get_page(request.GET.get("page")),
    }
    return render(request, "reporting/round_detail.html", context)


def outcome(round, standings, most):
    """What the overview and the page of a round both show of a round."""
    return {
        "has_ended": round.state in reading.ENDED,
        "movements": reading.movements(round, standings, most),
        "waived": queries.waived(round.pk).cut(most) if round.waived else [],
        "missing": queries.missing(round.pk).cut(most) if round.missing else [],
        "roll_ups": rollups.roll_ups(round),
    }


@require_safe
def round_csv(request, slug):
    round = get_object_or_404(ReportingRound.objects.public(), slug=slug)
    content = exports.round_csv(round, base_url(request))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{round.slug}.csv"'
    return answer


@require_safe
def round_json(request, slug):
    round = get_object_or_404(ReportingRound.objects.public(), slug=slug)
    data = exports.round_data(round, base_url(request), timezone.now())
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
def report_detail(request, slug, code):
    related = ("round", "action", "submitted_by_person")
    reports = ActionReport.objects.public().select_related(*related).only(*REPORT)
    report = get_object_or_404(reports, round__slug=slug, action__code=code)
    revisions = list(history.public_revisions(report))
    roles = history.roles_in(report)
    number = request.GET.get("revision") or str(revisions[0].number)
    shown = next((each for each in revisions if str(each.number) == number), None)
    if shown is None:
        raise Http404
    context = {
        "report": report,
        "shown": shown,
        "current": revisions[0],
        "reporter": history.reporter_in_words(report, roles),
        "story": history.story_of(revisions, roles),
    }
    return render(request, "reporting/report_detail.html", context | told_by(shown, revisions))


def told_by(shown, revisions):
    """What one revision tells, and which of it had been corrected by then."""
    until_then = [each for each in revisions if each.number <= shown.number]
    corrected = history.corrected_fields(until_then)
    return {
        "told": shown.snapshot,
        "values": told.told_values(shown.snapshot, corrected),
        "texts": told.told_texts(shown.snapshot, corrected),
        "corrected": corrected,
        "later": history.later_than_approval(until_then),
    }


@require_safe
def correction_list(request):
    page = Paginator(queries.public_corrections(), per_page=20).get_page(request.GET.get("page"))
    context = {"page": page, "corrections": history.lined(page)}
    return render(request, "reporting/correction_list.html", context)


def base_url(request):
    """Where the site stands, for addresses in files."""
    return request.build_absolute_uri("/").rstrip("/")
