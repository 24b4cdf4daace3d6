"""The back office's own rows in the back office."""

from back_office.admin import imports

__all__ = ["imports"]
