"""What the back office keeps beside the things of the domain."""

from back_office.models.rights import StaffRight

__all__ = ["StaffRight"]
