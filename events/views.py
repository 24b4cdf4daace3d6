"""The pages on events."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.models import Event


@require_safe
def event_list(request):
    events = Event.objects.public().select_related("programme")
    page = Paginator(events.past(), per_page=50).get_page(request.GET.get("page"))
    context = {"upcoming": events.upcoming(), "page": page}
    return render(request, "events/event_list.html", context)


@require_safe
def event_detail(request, slug):
    events = Event.objects.public().select_related("programme")
    event = get_object_or_404(events, slug=slug)
    return render(request, "events/event_detail.html", {"event": event})
