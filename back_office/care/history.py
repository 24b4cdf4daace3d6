"""The history of one row and its parts: who has changed which field, in which language, when."""

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms.models import _get_foreign_key
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from back_office.differences import ACTIONS, differences, who

ENTRIES_ON_A_PAGE = 25


class History:
    """An admin class whose rows tell how they came to be as they are."""

    def history_view(self, request, object_id, extra_context=None):
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        entries = entries_of(thing, self.recorded_parts(request, thing))
        page = self.get_paginator(request, entries, ENTRIES_ON_A_PAGE).get_page(
            request.GET.get("p")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(row)s") % {"row": thing},
            "page": page,
            "entries": [told(entry) for entry in page],
            "module_name": capfirst(self.opts.verbose_name_plural),
            "object": thing,
            "opts": self.opts,
        }
        return TemplateResponse(
            request, "admin/object_history.html", context | (extra_context or {})
        )

    def recorded_parts(self, request, thing):
        """The parts of a row that its form shows to this person, as {model: column that refers to it}."""
        return {
            inline.model: _get_foreign_key(self.model, inline.model, inline.fk_name).name
            for inline in self.get_inline_instances(request, thing)
            if auditlog.contains(inline.model)
        }


def entries_of(thing, parts):
    """What the log says of a row and of its parts, those that are gone included; the latest first."""
    types = ContentType.objects.get_for_models(type(thing), *parts)
    about = Q(content_type=types[type(thing)], object_id=thing.pk)
    for model, column in parts.items():
        existing = model._base_manager.filter(**{column: thing.pk}).values("pk")
        were = Q(**{f"changes__{column}__0": thing.pk}) | Q(**{f"changes__{column}__1": thing.pk})
        about |= Q(content_type=types[model]) & (Q(object_id__in=existing) | were)
    entries = (
        LogEntry.objects.filter(about).exclude(changes={}).select_related("actor", "content_type")
    )
    return entries.order_by("-timestamp", "-id")


def told(entry):
    """An entry as a page shows it."""
    model = entry.content_type.model_class()
    return {
        "at": entry.timestamp,
        "by": who(entry),
        "action": ACTIONS.get(entry.action, ""),
        "kind": capfirst(model._meta.verbose_name) if model else entry.content_type.name,
        "name": entry.object_repr,
        "reason": (entry.additional_data or {}).get("reason", ""),
        "differences": differences(entry),
    }
