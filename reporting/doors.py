"""The two doors to a desk: an account, and an e-mailed link."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from reporting import links, privacy

NOT_CARRIED = {"csrfmiddlewaretoken"}


def signed_in(view):
    """For those with an account; what somebody posts whose session has ended is kept for them."""

    @never_cache
    @wraps(view)
    def entered(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return _session_ended(request)
        return redirect_to_login(request.get_full_path())

    return entered


def by_link(view):
    """For whoever holds a living link; the view gets the link in place of its secret."""
    checked = privacy.asks_token_of_page(view)

    @csrf_exempt  # The token is asked for all the same, just above.
    @never_cache
    @wraps(view)
    def entered(request, secret):
        answer = _answer(request, links.link_of(secret), checked)
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return entered


def _answer(request, link, view):
    if link is None:
        return _wrong_link(request)
    if request.method == "POST":
        if privacy.posts_too_often(link):
            return _too_many(request, carried(request))
        _note_use(link)
    return view(request, link)


def wants_json(request):
    """Whether the script of the form asks, and not a person."""
    return request.headers.get("Accept") == "application/json"


def carried(request):
    """What has been posted, as pairs for hidden fields; never a password."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_CARRIED and "password" not in name.lower()
    ]


def _session_ended(request):
    if wants_json(request):
        sentence = _("Your session has ended. Nothing is lost: press “Save draft” and sign in.")
        return JsonResponse({"sentence": sentence}, status=401)
    context = {"carried": carried(request), "next": request.get_full_path()}
    return render(request, "reporting/session_ended.html", context, status=401)


def _wrong_link(request):
    if privacy.tries_too_often(request):
        return _too_many(request, [])
    return render(request, "reporting/link_unknown.html", status=404)


def _too_many(request, pairs):
    seconds = privacy.seconds_left()
    sentence = _("That was too often within a minute. Please wait a little and try again.")
    headers = {"Retry-After": str(seconds)}
    if wants_json(request):
        return JsonResponse({"sentence": sentence}, status=429, headers=headers)
    context = {"sentence": sentence, "carried": pairs}
    return HttpResponse(
        render_to_string("reporting/too_many.html", context, request), status=429, headers=headers
    )


def _note_use(link):
    link.last_used_at = timezone.now()
    link.use_count += 1
    link.save(update_fields=["last_used_at", "use_count"])
