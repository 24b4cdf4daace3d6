"""How a thing is read: what visitors see of it in the active language."""

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language

from programme import dates
from programme.dates import PartialDate
from programme.languages import Shown, shown
from programme.words import in_every_language


def here(text):
    """A text of the page itself, or one that belongs to no language."""
    return Shown(capfirst(str(text or "")), get_language())


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

    def with_texts(self, things):
        """Fetch all that is read of them along."""
        told = in_every_language(self.title, *self.texts)
        things = things.select_related(*self.related).only(*told, *self.names, *self.columns)
        return things.prefetch_related(*self.fetched, *self.parts)

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
            for part in getattr(thing, relation).all():
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
