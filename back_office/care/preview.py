"""
"View as it will be": the public page of a row, from what stands in the form and is not saved.

The form is saved as the admin saves it, within a transaction that is always rolled back; the
public view draws the page in between. So a preview shows what visitors would get, and leaves no
row, record, letter or file behind.
"""

from contextlib import contextmanager
from copy import copy
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.core.files.storage import InMemoryStorage
from django.db import models, transaction
from django.http import Http404, QueryDict
from django.urls import path, resolve, reverse
from django.utils import translation

# What a row has to belong to something that is public itself.
ABOVE = ["programme", "strategy"]


def has_page(model):
    """Whether visitors see rows of the model on a page, its own or a list."""
    return hasattr(model, "get_absolute_url") and hasattr(model.objects.all(), "public")


class Preview:
    """An admin class whose form can be looked at as visitors will see it, before it is saved."""

    def get_urls(self):
        if not has_page(self.model):
            return super().get_urls()
        # None of its pages is kept by a browser: see `AdminSite.admin_view`.
        view = self.admin_site.admin_view(self.preview)
        return [
            path("add/preview/<str:language>/", view, name=self._preview_name("add_preview")),
            path("<path:object_id>/preview/<str:language>/", view, name=self._preview_name()),
            *super().get_urls(),
        ]

    def preview(self, request, language, object_id=None):
        """The page in a language: of the sent form, or of the row as it is saved."""
        if language not in dict(settings.LANGUAGES):
            raise Http404
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if row is None and (object_id or request.method != "POST"):
            raise Http404
        request.preview_language = language
        with transaction.atomic(), _own_messages(request):
            if request.method == "POST":
                address = self._form_address(object_id)
                answer = self.changeform_view(request, object_id, address)
                # The form with its errors is drawn while all that it refers to is there.
                answer = answer.render() if hasattr(answer, "render") else answer
            elif self.has_view_permission(request, row):
                answer = page_of(row, request)
            else:
                raise PermissionDenied
            transaction.set_rollback(True)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    def save_model(self, request, row, form, change):
        if is_preview(request):
            _keep_in_memory(row)
        super().save_model(request, row, form, change)

    def save_formset(self, request, form, formset, change):
        if is_preview(request):
            for part in formset.forms:
                _keep_in_memory(part.instance)
        super().save_formset(request, form, formset, change)

    def response_add(self, request, row, post_url_continue=None):
        if is_preview(request):
            return page_of(row, request)
        return super().response_add(request, row, post_url_continue)

    def response_change(self, request, row):
        if is_preview(request):
            return page_of(row, request)
        return super().response_change(request, row)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if has_page(self.model) and not context["is_popup"]:
            pk = obj.pk if change else None
            context["previews"] = [
                {"code": code, "name": name, "address": self._preview_address(pk, code)}
                for code, name in _languages()
            ]
            may_send = self.has_change_permission(request, obj) if change else True
            context["may_send_preview"] = may_send
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _preview_name(self, page="preview"):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _preview_address(self, pk, language):
        if pk is None:
            return reverse(f"admin:{self._preview_name('add_preview')}", args=[language])
        return reverse(f"admin:{self._preview_name()}", args=[pk, language])

    def _form_address(self, pk):
        if pk is None:
            return reverse(f"admin:{self._preview_name('add')}")
        return reverse(f"admin:{self._preview_name('change')}", args=[pk])


def is_preview(request):
    """Whether what the form saves is only for looking at."""
    return hasattr(request, "preview_language")


def page_of(row, request):
    """The public page of a row as a visitor gets it, though it may not be public; changes rows."""
    publish(row)
    with translation.override(request.preview_language):
        address = urlsplit(type(row)._base_manager.get(pk=row.pk).get_absolute_url()).path
        match = resolve(address)
        shown = copy(request)
        shown.method, shown.GET, shown.POST = "GET", QueryDict(_query(row)), QueryDict()
        shown.path = shown.path_info = address
        shown.user, shown.resolver_match = AnonymousUser(), match
        shown.LANGUAGE_CODE = request.preview_language
        return match.func(shown, *match.args, **match.kwargs)


def publish(row):
    """Make a row public now, and all that has to be public for it; only within a preview."""
    own = {field.name for field in row._meta.concrete_fields}
    now = {"is_public": True, "publish_at": None, "removed_at": None}
    type(row)._base_manager.filter(pk=row.pk).update(
        **{name: value for name, value in now.items() if name in own}
    )
    for name in own.intersection(ABOVE):
        if above := getattr(row, name):
            publish(above)


def _query(row):
    """The query that turns a list to the page that a row without a page of its own is on."""
    if "#" not in row.get_absolute_url():
        return ""
    keys = list(type(row).objects.public().values_list("pk", flat=True))
    return f"page={keys.index(row.pk) // 20 + 1}"


def _keep_in_memory(row):
    """Let files that were sent with a row never come to the disk."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.FileField):
            file = getattr(row, field.name)
            if file and not file._committed:
                file.storage = InMemoryStorage()


@contextmanager
def _own_messages(request):
    """What saving says is not said to somebody who has saved nothing."""
    kept = get_messages(request)
    request._messages = CookieStorage(request)
    try:
        yield
    finally:
        request._messages = kept


def _languages():
    return [
        (code, translation.get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES
    ]
