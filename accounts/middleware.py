"""Staff without a second step are nobody, but on the pages where they set one up."""

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

from accounts.second_step import lacks_second_step
from accounts.urls import OPEN


class SecondStepMiddleware:
    """
    Shows every view the person only after the second step.

    It changes who asks, and not which pages there are: a page that is made tomorrow is
    behind the second step without anybody having thought of it. Nothing is looked up
    before a view asks who is there, so that public pages still read no session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, _kwargs):
        """Puts the question before the answer of Django's own middleware."""
        if request.resolver_match.url_name in OPEN:
            return
        somebody = request.user
        request.user = SimpleLazyObject(lambda: admitted(request, somebody))


def admitted(request, user):
    """The person, or nobody while the second step is missing."""
    if user.is_authenticated and lacks_second_step(request, user):
        return AnonymousUser()
    return user
