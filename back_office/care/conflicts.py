"""
Two people, one row: the second is shown both values, and nothing is overwritten.

The form carries a mark of each value as it was when the form was opened (`marks`). Saving takes
the lock of the row and compares; where somebody has been quicker, nothing is saved and the form
is shown again with both values (`comparing`). Saving once more is then a decision.
"""

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from back_office.care.comparing import Comparison
from back_office.care.history import entries_of
from back_office.care.marks import as_text, from_text, marks_of
from back_office.care.preview import is_preview
from back_office.care.sending import put, rows_sent
from back_office.differences import who

MARKS = "seen_marks"
# The names of fields in which the writer has chosen what the other has written.
TAKEN = "take_theirs"
LATEST = 50


class Refusing:
    """A form that says that it is not saved, since somebody else has been quicker."""

    def full_clean(self):
        super().full_clean()
        if self.is_bound:
            self.add_error(None, self.refusal)


class Conflicts:
    """An admin class that saves nothing over what somebody else has saved meanwhile."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        is_saving = request.method == "POST" and object_id and "_saveasnew" not in request.POST
        thing = self.get_object(request, unquote(object_id)) if is_saving else None
        if thing is None or not self.has_change_permission(request, thing):
            return super().changeform_view(request, object_id, form_url, extra_context)
        if is_preview(request):
            # Nothing is kept, so nothing is lost; but the form still knows when it was opened.
            request.marks = from_text(request.POST.get(MARKS, ""))
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # Whoever comes second waits here, and then sees what the first has saved.
            self.model._base_manager.select_for_update().filter(pk=thing.pk).first()
            if thing := self.get_object(request, unquote(object_id)):
                self._compare(request, thing)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        conflict = getattr(request, "conflict", None)
        if conflict is None:
            return form
        return type(form)(form.__name__, (Refusing, form), {"refusal": conflict["sentence"]})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and self.has_change_permission(request, obj):
            formsets = [each.formset for each in context["inline_admin_formsets"]]
            marks = getattr(request, "marks", None) or marks_of(context["adminform"].form, formsets)
            context["seen_marks"] = as_text(marks)
        context["conflict"] = getattr(request, "conflict", None)
        if context["conflict"]:
            # Its own sentence stands above the form, and the fields tell of theirs.
            context["errors"] = []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _compare(self, request, thing):
        """Take over what was chosen; note a conflict where the row is not as it was when opened."""
        form, formsets = self._from_database(request, thing)
        request.POST = request.POST.copy()
        for name in request.POST.getlist(TAKEN):
            if bound := _at(name, request.POST, form, formsets):
                put(request.POST, name, bound)
        request.marks = marks_of(form, formsets)
        seen = from_text(request.POST.get(MARKS, ""))
        if seen is None or seen == request.marks:
            return
        comparison = Comparison(request.POST)
        comparison.compare_form(
            form, type(form)(request.POST, request.FILES, instance=thing), seen[""]
        )
        for formset in formsets:
            if formset.prefix in request.marks:
                comparison.compare_parts(formset, request.FILES, seen.get(formset.prefix, {}))
        for name, bound in ((each.name, each) for each in form.hidden_fields()):
            put(request.POST, name, bound)
        request.conflict = self._told(request, thing, comparison)

    def _from_database(self, request, thing):
        """The form and its parts as they would be if they were opened now."""
        fields = flatten_fieldsets(self.get_fieldsets(request, thing))
        form = self.get_form(request, thing, change=True, fields=fields)(instance=thing)
        formsets = [
            formset(instance=thing, queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, thing)
        ]
        return form, formsets

    def _told(self, request, thing, comparison):
        """The conflict as the page shows it: by whom and when, in one sentence and per field."""
        entries = list(entries_of(thing, self.recorded_parts(request, thing))[:LATEST])
        for each in comparison.both + comparison.theirs:
            each.by = next((_by(entry) for entry in entries if _is_about(entry, each)), "")
        by = _by(entries[0]) if entries else _("somebody else")
        sentence = _(
            "Somebody has saved this since you opened it (%(by)s). Nothing that you wrote has been "
            "saved or lost: it stands in the form below. Look at the differences and save again."
        )
        return {
            "sentence": sentence % {"by": by},
            "both": comparison.both,
            "theirs": comparison.theirs,
            "news": list(dict.fromkeys(comparison.news)),
        }


def _by(entry):
    moment = date_format(localtime(entry.timestamp), "DATETIME_FORMAT")
    return f"{who(entry)}, {moment}"


def _is_about(entry, each):
    model = entry.content_type.model_class()
    return model is each.model and entry.object_id == each.pk and each.name in entry.changes


def _at(name, data, form, formsets):
    """The field of the database's forms that a name of the sent form is about, or None."""
    if name in form.fields:
        return form[name]
    for formset in formsets:
        for number in range(rows_sent(data, formset.prefix)[1]):
            start = f"{formset.prefix}-{number}-"
            pk = data.get(f"{start}{formset.model._meta.pk.name}")
            row = next(
                (each for each in formset.initial_forms if str(each.instance.pk) == pk), None
            )
            if row and name.startswith(start) and name.removeprefix(start) in row.fields:
                return row[name.removeprefix(start)]
    return None
