"""Measurements, apart from the tests: each module is a command of its own, `bench/run` measures it all."""

import os
import tempfile

import django
from django.apps import apps

# Not where tests have set the site up already, with their own settings.
if not apps.ready:
    # The settings of production, but no page is kept; an empty database of its own unless one is named.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.served.nothing_kept")
    if "DATA_DIR" not in os.environ:
        scratch = tempfile.TemporaryDirectory(prefix="bench-")
        os.environ["DATA_DIR"] = scratch.name
    os.environ |= {
        "DJANGO_SECRET_KEY": "for measuring only, nothing is served: 0123456789-abcdef",
        "DJANGO_ALLOWED_HOSTS": "testserver",
        "DJANGO_HTTPS": "off",
        "CACHE_URL": "dummycache://",
        "LOG_LEVEL": "WARNING",
        # Without a line for each request.
        "LOG_FORMAT": "line",
    }
    django.setup()
