"""The settings of the site, with quick passwords; nothing is written outside of memory."""

import os

os.environ["DJANGO_DEBUG"] = "1"
os.environ.setdefault("CACHE_URL", "dummycache://")

from icc_site.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = None
