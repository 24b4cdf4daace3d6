"""What a page shows of a list that may be long: its beginning, and that there is more."""

# As many as a reader looks through on a page that is about something else.
MOST = 50


class Beginning(list):
    """
    The first things of a queryset, with `has_more`: whether there are others.

    `found` are those that have been asked for already, more than `most` if there are so many.
    """

    def __init__(self, things, most=MOST, found=None):
        found = list((things if found is None else found)[: most + 1])
        super().__init__(found[:most])
        self.has_more = len(found) > most
        self._things = things

    @property
    def number(self):
        """How many there are in all; asks the database only where there are more."""
        return self._things.count() if self.has_more else len(self)
