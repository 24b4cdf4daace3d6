"""The log as lines of JSON, each with the number of the request that it belongs to."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

# The number of the request that is being answered; empty outside of one.
request_id = ContextVar("request_id", default="")


class JSONLines(logging.Formatter):
    """
    One object a line: `at` (RFC 3339, UTC), `level`, `logger`, `message`, and where there is one
    `request`, `exception`, and whatever the record carries in `about`.
    """

    def format(self, record):
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            told["request"] = request_id.get()
        if record.exc_info or record.exc_text:
            told["exception"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(told | getattr(record, "about", {}), ensure_ascii=False, default=str)
