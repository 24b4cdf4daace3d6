"""The choices of the translation board, and the files of translators."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from back_office.models import Translation
from back_office.models.translations import State
from back_office.translations.board import found
from programme.forms import WordsField

OPEN = "open"
STATES = [
    (OPEN, _("to be translated")),
    *((state.value, state.label) for state in State if state != State.SOURCE),
]


class BoardForm(forms.Form):
    """Narrows the board; a choice that is not on offer narrows nothing."""

    model = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    q = WordsField(label=_("Words"), max_length=100, required=False)

    def __init__(self, data, visible, **options):
        super().__init__(data, auto_id="chosen_%s", **options)
        self.visible = visible
        kinds = [
            (each._meta.label_lower, capfirst(each._meta.verbose_name_plural)) for each in visible
        ]
        languages = [(code, capfirst(name)) for code, name in settings.LANGUAGES]
        self.fields["model"].choices = [("", _("All")), *sorted(kinds, key=lambda kind: kind[1])]
        self.fields["language"].choices = [("", _("All")), *languages]
        self.fields["state"].choices = [("", _("All")), *STATES]

    @property
    def chosen(self):
        """What has been chosen, as {name: value}; empty choices are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def translations(self):
        """The translations that are meant, of the models that the user may see."""
        chosen = self.chosen
        labels = [model._meta.label_lower for model in self.visible]
        rows = Translation.objects.filter(model__in=labels)
        if "model" in chosen:
            rows = rows.filter(model=chosen["model"])
        if "language" in chosen:
            rows = rows.filter(language=chosen["language"])
        if "state" in chosen:
            state = chosen["state"]
            rows = rows.open() if state == OPEN else rows.filter(state=state)
        if "q" in chosen:
            models = [m for m in self.visible if chosen.get("model") in (None, m._meta.label_lower)]
            rows = rows.filter(found(chosen["q"], models))
        return rows


class ExportForm(BoardForm):
    """Which texts a translator is to get: in one language."""

    def __init__(self, data, visible, **options):
        super().__init__(data, visible, **options)
        self.fields["language"].choices = self.fields["language"].choices[1:]
        self.fields["language"].required = True


class UploadForm(forms.Form):
    """A file that comes back from a translator."""

    file = forms.FileField(
        label=_("File from the translator"),
        help_text=_("An XLSX file that was exported here. Nothing is changed before you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
