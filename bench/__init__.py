"""Measurements, apart from the tests: each module is a command of its own."""

import os
import tempfile

import django

# The settings of production, on an empty database of its own unless one is named.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icc_site.settings")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="bench-"))
os.environ |= {
    "DJANGO_SECRET_KEY": "for measuring only, nothing is served: 0123456789-abcdef",
    "DJANGO_ALLOWED_HOSTS": "testserver",
    "DJANGO_HTTPS": "off",
    "CACHE_URL": "dummycache://",
    "LOG_LEVEL": "WARNING",
}
django.setup()
