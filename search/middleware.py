"""After a request that may have written, the search knows of it."""

from django.db import transaction

from search.indexing import keep_up

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class KeepSearchUpMiddleware:
    """Takes in what a request has changed, before it is answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in SAFE:
            transaction.on_commit(keep_up)
        return response
