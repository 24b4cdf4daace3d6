"""What is asked before a file comes in or goes out."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from back_office.transfer.catalogue import TABLES
from back_office.transfer.reading import BadFile, read


class TransferForm(forms.Form):
    """
    About the rows of one of some models, which the person may import or export here.

    Which one is asked where there are several.
    """

    label_of = None

    def __init__(self, *args, models, **kwargs):
        super().__init__(*args, **kwargs)
        self.models = {model._meta.label_lower: model for model in models}
        if len(models) > 1:
            self.fields = {"of": self._choice_of_model(), **self.fields}

    @property
    def model(self):
        """The model that was chosen, or the only one."""
        return self.models[self.cleaned_data.get("of") or next(iter(self.models))]

    def _choice_of_model(self):
        choices = [
            (label, str(model._meta.verbose_name_plural).capitalize())
            for label, model in self.models.items()
        ]
        return forms.ChoiceField(
            label=self.label_of,
            choices=choices,
            initial=choices[0][0],
            widget=forms.RadioSelect,
        )


class UploadForm(TransferForm):
    """A file and what it holds; after validation `sheet` is what has been read from it."""

    label_of = gettext_lazy("The file holds")

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX, or CSV in UTF-8. At most 20,000 rows and 10 megabytes."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

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


class ExportForm(TransferForm):
    """What goes out, and as what."""

    label_of = gettext_lazy("What")

    format = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[("xlsx", gettext_lazy("Excel workbook (XLSX)")), ("csv", "CSV")],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
