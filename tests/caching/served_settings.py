"""The settings of production for a gunicorn of the tests, which notes what gets past the kept pages."""

import os

from icc_site.settings import *
from icc_site.settings import MIDDLEWARE, STORAGES

# Nobody has collected the static files.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
kept_pages = MIDDLEWARE.index("caching.middleware.KeptPagesMiddleware")
MIDDLEWARE.insert(kept_pages + 1, "tests.caching.served_settings.note_rendering")


def note_rendering(get_response):
    """Writes a line for each address that is answered anew, with the process that does it."""

    def answered(request):
        with open(os.environ["NOTES"], "a") as notes:
            notes.write(f"{request.path} {os.getpid()}\n")
        return get_response(request)

    return answered
