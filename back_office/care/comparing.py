"""What two people have written into one row at the same time, told apart field by field."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from back_office.care.marks import mark, mark_of_typed, watched
from back_office.care.sending import put, rearrange, rows_sent
from back_office.differences import in_words_of, label_of


@dataclass
class Disagreement:
    """A field that somebody else has changed meanwhile: mine in words, theirs, and in which part."""

    html_name: str
    part: str
    model: type
    pk: int
    name: str
    mine: str
    theirs: str

    @property
    def label(self):
        """The name of the field, and of its language."""
        label, language = label_of(self.model, self.name)
        return f"{label} ({language})" if language else label


@dataclass
class Comparison:
    """
    The sent form beside the row as it is now.

    `both` are fields that both have changed: mine stay in the form. `theirs` only the other has
    changed: the form takes them over. `data` is what the form is to show.
    """

    data: object
    both: list = field(default_factory=list)
    theirs: list = field(default_factory=list)
    news: list = field(default_factory=list)

    def compare_form(self, fresh, typed, seen, part=""):
        """Compare one form from the database with the one that was sent, by the marks of opening."""
        sent = watched(typed)
        for name, now in watched(fresh).items():
            was, is_now = seen.get(name), mark(fresh.initial.get(name))
            mine = mark_of_typed(sent[name])
            if was in (None, is_now) or mine == is_now:
                continue
            both = mine != was
            if not both:
                put(self.data, sent[name].html_name, now)
            (self.both if both else self.theirs).append(_disagreement(fresh, sent[name], part))

    def compare_parts(self, formset, files, seen):
        """Compare the parts under one prefix: changed, added or removed by the other."""
        prefix, rows = (
            formset.prefix,
            {str(each.instance.pk): each for each in formset.initial_forms},
        )
        total, initial = rows_sent(self.data, prefix)
        kept, returned = [], []
        for number in range(initial):
            pk = self.data.get(f"{prefix}-{number}-{formset.model._meta.pk.name}", "")
            row = rows.get(pk)
            typed = self._typed(formset, files, number, row)
            if row:
                kept.append(number)
                self.compare_form(row, typed, seen.get(pk, {}), str(row.instance))
            elif self._is_touched(typed, seen.get(pk, {})):
                returned.append(number)
                self.data[f"{prefix}-{number}-{formset.model._meta.pk.name}"] = ""
                self.news.append(
                    _(
                        "A row that you were changing has been removed. What you wrote is below as a new row."
                    )
                )
            elif pk:
                self.news.append(_("A row that you have not touched has been removed."))
        new = range(initial, total)
        rearrange(self.data, prefix, [*kept, *returned, *new], len(kept))
        for pk in rows.keys() - seen.keys():
            self.news.append(_("A row has been added: %(row)s") % {"row": rows[pk].instance})

    def _typed(self, formset, files, number, row):
        given = {"instance": row.instance} if row else {}
        return formset.form(self.data, files, prefix=f"{formset.prefix}-{number}", **given)

    def _is_touched(self, typed, seen):
        sent = watched(typed)
        return any(mark_of_typed(sent[name]) != was for name, was in seen.items() if name in sent)


def _disagreement(fresh, sent, part):
    model = fresh._meta.model
    name = sent.name
    mine = _cleaned(sent)
    theirs = fresh.initial.get(name)
    words = (_words(model, name, value) for value in (mine, theirs))
    return Disagreement(sent.html_name, part, model, fresh.instance.pk, name, *words)


def _cleaned(sent):
    try:
        return sent.field.clean(sent.data)
    except ValidationError:
        return sent.data


def _words(model, name, value):
    if isinstance(value, Model):
        return str(value)
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(str(each) for each in value)
    return in_words_of(model, name, value)
