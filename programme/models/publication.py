"""What visitors may see: `is_public`, not removed, and `publish_at` has passed or is empty."""

from functools import wraps

from django.db.models import DateTimeField, Q
from django.utils import timezone

from programme.prepared import Given


class Present(Given):
    """The instant at which the database is asked, by our clock: a queryset may be older than that."""

    output_field = DateTimeField()

    def __init__(self):
        super().__init__("now")

    def value(self, _values, connection):
        """In the form that the database takes."""
        return connection.ops.adapt_datetimefield_value(timezone.now())


def published(prefix=""):
    """The condition of being shown now, of a row or of the one at `prefix`."""
    due = {f"{prefix}publish_at__lte": Present()}
    shown = Q(**{f"{prefix}is_public": True, f"{prefix}removed_at": None})
    return shown & (Q(**{f"{prefix}publish_at": None}) | Q(**due))


def built_once(method):
    """
    Keep what a method makes of all rows of a model, and hand out copies: it depends on the code only.

    To build such a condition takes Django as long as to ask the database. A queryset that has been
    narrowed before is not among those that are kept.
    """
    built = {}

    @wraps(method)
    def narrowed(self):
        if self.model not in built:
            whole = self.model._default_manager.all()
            built[self.model] = _parts(whole), method(whole)
        parts, public = built[self.model]
        return public.all() if _parts(self) == parts else method(self)

    return narrowed


def _parts(queryset):
    """All that a queryset has been told so far."""
    return {**vars(queryset), "_query": vars(queryset.query)}
