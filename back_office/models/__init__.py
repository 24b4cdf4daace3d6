"""What the back office keeps beside the things of the domain."""

from back_office.models.links import Link

__all__ = ["Link"]
