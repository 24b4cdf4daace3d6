"""What the back office itself remembers."""

from back_office.models.imports import Import, ImportedRow
from back_office.models.links import Link
from back_office.models.rights import StaffRight
from back_office.models.translations import Translation

__all__ = ["Import", "ImportedRow", "Link", "StaffRight", "Translation"]
