"""How a thing is read: what visitors see of it in the active language."""

from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import get_language

from programme import dates
from programme.dates import PartialDate
from programme.languages import Shown, shown
from programme.prepared import prepared
from programme.words import in_every_language

# How many hits of a kind stand on the page of all kinds.
FIRST = 5


def here(text):
    """A text of the page itself, or one that belongs to no language."""
    return Shown(capfirst(str(text or "")), get_language())


def told_along(relation, parts=None):
    """What belongs to each thing, as a list `told_…`: so Django makes no queryset for each."""
    return Prefetch(relation, parts, to_attr=f"told_{relation}")


class Kind:
    """
    Rows of one model that can be found.

    `title` is the field that names a thing, `names` are its other names, `texts` its fields and
    `parts` those of what belongs to it, as {relation: [field]}. A name has no mark of its language.
    """

    title, names, texts, parts = "title", [], [], {}
    # What else is read of a thing.
    columns = ["slug"]
    related, fetched = [], []
    is_name = False
    # What may be public without a further change of the row; the rest is not worth reading.
    is_kept = Q(is_public=True, removed_at=None)

    def public(self):
        """What visitors may see now: the only rows that a search ever shows."""
        return self.model.objects.public()

    def kept(self):
        """What the index knows."""
        return self.model.objects.filter(self.is_kept)

    def __init__(self):
        def first(one, two, three, four, five):
            return self._whole(
                self.public().filter(pk__in=[one, two, three, four, five]).order_by()
            )

        self._first = prepared(first)

    def read(self, things):
        """A list of some things with all that is read of them; parts are asked for where there are any."""
        return self._with_parts(list(self._whole(things)))

    def read_public(self, keys):
        """The same of the things with these primary keys that visitors may see now."""
        if not keys:
            return []
        if len(keys) > FIRST:
            return self.read(self.public().filter(pk__in=keys).order_by())
        # The query has room for five; which it finds twice it finds once.
        return self._with_parts(self._first(*keys, *keys[-1:] * (FIRST - len(keys))))

    def _whole(self, things):
        return self.with_texts(things).annotate(**self._has_parts)

    def _with_parts(self, found):
        for relation in self.parts:
            with_parts = [thing for thing in found if getattr(thing, f"has_{relation}")]
            if with_parts:
                prefetch_related_objects(with_parts, told_along(relation))
        return found

    @cached_property
    def _has_parts(self):
        rows = {relation: self.model._meta.get_field(relation) for relation in self.parts}
        parts = {
            relation: row.related_model.objects.filter(**{row.field.name: OuterRef("pk")})
            for relation, row in rows.items()
        }
        return {f"has_{relation}": Exists(each.order_by()) for relation, each in parts.items()}

    def with_texts(self, things):
        """Fetch what is read of them along, but for their parts."""
        told = in_every_language(self.title, *self.texts)
        things = things.select_related(*self.related).only(*told, *self.names, *self.columns)
        return things.prefetch_related(*map(told_along, self.fetched))

    def parts_of(self, thing, relation):
        """The parts of a thing that has been read."""
        return getattr(thing, f"told_{relation}", [])

    def code_of(self, thing):
        """A code such as 3.I.70."""
        return getattr(thing, "code", "")

    def title_of(self, thing):
        """What the link says."""
        return shown(thing, self.title)

    def names_of(self, thing):
        """Code and other names: found as surely as the title."""
        yield here(self.code_of(thing))
        for name in self.names:
            yield here(getattr(thing, name))

    def facts_of(self, thing):
        """Short facts that stand below the title."""
        return []

    def texts_of(self, thing):
        """The running texts, the most telling first."""
        for field in self.texts:
            yield shown(thing, field)
        for relation, fields in self.parts.items():
            for part in self.parts_of(thing, relation):
                yield from (shown(part, field) for field in fields)

    def time_of(self, thing):
        """Its start and end, as far as it is a thing of a time."""
        return PartialDate(getattr(thing, "starts_on", "")), PartialDate(
            getattr(thing, "ends_on", "")
        )

    def time_in_words(self, thing):
        """Its time for the reader; nothing when it is not known."""
        start, end = self.time_of(thing)
        return dates.span_in_words(start, end) if start or end else ""

    def address_of(self, thing):
        """Where it stands."""
        return thing.get_absolute_url()
