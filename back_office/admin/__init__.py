"""The back office of what it keeps itself; importing the modules registers their pages."""

from back_office.admin import accounts, changes, imports, jobs, links

__all__ = ["accounts", "changes", "imports", "jobs", "links"]
