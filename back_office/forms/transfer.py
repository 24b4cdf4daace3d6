"""What is asked before a file comes in or goes out."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from back_office.transfer.catalogue import TABLES
from back_office.transfer.reading import BadFile, read


def choice_of(models, label):
    """A choice between the tables of these models, by their names in the code."""
    choices = [
        (model._meta.label_lower, str(model._meta.verbose_name_plural).capitalize())
        for model in models
    ]
    return forms.ChoiceField(
        label=label, choices=choices, initial=choices[0][0], widget=forms.RadioSelect
    )


class UploadForm(forms.Form):
    """
    A file and what it holds; after validation `sheet` is what has been read from it.

    `models` are those that the person may import here.
    """

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX, or CSV in UTF-8. At most 20,000 rows and 10 megabytes."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args, models, **kwargs):
        super().__init__(*args, **kwargs)
        self.models = {model._meta.label_lower: model for model in models}
        self.fields = {"of": choice_of(models, _("The file holds")), **self.fields}
        if len(models) == 1:
            self.fields["of"].widget = forms.HiddenInput()

    @property
    def model(self):
        return self.models[self.cleaned_data["of"]]

    def clean(self):
        """Read the file as far as needed to say what is wrong with the whole of it."""
        if not self.errors:
            try:
                self.sheet = read(self.cleaned_data["file"], self.model._meta.model_name)
                self._check_columns(TABLES[self.model])
            except BadFile as reason:
                self.add_error("file", str(reason))
        return self.cleaned_data

    def _check_columns(self, table):
        known = list(table.fields)
        unknown = [name for name in self.sheet.columns if name not in known]
        missing = [name for name in table._meta.import_id_fields if name not in self.sheet.columns]
        if missing:
            raise BadFile(
                _("These columns are missing, by which a row is found: %(names)s.")
                % {"names": ", ".join(missing)}
            )
        if unknown:
            raise BadFile(
                _("There are no such columns: %(unknown)s. The columns are: %(known)s.")
                % {"unknown": ", ".join(unknown)[:500], "known": ", ".join(known)}
            )


class ExportForm(forms.Form):
    """What goes out, and as what."""

    format = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[("xlsx", gettext_lazy("Excel workbook (XLSX)")), ("csv", "CSV")],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, models, **kwargs):
        super().__init__(*args, **kwargs)
        self.models = {model._meta.label_lower: model for model in models}
        self.fields = {"of": choice_of(models, _("What")), **self.fields}
        if len(models) == 1:
            self.fields["of"].widget = forms.HiddenInput()

    @property
    def model(self):
        return self.models[self.cleaned_data["of"]]
