"""The accessibility statement, and the form by which readers write to the city."""

from datetime import date

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programme.counting import seconds_left
from readers import suspicion
from readers.forms import FeedbackForm, own_page
from readers.models import AccessibilityStatement

THANKS = "readers.thanks"


@require_safe
def accessibility(request):
    statement = AccessibilityStatement.objects.public().first()
    shortcomings = statement.shortcomings.in_groups() if statement else []
    context = {"statement": statement, "shortcomings": shortcomings}
    return render(request, "readers/accessibility.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request):
    """The form; what was typed stays in it until it has been received."""
    if request.method != "POST":
        topic, page = request.GET.get("topic", ""), own_page(request.GET.get("page", ""))
        form = FeedbackForm(initial={"topic": topic, "page": page})
        return render(request, "readers/feedback.html", {"form": form})
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return render(request, "readers/feedback.html", {"form": form})
    count = suspicion.messages_of(request)
    if count > suspicion.REFUSED_AFTER:
        return _too_many(request, form)
    message = form.receive(is_suspected=count > suspicion.SUSPECTED_AFTER)
    receipt = signing.dumps([message.pk, message.due_on.isoformat()], salt=THANKS)
    return redirect("readers:thanks", receipt)


@never_cache
@require_safe
def thanks(request, receipt):
    """The number of a message and when it is answered; the address itself says both, signed."""
    try:
        number, due_on = signing.loads(receipt, salt=THANKS)
    except signing.BadSignature:
        raise Http404 from None
    context = {"number": number, "due_on": date.fromisoformat(due_on)}
    return render(request, "readers/thanks.html", context)


def _too_many(request, form):
    form.add_error(
        None,
        _(
            "Very many messages have come from your network. Yours is kept below: try again in an hour."
        ),
    )
    answer = render(request, "readers/feedback.html", {"form": form}, status=429)
    answer["Retry-After"] = str(seconds_left(suspicion.HOUR))
    return answer
