"""The form of one row in one language: the source beside each text."""

from django import forms
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from back_office.models import Translation
from back_office.models.translations import State
from back_office.translations.texts import as_written, column, fields_of
from back_office.translations.writers import may_write, write

LONG = 120


class Entry:
    """One text on the page: its source, what stands there now, and how it is written."""

    def __init__(self, form, thing, row):
        self.form, self.row, self.field = form, row, row.field
        self.column = column(row.field, row.language)
        self.label = capfirst(str(type(thing)._meta.get_field(row.field).verbose_name))
        self.source = as_written(getattr(thing, column(row.field, row.source_language)))
        self.text = as_written(getattr(thing, self.column))
        self.conflicts = []

    @property
    def state(self):
        return State(self.row.state)

    @property
    def is_open_to_change(self):
        return self.column in self.form.fields

    @property
    def text_field(self):
        return self.form[self.column] if self.is_open_to_change else None

    @property
    def boxes(self):
        """What may be said of the text without writing it."""
        names = [f"right_{self.field}", f"spare_{self.field}"]
        return [self.form[name] for name in names if name in self.form.fields]

    @property
    def typed(self):
        """The text that has been typed; that which stands there when none came."""
        return as_written(self.form.cleaned_data.get(self.column, self.text))

    @property
    def is_written(self):
        return self.typed != self.text

    @property
    def is_judged(self):
        """Whether one of its two boxes says otherwise than before."""
        cleaned = self.form.cleaned_data
        is_spared = cleaned.get(f"spare_{self.field}", self.is_spared)
        return cleaned.get(f"right_{self.field}", False) or is_spared != self.is_spared

    @property
    def is_spared(self):
        return self.state == State.NOT_NEEDED


class TranslateForm(forms.Form):
    """
    Writes the texts of one row in one language, and nothing else.

    What was seen is sent along as two hashes for each text. When its source or the text has
    changed since, the text is refused, and both are shown.
    """

    def __init__(self, thing, language, user, data=None):
        super().__init__(data)
        self.thing, self.language, self.user = thing, language, user
        rows = {
            row.field: row for row in Translation.objects.about(thing).filter(language=language)
        }
        fields = [field for field in fields_of(type(thing)) if field in rows]
        self.entries = [Entry(self, thing, rows[field]) for field in fields]
        for entry in self.entries:
            if may_write(user, thing, entry.column):
                self._offer(entry)

    def _offer(self, entry):
        model_field = type(self.thing)._meta.get_field(entry.column)
        rows = 6 if len(entry.source) > LONG or model_field.max_length is None else 2
        self.fields[entry.column] = forms.CharField(
            label=entry.label,
            initial=entry.text,
            required=not model_field.blank,
            max_length=model_field.max_length,
            widget=forms.Textarea(
                {"rows": rows, "lang": self.language, "class": "vLargeTextField"}
            ),
        )
        if entry.state == State.OUTDATED:
            self.fields[f"right_{entry.field}"] = forms.BooleanField(
                label=_("Still right as it is"), required=False
            )
        if entry.state in (State.EMPTY, State.NOT_NEEDED):
            self.fields[f"spare_{entry.field}"] = forms.BooleanField(
                label=_("Needs no translation"), required=False, initial=entry.is_spared
            )

    def clean(self):
        """Refuse what was written beside another source, or over another text."""
        for entry in self.entries:
            if entry.is_open_to_change and (entry.is_written or entry.is_judged):
                self._look_for_conflicts(entry)
        return self.cleaned_data

    def _look_for_conflicts(self, entry):
        if self.data.get(f"source_{entry.field}") != entry.row.source_hash:
            entry.conflicts.append(_("The source has changed since you opened this page."))
        if self.data.get(f"seen_{entry.field}") != entry.row.text_hash:
            entry.conflicts.append(
                _("Somebody has changed this translation since you opened this page.")
            )
        for sentence in entry.conflicts:
            self.add_error(entry.column, sentence)

    @transaction.atomic
    def save(self):
        """Write what has changed. Returns the labels of the texts that were written or judged."""
        written = [entry for entry in self.entries if entry.is_written]
        judged = [
            e for e in self.entries if e.is_open_to_change and e.is_judged and e not in written
        ]
        write(self.thing, {entry.column: entry.typed for entry in written}, by=self.user)
        for entry in judged:
            row = Translation.objects.filter(pk=entry.row.pk)
            if entry.row.text_hash:
                row.confirm()
            elif self.cleaned_data[f"spare_{entry.field}"]:
                row.spare()
            else:
                row.ask_again()
        return [entry.label for entry in [*written, *judged]]
