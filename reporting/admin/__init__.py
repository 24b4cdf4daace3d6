"""The back office of progress reporting; importing the modules registers their pages."""

from reporting.admin import letters, people, record, reports, rounds

__all__ = ["letters", "people", "record", "reports", "rounds"]
