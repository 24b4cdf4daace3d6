"""What a list of the back office can do by files."""

from functools import partial

from django.urls import path

from back_office.views import transfer


class Transferring:
    """
    Lets the rows of a list out as a file, and those of a file in.

    The buttons are in `templates/admin/change_list_object_tools.html`.
    """

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [("import", transfer.upload), ("export", transfer.export)]
        return [
            path(
                f"{page}/",
                self.admin_site.admin_view(partial(view, admin=self)),
                name=f"{name}_{page}",
            )
            for page, view in pages
        ] + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        words = {
            "can_import": bool(transfer.importable(request.user, self.model)),
            "can_export": bool(transfer.exportable(request.user, self.model)),
        }
        return super().changelist_view(request, words | (extra_context or {}))
