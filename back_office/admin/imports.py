"""What has been imported, and undone: a list to read, a page with what can still be done."""

from functools import partial

from django.contrib import admin
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy

from back_office.models import Import
from back_office.transfer import running, undoing
from back_office.transfer.catalogue import TABLES
from back_office.transfer.rights import may_import
from back_office.views import transfer


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    list_display = [
        "file_name",
        "kind",
        "made_by",
        "made_at",
        "state",
        "new",
        "changed",
        "unchanged",
        "refused",
        "applied_at",
        "undone_at",
    ]
    list_filter = ["state"]
    list_select_related = ["made_by"]
    search_fields = ["file_name"]

    def get_queryset(self, request):
        """The imports of what the person may import, without their cells."""
        models = [model._meta.label_lower for model in _models(request.user)]
        return super().get_queryset(request).filter(model__in=models).defer("rows")

    @admin.display(description=gettext_lazy("kind"), ordering="model")
    def kind(self, job):
        return job.model_class._meta.verbose_name_plural

    def has_view_permission(self, request, job=None):
        return (
            bool(_models(request.user))
            if job is None
            else may_import(request.user, job.model_class)
        )

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, job=None):
        return False

    def has_delete_permission(self, request, job=None):
        return False

    def get_urls(self):
        works = {"check": running.check, "apply": running.apply, "undo": undoing.undo}
        return [
            path(
                f"<int:number>/{name}/",
                self.admin_site.admin_view(partial(self.work, work=work)),
                name=f"back_office_import_{name}",
            )
            for name, work in works.items()
        ] + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        job = self.get_object(request, object_id)
        if job is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return transfer.job_page(request, self, job)

    def work(self, request, number, work):
        """Check a file again, do what its preview says, or undo what it has done."""
        job = get_object_or_404(self.get_queryset(request), pk=number)
        if request.method != "POST" or (work is not undoing.undo and job.applied_at):
            return redirect(job)
        return transfer.working(request, self, job, work)


def _models(user):
    return [model for model in TABLES if may_import(user, model)]
