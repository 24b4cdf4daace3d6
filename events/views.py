"""The pages on events, the same events as calendar files, and the ledger of what came of them."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import calendars, queries, whole
from events.forms import BenefitFilterForm, EventFilterForm
from events.models import Event, Material
from events.months import Month
from programme import embedding, ledger
from programme.cutting import Beginning
from programme.models import Benefit, City, StrategyAction, ThematicBasket
from programme.prepared import first_or_404, hold, prepared

# More make a month unreadable, and a calendar file too heavy for the programs that fetch it daily.
MOST_OF_A_MONTH, MOST_IN_A_CALENDAR = 50, 1000


@require_safe
def event_list(request):
    filter_form = EventFilterForm(request.GET)
    events = filter_form.narrow(Event.objects.public()).in_rows()
    upcoming = Beginning.of(events.upcoming()) if filter_form.chosen else queries.upcoming_events()
    context = {
        "filter_form": filter_form,
        "upcoming": upcoming,
        "page": Paginator(events.past(), per_page=50).get_page(request.GET.get("page")),
        "loosened": filter_form.loosened(Event.objects.public()),
    }
    return render(request, "events/event_list.html", context)


@require_safe
def this_month(request):
    """To the month of the next event, else of the latest one, else of today."""
    events = EventFilterForm(request.GET).narrow(Event.objects.public())
    known = events.filter(starts_on__length__gte=7)
    event = known.upcoming().first() or known.past().first()
    month = (event.starts_on if event else timezone.localdate().isoformat())[:7]
    query = request.META["QUERY_STRING"]
    answer = redirect("events:event_month", month)
    answer["Location"] += f"?{query}" if query else ""
    return answer


@require_safe
def event_month(request, month):
    try:
        month = Month(month)
    except ValueError:
        raise Http404 from None
    filter_form = EventFilterForm(request.GET)
    known = month.narrow(filter_form.narrow(Event.objects.public()))
    events = Beginning.of(known, MOST_OF_A_MONTH)
    context = {
        "filter_form": filter_form,
        "month": month,
        "weeks": month.weeks(events),
        "without_day": month.without_day(events),
        "events": events,
        "loosened": filter_form.loosened(month.narrow(Event.objects.public())),
    }
    return render(request, "events/event_month.html", context)


@require_safe
def event_detail(request, slug):
    event = whole.public_event(slug)
    if embedding.is_asked_for(request):
        return embedding.card(request, "events/event_embed.html", {"event": event})
    whole.fetch_parts(event)
    return render(request, "events/event_detail.html", {"event": event})


@require_safe
def benefit_list(request):
    filter_form = BenefitFilterForm(request.GET)
    benefits = filter_form.narrow(Benefit.objects.public())
    shown = benefits.select_related("programme").by_standing()
    tally = benefits.tally()
    paginator = Paginator(shown, per_page=50)
    paginator.count = ledger.number(tally)
    page = paginator.get_page(request.GET.get("page"))
    groups = [
        (Benefit.Standing(standing), list(group))
        for standing, group in groupby(page, key=lambda benefit: benefit.standing)
    ]
    context = {
        "filter_form": filter_form,
        "page": page,
        "groups": groups,
        "tally": tally,
        "sums": ledger.sums(tally),
        "loosened": filter_form.loosened(Benefit.objects.public()),
    }
    return render(request, "events/benefit_list.html", context)


@require_safe
def benefit_detail(request, slug):
    benefit = first_or_404(_benefit(slug))
    hold(benefit, "actions", _actions_of(benefit.pk))
    return render(request, "events/benefit_detail.html", {"benefit": benefit})


@prepared
def _benefit(slug):
    return (
        Benefit.objects.public()
        .filter(slug=slug)
        .prefetch_related(
            "programme",
            Prefetch("basket", ThematicBasket.objects.public()),
            Prefetch("city", City.objects.public()),
        )
    )


@prepared
def _actions_of(benefit):
    return StrategyAction.objects.public().filter(benefits=benefit)


@require_safe
def material(request, name):
    """A kept file, to be saved and never to be run or shown by the browser on our behalf."""
    kept = get_object_or_404(Material.objects.public(), file=f"materials/{name}")
    if kept.size is None:
        raise Http404
    content_type = "application/octet-stream"
    answer = FileResponse(kept.file.open(), as_attachment=True, content_type=content_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_safe
def event_calendar(request):
    events = EventFilterForm(request.GET).narrow(Event.objects.public())
    # A subquery: the file has the oldest one first.
    latest = events.order_by("-starts_on", "slug", "-pk").values("pk")[:MOST_IN_A_CALENDAR]
    return calendar_answer(request, Event.objects.filter(pk__in=latest), "events")


@require_safe
def event_file(request, slug):
    known = Event.objects.public().filter(starts_on__length=10)
    event = get_object_or_404(known, slug=slug)
    return calendar_answer(request, Event.objects.filter(pk=event.pk), slug)


def calendar_answer(request, events, name):
    """Events as an iCalendar file (RFC 5545), with the reader's alarm and deadlines."""
    content = calendars.calendar_file(
        events.order_by("starts_on", "pk"),
        base_url=request.build_absolute_uri("/").rstrip("/"),
        alarm=request.GET.get("alarm"),
        with_deadlines=request.GET.get("deadlines") == "1",
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer
