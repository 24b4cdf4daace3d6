"""The log as it is written in production, and a page that fails."""

import io
import json
import logging

import pytest

from icc_site.sight.logs import JSONLines
from icc_site.sight.scrubbing import Scrub


class Log(io.StringIO):
    """What the handler of production has written."""

    @property
    def lines(self):
        """Each line as the object that it is."""
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def about_requests(self):
        """The lines on requests, without what differs each time."""
        return [
            {name: value for name, value in line.items() if name not in ("at", "request", "ms")}
            for line in self.lines
            if line["logger"] == "requests"
        ]


@pytest.fixture
def log():
    """All that is logged from `INFO` on, as production's console gets it."""
    written = Log()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JSONLines())
    handler.addFilter(Scrub())
    loggers = [logging.getLogger(name) for name in ("", "django", "requests")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel("INFO")
    yield written
    for logger, level in zip(loggers, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture
def broken(settings, client):
    """The address of a page that fails with personal data in its message."""
    settings.ROOT_URLCONF = "tests.sight.broken_urls"
    client.raise_request_exception = False
    return "/fi/broken/"
