"""What holds for every public page."""

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_path, override

# Longer than any address that our own pages make.
LONGEST_QUERY = 2000


class PublicPagesMiddleware:
    """
    Lets anybody keep a public page for a minute; refuses an endless query in words.

    A page is public when its address begins with a language and it sets no cookie.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = get_language_from_path(request.path_info)
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            with override(language or settings.LANGUAGE_CODE):
                return render(request, "400.html", status=400)
        response = self.get_response(request)
        if language and response.status_code == 200 and not response.cookies:
            patch_cache_control(response, public=True, max_age=60)
        return response
