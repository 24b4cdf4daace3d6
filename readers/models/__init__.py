"""What the site tells its readers of itself, and what they tell it."""

from readers.models.feedback import Feedback
from readers.models.keeper import Keeper
from readers.models.statements import AccessibilityStatement, Shortcoming

__all__ = ["AccessibilityStatement", "Feedback", "Keeper", "Shortcoming"]
