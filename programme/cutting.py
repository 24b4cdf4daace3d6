"""What a page shows of a list that may be long: its beginning, and that there is more."""

from functools import wraps

from programme.prepared import prepared

# As many as a reader looks through on a page that is about something else.
MOST = 50


class Beginning(list):
    """
    The first of many things, with `has_more`: whether there are others.

    `found` has more than `most` if there are so many; `count` tells how many there are in all.
    """

    def __init__(self, found, count, most=MOST):
        super().__init__(found[:most])
        self.has_more = len(found) > most
        self._count = count

    @classmethod
    def of(cls, things, most=MOST):
        """The beginning of a queryset."""
        return cls(list(things[: most + 1]), things.count, most)

    def cut(self, most):
        """The beginning of it."""
        shorter = Beginning(self, self._count, most)
        shorter.has_more |= self.has_more
        return shorter

    @property
    def number(self):
        """How many there are in all; asks the database only where there are more."""
        return self._count() if self.has_more else len(self)


def beginning(build):
    """Make a function that returns a queryset into one that returns its beginning: `prepared`."""

    @prepared
    @wraps(build)
    def first(*given):
        return build(*given)[: MOST + 1]

    @wraps(build)
    def ask(*values):
        return Beginning(first(*values), lambda: build(*values).count(), MOST)

    return ask
