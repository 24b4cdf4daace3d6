"""What the back office keeps beside the things of the domain."""

from back_office.models.imports import Import, ImportedRow

__all__ = ["Import", "ImportedRow"]
