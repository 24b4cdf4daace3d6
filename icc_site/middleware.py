"""What holds for every answer, and for every public page."""

from django.shortcuts import render
from django.utils.translation import get_language_from_path

from caching.lifetimes import let_be_kept

# Longer than any address that our own pages make.
LONGEST_QUERY = 2000

# What programs read of the pages: in all languages at once, or in none.
FOR_PROGRAMS = ("/sitemap", "/robots.txt")

# What no page of ours asks a browser for; the passkeys of the sign-in are left to ourselves.
UNUSED = ["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"]
UNUSED += ["microphone", "midi", "payment", "usb"]
OURS = ["publickey-credentials-create", "publickey-credentials-get"]
PERMISSIONS = [f"{name}=()" for name in UNUSED] + [f"{name}=(self)" for name in OURS]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(PERMISSIONS),
}


class HeadersMiddleware:
    """
    Puts these on every answer that does not say otherwise, also on one that Django makes before
    its own middleware is asked, such as to a host that we do not know.

    Other sites may load what they may read or frame, and nothing else (CORP, Fetch standard, 3.7).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_open = "Access-Control-Allow-Origin" in response
        is_card = getattr(response, "xframe_options_exempt", False)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        response.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if is_open or is_card else "same-origin"
        )
        return response


class PublicPagesMiddleware:
    """
    Lets anybody keep a public page for a while.

    A page is public when its address begins with a language or is one for programs, it neither sets
    nor reads a cookie, and its view has not said otherwise.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        has_cookie = response.cookies or "Cookie" in response.get("Vary", "")
        has_said = response.has_header("Cache-Control")
        if response.status_code != 200 or has_cookie or has_said:
            return response
        if request.path_info.startswith(FOR_PROGRAMS):
            del response["Vary"], response["Content-Language"]
            let_be_kept(response)
        elif get_language_from_path(request.path_info):
            let_be_kept(response)
        return response


class EndlessQueryMiddleware:
    """Refuses a query that none of our pages can mean, in words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return render(request, "too_long.html", status=400)
        return self.get_response(request)
