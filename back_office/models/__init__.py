"""What the back office itself remembers."""

from back_office.models.translations import Translation

__all__ = ["Translation"]
