"""The files of a report: one is added at a time, any can be taken away again."""

import hashlib
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.uploads import checked
from reporting.models import ReportAttachment


class AttachmentForm(forms.Form):
    """What is asked of a file; for a report that is known as `report`."""

    file = forms.FileField(
        label=gettext_lazy("Add a file"),
        required=False,
        help_text=gettext_lazy("A PDF, Office document or picture. Public with the report."),
    )
    file_title = forms.CharField(
        label=gettext_lazy("Title of the file"), max_length=200, required=False
    )
    file_licence = forms.ChoiceField(
        label=gettext_lazy("How others may use it"),
        choices=ReportAttachment.Licence.choices,
        required=False,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        return checked(file) if file else None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file") and not cleaned.get("file_title"):
            self.add_error("file_title", _("Give the file a title, and choose it again."))
        return cleaned

    @cached_property
    def kept_files(self):
        """The files that the report has."""
        return list(self.report.attachments.all())

    @property
    def removed(self):
        """The keys of the files that are to be taken away."""
        ticked = set(self.data.getlist("remove"))
        return [each.pk for each in self.kept_files if str(each.pk) in ticked]

    def files_content(self):
        """The files to add and to remove, as the move `autosave` takes them."""
        file, title = self.cleaned_data.get("file"), self.cleaned_data.get("file_title")
        is_new = file and title and not self._is_kept(file, title)
        licence = self.cleaned_data.get("file_licence") or ReportAttachment.Licence.CC_BY
        new = ReportAttachment(title=title, licence=licence, file=file) if is_new else None
        return {"attachments": [new] if new else [], "removed": self.removed}

    def _is_kept(self, file, title):
        """Whether the same came before, by a double click."""
        digest = hashlib.sha256(file.read()).hexdigest()
        file.seek(0)
        return (digest, title) in {(each.sha256, each.title) for each in self.kept_files}
