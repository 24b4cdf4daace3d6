"""The back office of what readers are owed; importing the modules registers their pages."""

from readers.admin import feedback, statements

__all__ = ["feedback", "statements"]
