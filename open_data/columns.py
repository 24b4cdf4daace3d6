"""
A column of the open data, said once.

Files, the page that explains them, the catalogue and the API are all made from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.conf import settings
from django.db.models import Case, F, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Kind(Enum):
    """What the cells of a column are; the value is the word for it on the page."""

    TEXT = _("text")
    IDENTIFIER = _("identifier")
    CHOICE = _("one of the listed words")
    INTEGER = _("whole number")
    NUMBER = _("number")
    YES_NO = _("true or false")
    PARTIAL_DATE = _("day, month or year, as far as it is known")
    DAY = _("day")
    TIME = _("time of day")
    INSTANT = _("instant, in UTC")
    LINK = _("web address")
    LIST = _("several identifiers")
    CHANGES = _("changed fields, each with its old and new value")


@dataclass(frozen=True)
class Several:
    """
    The many things that a row has of a kind, such as the baskets of an event.

    `of` makes the set of them, of which `owner` is the row and `value` what is told.
    """

    of: Callable
    owner: str
    value: str

    @cached_property
    def pairs(self):
        """All of them as (row, what is told), in order."""
        names = self.owner, self.value
        return self.of().order_by(*names).values_list(*names).distinct()


@dataclass(frozen=True, eq=False)
class Column:
    """
    One column: its name, what its cells are, what they mean, an example, where they come from.

    `path` is that of the ORM, the name itself when empty; of a translated column it may have
    "{language}" in it. `made_by` makes an expression instead, `several` fetches a list, and
    `reads` makes a function that reads what was fetched. `covers` names the model's fields
    behind such a column. A reference names in `refers` the dataset whose key it is; with
    `public` it is only told where that set has the row.
    """

    name: str
    kind: Kind
    meaning: Promise
    example: str
    path: str = ""
    unit: Promise | str = ""
    choices: type | None = None
    is_translated: bool = False
    is_required: bool = False
    refers: str = ""
    public: Callable | None = None
    made_by: Callable | None = None
    several: Several | None = None
    reads: Callable | None = None
    covers: tuple = ()

    @property
    def source(self):
        """The path of the ORM; of a translated column that in each language is made from it."""
        return self.path or self.name

    @property
    def fields(self):
        """The fields of the model that the column tells of."""
        return self.covers or (() if self.several else (self.source.split("__")[0],))

    def names(self):
        """The columns of the wide form: one, or one for each language."""
        if not self.is_translated:
            return [self.name]
        return [build_localized_fieldname(self.name, language) for language in LANGUAGES]

    def expressions(self):
        """What the ORM is asked for, one for each of `names`; none for a list."""
        if self.several:
            return []
        if self.is_translated:
            return [self._in(language) for language in LANGUAGES]
        if self.made_by:
            return [self.made_by()]
        if self.public:
            relation = self.source.rpartition("__")[0]
            shown = {f"{relation}__in": self.public().order_by().values("pk")}
            return [Case(When(**shown, then=F(self.source)), default=None)]
        return [self.source]

    def _in(self, language):
        if self.made_by:
            return self.made_by(language)
        if "{language}" in self.source:
            return self.source.format(language=language)
        return build_localized_fieldname(self.source, language)


def first_known(texts, order):
    """What a reader sees of {language: text}, as (text, language); nothing known as (None, None)."""
    return next(((texts[code], code) for code in order if texts.get(code)), (None, None))


def order_of(model, name, language):
    """The languages in which a reader of `language` is shown a field, as `languages.shown` has it."""
    fallbacks = getattr(getattr(model, name, None), "fallback_languages", None)
    return resolution_order(language, fallbacks)
