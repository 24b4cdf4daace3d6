"""The log of changes: read by those who may, changed by nobody."""

from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from back_office.audit import recorded_models
from back_office.differences import ACTIONS, differences, who

admin.site.unregister(LogEntry)


def readable_types(request):
    """The kinds of rows that this person may look at, by the id of their content type."""
    types = ContentType.objects.get_for_models(*recorded_models())
    user = request.user
    return {
        kind.pk: model
        for model, kind in types.items()
        for name in [f"{model._meta.app_label}.%s_{model._meta.model_name}"]
        if user.has_perm(name % "view") or user.has_perm(name % "change")
    }


class KindFilter(admin.SimpleListFilter):
    """The entries of one kind of rows."""

    title = _("kind of row")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = [
            (pk, capfirst(model._meta.verbose_name))
            for pk, model in readable_types(request).items()
        ]
        return sorted(kinds, key=lambda kind: kind[1])

    def queryset(self, request, entries):
        is_known = str(self.value() or "").isdecimal()
        return entries.filter(content_type=self.value()) if is_known else entries


class ActionFilter(admin.SimpleListFilter):
    """What was added, changed or deleted."""

    title = _("what happened")
    parameter_name = "what"

    def lookups(self, request, model_admin):
        return [(str(action), word) for action, word in ACTIONS.items()]

    def queryset(self, request, entries):
        is_known = self.value() in {str(action) for action in ACTIONS}
        return entries.filter(action=self.value()) if is_known else entries


@admin.register(LogEntry)
class ChangesAdmin(admin.ModelAdmin):
    list_display = ["at", "by", "what", "kind", "object_repr", "fields_changed"]
    list_filter = [
        KindFilter,
        ActionFilter,
        "timestamp",
        ("actor", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["content_type", "actor"]
    list_per_page = 50
    search_fields = ["object_repr"]
    date_hierarchy = "timestamp"
    show_full_result_count = False
    fields = ["at", "by", "what", "kind", "object_repr", "changed"]
    readonly_fields = fields

    def get_queryset(self, request):
        """Only of rows that the reader may look at."""
        entries = super().get_queryset(request).exclude(changes={})
        return entries.filter(content_type__in=list(readable_types(request)))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, entry=None):
        return False

    def has_delete_permission(self, request, entry=None):
        return False

    @admin.display(description=_("when"), ordering="timestamp")
    def at(self, entry):
        return entry.timestamp

    @admin.display(description=_("by whom"))
    def by(self, entry):
        return who(entry)

    @admin.display(description=_("what happened"))
    def what(self, entry):
        return ACTIONS.get(entry.action, "")

    @admin.display(description=_("kind of row"))
    def kind(self, entry):
        model = entry.content_type.model_class()
        return capfirst(model._meta.verbose_name) if model else entry.content_type.name

    @admin.display(description=_("fields"))
    def fields_changed(self, entry):
        return len(entry.changes or {})

    @admin.display(description=_("changes"))
    def changed(self, entry):
        return render_to_string(
            "back_office/_differences.html", {"differences": differences(entry)}
        )
