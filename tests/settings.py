"""The settings of the site, with quick passwords; nothing is kept after the tests."""

import os
import tempfile

os.environ["DJANGO_DEBUG"] = "1"
os.environ.setdefault("CACHE_URL", "dummycache://")

from icc_site.settings import *
from icc_site.settings import CACHES, DATABASE

if DATABASE["ENGINE"].endswith("sqlite3"):
    # A file, as in production: threads that share a database in memory do not queue for it.
    SCRATCH = tempfile.TemporaryDirectory(prefix="tests-of-the-site-")
    DATABASE["TEST"] = {"NAME": f"{SCRATCH.name}/db.sqlite3"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = None
# The one of production, for tests of limits: its table is made with the others.
CACHES["counting"] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
}
