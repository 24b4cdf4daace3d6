"""By what people know a row: keys that mean the same in every database, as one text."""

from django.contrib.auth import get_user_model

from events.models import Event
from programme.models import (
    Benefit,
    City,
    Indicator,
    Objective,
    Organisation,
    Participation,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from reporting.models import ActionReport, Person, ReportingRound

# The columns that tell a row from all others. No part but the last may hold a slash.
KEYS = {
    Programme: ["slug"],
    ThematicBasket: ["slug"],
    City: ["slug"],
    Participation: ["city__slug", "programme__slug"],
    Strategy: ["slug"],
    Objective: ["strategy__slug", "code"],
    StrategyAction: ["code"],
    Organisation: ["slug"],
    Indicator: ["slug"],
    Benefit: ["slug"],
    Event: ["slug"],
    Person: ["email"],
    ReportingRound: ["slug"],
    ActionReport: ["round__slug", "action__code"],
    get_user_model(): ["username"],
}


class Keys:
    """The keys of the rows of one model, in both directions: read once, then as asked."""

    def __init__(self, model):
        self.model, self.paths = model, KEYS[model]
        self._texts, self._numbers = {}, None

    def text(self, number):
        """The key of the row with this primary key; None for none."""
        if number is None:
            return None
        self._read()
        if number not in self._texts:
            self._keep(self._rows().filter(pk=number))
        return self._texts.get(number)

    def number(self, text):
        """The primary key of the row with this key; None where there is no such row."""
        self._read()
        if text not in self._numbers:
            parts = text.split("/", len(self.paths) - 1)
            if len(parts) == len(self.paths):
                self._keep(self._rows().filter(**dict(zip(self.paths, parts, strict=True))))
        return self._numbers.get(text)

    def _read(self):
        if self._numbers is None:
            self._numbers = {}
            self._keep(self._rows())

    def _rows(self):
        return self.model._base_manager.values_list("pk", *self.paths)

    def _keep(self, rows):
        for number, *parts in rows:
            text = "/".join(str(part) for part in parts)
            self._texts[number], self._numbers[text] = text, number
