"""What holds for the addresses that programs read: `/api/` and `/data/`."""

from django.http import HttpResponse

from caching.lifetimes import let_be_kept
from open_data.limits import asks_too_often, seconds_left
from open_data.problems import MEDIA_TYPE, problem

PLACES = ("/api/", "/data/")
METHODS = "GET, HEAD, OPTIONS"
# Fetch standard, 3.2: any page may read what everybody may read.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Disposition",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class OpenDataMiddleware:
    """
    Answers are open to every site, limited in number, and errors are problems (RFC 9457).

    Nothing here depends on a session or on the language that a browser prefers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(PLACES):
            return self.get_response(request)
        answer = self._answer(request)
        if answer.status_code >= 400 and answer["Content-Type"] != MEDIA_TYPE:
            told = {name: answer[name] for name in ("Retry-After",) if name in answer}
            answer = problem(answer.status_code, **told)
        for name in ("Vary", "Content-Language"):
            del answer[name]
        if answer.status_code == 200:
            let_be_kept(answer)
        for name, value in OPEN.items():
            answer[name] = value
        return answer

    def _answer(self, request):
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            return problem(405, Allow=METHODS)
        if asks_too_often(request):
            return problem(429, **{"Retry-After": str(seconds_left())})
        if request.method == "HEAD":
            return self._head(request)
        return self.get_response(request)

    def _head(self, request):
        """The headers of the answer to GET; a file is not read for them."""
        request.method = "GET"
        answer = self.get_response(request)
        request.method = "HEAD"
        return HttpResponse(status=answer.status_code, headers=answer.headers)
