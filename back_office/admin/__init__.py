"""Admin pages of what the back office keeps itself."""

from back_office.admin import links

__all__ = ["links"]
