"""What was found, group by group."""

from dataclasses import dataclass

from django.utils.translation import gettext

from programme import numbers
from search import marking
from search.finding import GROUPS, Found
from search.reading import FIRST


@dataclass(frozen=True)
class Group:
    """The hits of one kind."""

    name: str
    found: Found

    @property
    def heading(self):
        """What its things are called."""
        return GROUPS[self.name].heading

    @property
    def rows(self):
        """The primary keys of its things, the best first."""
        return self.found.rows.get(self.name, [])

    @property
    def count(self):
        """How many were found."""
        return len(self.rows)

    @property
    def number(self):
        """Their number in words, "over 500" where not all were counted."""
        number = numbers.in_words(self.count)
        is_cut = self.name in self.found.cut
        return gettext("over %(number)s") % {"number": number} if is_cut else number

    @property
    def first(self):
        """The best hits."""
        return self.hits(self.rows[:FIRST])

    @property
    def is_longer(self):
        """Whether there are more than the first."""
        return self.count > FIRST

    def hits(self, rows):
        """The hits with these primary keys, ready to be shown."""
        if self.name == "page":
            return list(GROUPS["page"].hits(rows, self.found.words))
        return marking.hits(GROUPS[self.name], rows, self.found.words)
