"""The sets of actions: what visitors may see, and how many there are of what."""

from django.db import models
from django.db.models import Count, F, Window
from django.db.models.functions import Coalesce, RowNumber

from programme.models.publication import PUBLICITY, SELDOM_SHOWN, built_once, published
from programme.words import in_every_language

# Counts and groups of what is public read this and no row.
READ = [*PUBLICITY, "strategy", "objective", "status", "sort_key", "id"]
INDEXES = [
    models.Index(fields=READ, name="public_actions"),
    models.Index(fields=["id"], name="hidden_actions", condition=SELDOM_SHOWN),
]
# By what actions can be counted in groups. An objective is a theme or stands under one.
GROUPS = {
    "theme": Coalesce("objective__parent", "objective"),
    "basket": F("basket"),
    "organisation": F("organisations"),
}


class StrategyActionQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published(), published("strategy__"), published("strategy__programme__"))

    def in_rows(self):
        """With the columns that a row of a list tells."""
        return self.only("code", "status", *in_every_language("title"))

    def first_of_each(self, group, most):
        """The first ones of each group; their places are found in an index."""
        place = Window(RowNumber(), partition_by=group, order_by=self.model._meta.ordering)
        first = self.order_by().annotate(place=place).filter(place__lte=most)
        return self.model.objects.filter(pk__in=first.values("pk"))

    def by_status(self):
        """How many are in each status, as (status, number), none left out."""
        counted = self.order_by().values_list("status").annotate(Count("pk"))
        numbers = dict(counted)
        return [(status, numbers.get(status, 0)) for status in self.model.Status]

    def by_status_in_each(self, group):
        """
        How many are in each status, in each "theme", "basket" or "organisation".

        As {primary key: [(status, number), …]}, None for what is in no group. An action that
        several organisations answer for counts in each of them.
        """
        grouped = self.order_by().annotate(group=GROUPS[group]).values_list("group", "status")
        numbers = {}
        for key, status, number in grouped.annotate(Count("pk", distinct=True)):
            numbers.setdefault(key, {})[status] = number
        return {
            key: [(status, found.get(status, 0)) for status in self.model.Status]
            for key, found in numbers.items()
        }
