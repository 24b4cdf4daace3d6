"""
The yardstick: Django with nothing in it, whose one view returns 20 KB.

Served as `bare:application` with this folder on Python's path: it has settings of its own.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

SIZE = 20 * 1024
BODY = b"x" * SIZE

settings.configure(
    SECRET_KEY="for measuring only",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
)


def page(request):
    """The same for everybody."""
    return HttpResponse(BODY)


urlpatterns = [path("", page)]
application = get_wsgi_application()
