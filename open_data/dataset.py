"""A dataset: which rows of which model, in which columns."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.functional import Promise

from open_data.columns import Column, Kind


@dataclass(frozen=True, eq=False)
class Dataset:
    """
    The public rows of a model.

    `public` makes the set of them, from the code only: the clock enters when the database is asked.
    `key` names the column by which the API finds a row. `hangs_on` are models, besides its
    own, of which a change may change rows or what is told of them. `form` narrows as the page does.
    """

    name: str
    title: Promise
    about: Promise
    model: type
    public: Callable
    columns: tuple[Column, ...]
    key: str = "id"
    hangs_on: tuple = ()
    form: type | None = None

    def rows(self):
        """The set of them."""
        return self._rows.all()

    def as_told(self):
        """The same as tuples of all that is told of them but lists, by their numbers."""
        return self._as_told.all()

    @cached_property
    def _rows(self):
        return self.public()

    @cached_property
    def _as_told(self):
        asked = [expression for column in self.columns for expression in column.expressions()]
        # Django's own: each column says its language, and looking for another one takes time in each row.
        return QuerySet.values_list(self._rows.order_by("pk"), "pk", *asked)

    @cached_property
    def wide(self):
        """The names of the columns in the wide form: a column for each language of a text."""
        return [name for column in self.columns for name in column.names()]

    @cached_property
    def translated(self):
        """The columns whose texts are in several languages."""
        return [column for column in self.columns if column.is_translated]

    @cached_property
    def key_column(self):
        """The column by which a row is found."""
        return self.column(self.key)

    @cached_property
    def lists(self):
        """The columns that tell of several things."""
        return [column for column in self.columns if column.several]

    def column(self, name):
        """The column of that name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]

    @cached_property
    def references(self):
        """The columns that name a row of another dataset: by these the API can narrow."""
        asked = self.form.base_fields if self.form else ()
        return [c for c in self.columns if c.refers and c.name not in asked and not c.several]

    @cached_property
    def filters(self):
        """The names of what the API can narrow by."""
        asked = list(self.form.base_fields) if self.form else []
        return asked + [column.name for column in self.references]

    @cached_property
    def tables(self):
        """The tables of which a change may change the dataset, as changes name them."""
        return {model._meta.label_lower for model in (self.model, *self.hangs_on)}

    @property
    def text_of_key(self):
        """Whether the key is a text and not a number."""
        return self.key_column.kind is not Kind.INTEGER
