"""Errors as programs read them (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpResponse

from open_data.writing.json_files import written

MEDIA_TYPE = "application/problem+json"
DETAILS = {
    400: "The request cannot be read: its query is too long or malformed.",
    404: "There is nothing at this address.",
    405: "This address can only be read: GET, HEAD and OPTIONS.",
    429: "Too many requests within a minute. Try again after the seconds in Retry-After.",
    500: "Something went wrong here. It has been written into the log.",
    503: "The service is not available at the moment.",
}


def problem(status, detail="", errors=None, **headers):
    """An answer that says what is wrong; `errors` names parameters as [{parameter, message}]."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, HTTPStatus(status).description),
    }
    if errors is not None:
        told["errors"] = errors
    return HttpResponse(written(told), status=status, content_type=MEDIA_TYPE, headers=headers)
