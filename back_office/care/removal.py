"""
Deleting without losing: what others refer to is hidden, stays readable, and can be restored.

A row that nothing refers to is really deleted; one that is referred to gets `removed_at`, by
which `published()` and the pickers leave it out (docs/decisions/0024).
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST


def can_be_removed(model):
    """Whether rows of the model are hidden rather than lost."""
    return hasattr(model, "removed_at")


def is_referred_to(row, registry):
    """
    Whether others refer to a row: things with a page of their own here, or rows that would lose it.

    Its mere parts, which go with it, are not others.
    """
    for relation in row._meta.related_objects:
        model = relation.related_model
        is_part = relation.on_delete is models.CASCADE if relation.on_delete else False
        if is_part and model not in registry:
            continue
        if relation.field.name.startswith("+") or relation.related_name == "+":
            continue
        if model._base_manager.filter(**{relation.field.name: row.pk}).exists():
            return True
    return False


class RemovedFilter(admin.SimpleListFilter):
    """Rows in use, which a list shows at first, and those that have been removed."""

    title = gettext_lazy("removed")
    parameter_name = "removed"

    def lookups(self, request, model_admin):
        return [("yes", _("removed")), ("all", _("all"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("in use")}, *others]

    def queryset(self, request, rows):
        if self.value() == "all":
            return rows
        return (
            rows.exclude(removed_at=None) if self.value() == "yes" else rows.filter(removed_at=None)
        )


class Picking:
    """A form that offers no removed row, but for the one that is chosen already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            rows = getattr(field, "queryset", None)
            if rows is None or not can_be_removed(rows.model):
                continue
            chosen = self.initial.get(name) if self.instance.pk else None
            known = chosen if isinstance(chosen, list) else [chosen]
            field.queryset = rows.filter(
                Q(removed_at=None) | Q(pk__in=[_pk(each) for each in known])
            )

    def full_clean(self):
        super().full_clean()
        if self._errors and can_be_removed(self._meta.model) and self._is_taken_by_a_removed_row():
            self.add_error(
                None,
                _("A removed row has this address, code or number. Restore it, or choose another."),
            )

    def _is_taken_by_a_removed_row(self):
        meta = self._meta.model._meta
        unique = [(field.name,) for field in meta.fields if field.unique and not field.primary_key]
        unique += [each.fields for each in meta.total_unique_constraints if "id" not in each.fields]
        removed = self._meta.model._base_manager.exclude(removed_at=None).exclude(
            pk=self.instance.pk
        )
        for names in unique:
            values = {name: getattr(self.instance, meta.get_field(name).attname) for name in names}
            if None not in values.values() and removed.filter(**values).exists():
                return True
        return False


def _pk(value):
    return getattr(value, "pk", value) or 0


class Removal:
    """An admin class that removes what is referred to instead of refusing, and restores it."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form)(form.__name__, (Picking, form), {})

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = type(formset.form)(formset.form.__name__, (Picking, formset.form), {})
            yield formset, inline

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [*filters, RemovedFilter] if can_be_removed(self.model) else filters

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        is_shown = can_be_removed(self.model) and request.GET.get("removed") in ("yes", "all")
        return [*columns, "removed_at"] if is_shown else columns

    def get_search_results(self, request, queryset, search_term):
        """What a searched field offers has not been removed."""
        if request.resolver_match.url_name == "autocomplete" and can_be_removed(self.model):
            queryset = queryset.filter(removed_at=None)
        return super().get_search_results(request, queryset, search_term)

    def get_actions(self, request):
        actions = super().get_actions(request)
        is_asked = can_be_removed(self.model) and request.GET.get("removed") in ("yes", "all")
        if is_asked and self.has_delete_permission(request):
            actions["restore_selected"] = self.get_action("restore_selected")
        return actions

    @admin.action(description=gettext_lazy("Restore the selected rows"), permissions=["delete"])
    def restore_selected(self, request, rows):
        for row in rows.exclude(removed_at=None):
            self._restore(request, row)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        return [path("<int:pk>/restore/", view, name=name), *super().get_urls()]

    def restore_view(self, request, pk):
        """Bring one removed row back, and show it."""
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not can_be_removed(self.model) or not self.has_delete_permission(request, row):
            raise PermissionDenied
        self._restore(request, row)
        return HttpResponseRedirect(reverse(_page(self.opts, "change"), args=[pk]))

    def get_deleted_objects(self, objs, request):
        """What is referred to is no obstacle: it is removed."""
        removed = [row for row in objs if self._is_kept(row)]
        free = [row for row in objs if row not in removed]
        gone, counts, lacking, protected = super().get_deleted_objects(free, request)
        kind = self.opts.verbose_name
        sentence = _("%(kind)s “%(row)s”: others refer to it, so it is hidden and can be restored")
        told = [format_html("{}", sentence % {"kind": kind, "row": row}) for row in removed]
        # A row that says why it stays is never removed, nor are those chosen together with it.
        staying = [why for row in objs if (why := getattr(row, "why_it_stays", ""))]
        return [*told, *gone], counts, lacking, [*staying, *protected]

    def delete_model(self, request, obj):
        if can_be_removed(self.model):
            self._delete_or_remove(request, [obj])
        else:
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        if can_be_removed(self.model):
            self._delete_or_remove(request, queryset)
        else:
            super().delete_queryset(request, queryset)

    def _delete_or_remove(self, request, queryset):
        removed = [row for row in queryset if not self._delete(row)]
        for row in removed:
            row.removed_at = timezone.now()
            row.save(update_fields=["removed_at"])
        if removed:
            names = ", ".join(str(row) for row in removed)
            request.told = _(
                "Removed, since others refer to it: %(rows)s. Visitors no longer see it. What refers "
                "to it is as before. It can be restored from the list of removed rows."
            ) % {"rows": names}

    def message_user(self, request, message, *args, **kwargs):
        """Of a removal our own sentence, where Django would say that the row is gone."""
        super().message_user(request, getattr(request, "told", message), *args, **kwargs)

    def _is_kept(self, row):
        return can_be_removed(self.model) and is_referred_to(row, self.admin_site._registry)

    def _delete(self, row):
        """Delete a row that nothing refers to. Returns whether it is gone."""
        if self._is_kept(row):
            return False
        try:
            with transaction.atomic():
                row.delete()
        except (models.ProtectedError, models.RestrictedError, IntegrityError):
            return False
        return True

    def _restore(self, request, row):
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        self.log_change(request, row, _("Restored."))
        messages.success(request, _("%(row)s has been restored as it was.") % {"row": row})


def _page(opts, name):
    return f"admin:{opts.app_label}_{opts.model_name}_{name}"
