"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icc_site.settings")
application = get_wsgi_application()
# Before the processes part, which then share them.
import_string("icc_site.beforehand.load")()
