"""A letter to those who run the site when something has gone wrong."""

import time

from django.utils.log import AdminEmailHandler

from icc_site.sight.logs import request_id

# Seconds until the same error is told again, and how many of all kinds within them.
QUIET, MOST = 600, 10
# Says what others try, which is no fault of the site.
OF_OTHERS = "django.security"


class ErrorLetters(AdminEmailHandler):
    """
    Sends what the log says of an error, and nothing else: Django's own letter also holds cookies,
    what was typed, and the values of variables.

    How often is counted in the process itself: the database or the cache may be what is broken.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = {}

    def emit(self, record):
        kind = (record.name, record.exc_info[0] if record.exc_info else record.msg)
        if record.name.startswith(OF_OTHERS) or not self._is_news(kind):
            return
        what = record.exc_info[0].__name__ if record.exc_info else record.levelname
        body = f"Request: {request_id.get() or 'none'}\n\n{self.format(record)}\n"
        self.send_mail(f"{record.name}: {what}", body, fail_silently=True)

    def _is_news(self, kind):
        now = time.monotonic()
        self.told = {each: at for each, at in self.told.items() if now - at < QUIET}
        if kind in self.told or len(self.told) >= MOST:
            return False
        self.told[kind] = now
        return True
