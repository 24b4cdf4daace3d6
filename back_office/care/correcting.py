"""
What visitors have read of something that is over is replaced only with a reason.

What was missing can be added without one. The history keeps the reason. A model whose rows are
ever over has `is_settled`, and names in `OPEN_WHEN_SETTLED` the columns that go on being written.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from back_office.audit import say_why
from back_office.rights import may_translate

REASON = "correction_reason"


class Reasoned(forms.ModelForm):
    """A form that asks why something is replaced that has been told."""

    correction_reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "Needed when you replace what has been told of it; what was missing you may just add. "
            "For example “The place was written wrongly.” The history keeps the reason."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.cleaned_data.get(REASON) and (names := self._replaced()):
            labels = ", ".join(_("“%s”") % self.fields[name].label for name in names)
            sentence = _(
                "This is over, and visitors have read of it. Say why you replace %(labels)s."
            )
            self.add_error(REASON, sentence % {"labels": labels})
        return cleaned

    def _replaced(self):
        free = {REASON, *self._meta.model.OPEN_WHEN_SETTLED}
        changed = [name for name in self.changed_data if name not in free]
        return [name for name in changed if self.initial.get(name) not in (None, "")]


class Correcting:
    """An admin class that asks for a reason where its rows are settled; of others it asks nothing."""

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self._asks(request, obj):
            return fieldsets
        return [*fieldsets, (gettext_lazy("Correction"), {"fields": [REASON]})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not self._asks(request, obj):
            return super().get_form(request, obj, change=change, **kwargs)
        if kwargs.get("fields"):
            # The reason is no column of the model: the form brings it itself.
            kwargs["fields"] = [name for name in kwargs["fields"] if name != REASON]
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form)(form.__name__, (Reasoned, form), {})

    def save_model(self, request, row, form, change):
        if reason := form.cleaned_data.get(REASON):
            say_why(reason)
        super().save_model(request, row, form, change)

    def _asks(self, request, row):
        is_settled = getattr(row, "is_settled", False)
        return is_settled and not may_translate(request.user, self.model)
