"""Actions counted in groups: by theme, by basket or by organisation."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programme.forms import NONE, objective_choices
from programme.languages import Shown, shown
from programme.models import Organisation, ThematicBasket

WITHOUT = {
    "theme": _("No theme"),
    "basket": _("No basket"),
    "organisation": _("No organisation named"),
}
HEADINGS = {"theme": _("Theme"), "basket": _("Basket"), "organisation": _("Organisation")}


@dataclass(frozen=True)
class Group:
    """Some actions by their status; `address` is what the list of actions is narrowed by."""

    told: Shown
    address: str
    statuses: list

    @property
    def total(self):
        """How many actions there are in it."""
        return sum(number for _status, number in self.statuses)


@dataclass(frozen=True)
class Groups:
    """All the groups of one kind, and the statuses of all actions."""

    by: str
    rows: list
    # Of all of them, whatever their group, as (status, number).
    statuses: list

    @property
    def total(self):
        """How many actions there are in all."""
        return sum(number for _status, number in self.statuses)

    @property
    def heading(self):
        """What the groups are."""
        return HEADINGS[self.by]

    @property
    def named(self):
        """The groups without the row of what is in none."""
        return [group for group in self.rows if group.address != NONE]

    @property
    def outside(self):
        """How many actions are in no group."""
        return _total(group for group in self.rows if group.address == NONE)

    @property
    def largest(self):
        """How many actions the largest group has."""
        return max((group.total for group in self.rows), default=0)

    @property
    def counts_twice(self):
        """Whether an action can stand in several groups."""
        return self.by == "organisation"


def grouped(actions, by):
    """
    The actions in each group that visitors may know of.

    What is in no such group stands last, in one of its own.
    """
    counted = actions.by_status_in_each(by)
    # Of several organisations an action counts once.
    statuses = actions.by_status() if by == "organisation" else _together(counted.values())
    nothing = [(status, 0) for status in actions.model.Status]
    things = NAMED[by](list(counted))
    rows = [
        Group(told, address, counted.pop(key, nothing)) for key, (told, address) in things.items()
    ]
    if counted:
        told = Shown(str(WITHOUT[by]), get_language())
        rows.append(Group(told, NONE, _together(counted.values())))
    return Groups(by, rows, statuses or nothing)


def _total(rows):
    return sum(group.total for group in rows)


def _together(counted):
    numbers = Counter()
    for statuses in counted:
        numbers.update(dict(statuses))
    return list(numbers.items())


def _themes(_counted):
    chosen = objective_choices()
    return {
        objective.pk: (told, address)
        for address, (objective, told) in chosen.items()
        if objective.is_theme
    }


def _baskets(_counted):
    baskets = ThematicBasket.objects.public()
    return {basket.pk: (shown(basket, "name"), basket.slug) for basket in baskets}


def _organisations(counted):
    """Only those that answer for one of the actions: others may have drafts only."""
    known = [key for key in counted if key]
    organisations = Organisation.objects.filter(pk__in=known, removed_at=None)
    return {each.pk: (shown(each, "name"), each.slug) for each in organisations}


NAMED = {"theme": _themes, "basket": _baskets, "organisation": _organisations}
