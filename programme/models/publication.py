"""What visitors may see: `is_public`, not removed, and `publish_at` has passed or is empty."""

from django.db.models import Q
from django.utils import timezone


def published(prefix=""):
    """The condition of being shown now, of a row or of the one at `prefix`."""
    due = {f"{prefix}publish_at__lte": timezone.now()}
    shown = Q(**{f"{prefix}is_public": True, f"{prefix}removed_at": None})
    return shown & (Q(**{f"{prefix}publish_at": None}) | Q(**due))
