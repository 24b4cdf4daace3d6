"""The back office's own pages; importing the modules registers them."""

from back_office.admin import accounts

__all__ = ["accounts"]
