"""The page between choosing rows and doing something with them: to which rows, and why."""

from django import forms
from django.contrib.admin import helpers
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from reporting.forms.review import HIGHEST, LONGEST_COMMENT, reason_field, words
from reporting.guards import SHORTEST_COMMENT


class StepForm(forms.Form):
    """
    Asks for nothing but the second click, and carries the version in which each row was seen.

    `rows` have a `version`; after validation it is the one that the person has seen.
    """

    def __init__(self, data=None, *, rows):
        super().__init__(data)
        self.rows = rows
        for row in rows:
            self.fields[f"version-{row.pk}"] = forms.IntegerField(
                min_value=1, max_value=HIGHEST, initial=row.version, widget=forms.HiddenInput
            )

    def clean(self):
        """What is asked of all rows, apart from their versions."""
        for row in self.rows:
            row.version = self.cleaned_data.pop(f"version-{row.pk}", None)
        return self.cleaned_data


class ReturnForm(StepForm):
    """What should be mended in all the reports."""

    comment = words(
        _("What should be mended"),
        min_length=SHORTEST_COMMENT,
        max_length=LONGEST_COMMENT,
        help_text=_("Each reporter reads it in the letter. At least 10 characters."),
    )


class WaiveForm(StepForm):
    """Why all the actions are not reported."""

    reason = reason_field()


def step(admin, request, rows, form_class, **texts):
    """
    The filled form of the page between, or the page as long as the form is not filled.

    Returns (form, None) or (None, page). `texts`: action, title, explanation and button.
    """
    is_sent = "is_sent" in request.POST
    form = form_class(request.POST if is_sent else None, rows=list(rows))
    if is_sent and form.is_valid():
        return form, None
    context = admin.admin_site.each_context(request) | texts
    context |= {"opts": admin.opts, "form": form, "checkbox": helpers.ACTION_CHECKBOX_NAME}
    return None, TemplateResponse(request, "admin/reporting/step.html", context)
