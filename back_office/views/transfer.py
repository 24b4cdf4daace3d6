"""The pages on which files come in and go out."""

import logging
from datetime import timedelta
from itertools import chain

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from back_office.forms.transfer import ExportForm, UploadForm
from back_office.models import Import
from back_office.transfer import running, undoing
from back_office.transfer.catalogue import PARTS, RECORDS, offered_with, table_of
from back_office.transfer.rights import may_export, may_import
from back_office.transfer.writing import TYPES, WRITERS, TooLong

logger = logging.getLogger(__name__)
ROWS_SHOWN = 50
# Who has read a file in and gone away is not waited for longer.
KEPT_WAITING = timedelta(days=7)
TITLES = {
    running.check: gettext_lazy("The file is being checked"),
    running.apply: gettext_lazy("The file is being imported"),
    undoing.undo: gettext_lazy("The import is being undone"),
}


def importable(user, model):
    """The models that a user may import from the list of a model."""
    return [each for each in offered_with(model) if may_import(user, each)]


def exportable(user, model):
    """The models that a user may export from the list of a model."""
    return [each for each in offered_with(model) if may_export(user, each)]


def upload(request, admin):
    """Ask for a file; read it, check it and go on to its preview."""
    models = importable(request.user, admin.model)
    if not models:
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, models=models)
    if request.method == "POST" and form.is_valid():
        Import.objects.filter(applied_at=None, made_at__lt=timezone.now() - KEPT_WAITING).delete()
        job = Import.objects.create(
            model=form.model._meta.label_lower,
            file_name=form.cleaned_data["file"].name[:200],
            made_by=request.user,
            rows=form.sheet._asdict(),
        )
        return working(request, admin, job, running.check)
    context = _context(request, admin, _("Import")) | {"form": form}
    context["tables"] = [(each._meta, _columns(table_of(each))) for each in models]
    return TemplateResponse(request, "back_office/import_form.html", context)


def export(request, admin):
    """Ask as what; then give the rows that the list has on screen, or their parts."""
    models = exportable(request.user, admin.model)
    if not models:
        raise PermissionDenied
    try:
        shown = admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(request.path)
    form = ExportForm(request.POST or None, models=models)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(form.model, _rows(form.model, shown), form.cleaned_data["format"])
        except TooLong:
            form.add_error("format", _("A text is too long for Excel. Choose CSV."))
    context = _context(request, admin, _("Export")) | {"form": form, "count": shown.count()}
    context["query"] = f"?{request.GET.urlencode()}" if request.GET else ""
    context["reasons"] = {RECORDS[each][0] for each in models if each in RECORDS}
    return TemplateResponse(request, "back_office/export_form.html", context)


def job_page(request, admin, job):
    """What would change, or has changed, by a file."""
    order = {"refused": 0, "changed": 1, "new": 2}
    outcomes = sorted(
        job.outcomes.values_list("outcome", "number", "pk"), key=lambda row: (order[row[0]], row[1])
    )
    page = Paginator([pk for _outcome, _number, pk in outcomes], ROWS_SHOWN).get_page(
        request.GET.get("page")
    )
    rows = job.outcomes.in_bulk(page.object_list)
    context = _context(request, admin, job.file_name) | {
        "job": job,
        "page": page,
        "rows": [rows[pk] for pk in page.object_list],
        "hindered": job.outcomes.exclude(reasons=[]).count() if job.applied_at else 0,
        "of": job.model_class._meta,
        "list_url": reverse(list_of(job.model_class)),
        "upload_url": reverse(list_of(job.model_class).replace("changelist", "import")),
    }
    return TemplateResponse(request, "back_office/import_page.html", context)


def list_of(model):
    """The name of the list from which a model is imported: its own, or that of its whole."""
    whole = next((whole for whole, parts in PARTS.items() if model in parts), model)
    return f"admin:{whole._meta.app_label}_{whole._meta.model_name}_changelist"


def working(request, admin, job, work):
    """
    A page that comes while the work is done, piece by piece; each piece hides the one before.

    So it needs no queue, no second process and no script: who closes the page stops the work,
    and a transaction that is stopped has changed nothing.
    """
    context = _context(request, admin, TITLES[work]) | {"job": job}
    page = render_to_string("back_office/import_working.html", context, request)
    head, _mark, tail = page.partition("<!-- progress -->")
    total = len(job.rows["rows"]) if job.rows else job.outcomes.count()
    pieces = _pieces(job, work(job, request.user), total, translation.get_language())
    # A proxy in front shows each piece when it comes (nginx: X-Accel-Buffering).
    return StreamingHttpResponse(chain([head], pieces, [tail]), headers={"X-Accel-Buffering": "no"})


def _pieces(job, steps, total, language):
    sentence = _("The work is done.")
    with translation.override(language):
        try:
            for done in steps:
                yield _progress(done, total)
        except Exception:
            logger.exception("An import has stopped")
            sentence = _("The work has stopped because of an error. Nothing has been changed.")
        link = _("Go on")
    yield format_html(
        '<p>{} <a href="{}" data-go-on>{}</a></p>', sentence, job.get_absolute_url(), link
    )


def _progress(done, total):
    words = _("%(done)s of %(total)s rows") % {"done": done, "total": total}
    return format_html(
        '<p><progress max="{}" value="{}" aria-label="{}"></progress> {}</p>\n',
        total,
        done,
        words,
        words,
    )


def _columns(table):
    key = table._meta.import_id_fields
    return {"key": key, "others": [name for name in table.fields if name not in key]}


def _rows(model, shown):
    """The rows of a model that belong to what is shown."""
    rows = model._base_manager.order_by(*model._meta.ordering, "pk")
    keys = shown.order_by().values("pk")
    if model is shown.model:
        return rows.filter(pk__in=keys)
    whole = next(field.name for field in model._meta.fields if field.related_model is shown.model)
    return rows.filter(**{f"{whole}__in": keys})


def _file(model, rows, format):
    content = WRITERS[format](table_of(model)(), rows)
    name = f"{model._meta.model_name}-{timezone.localdate().isoformat()}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[format], headers=headers)


def _context(request, admin, title):
    return admin.admin_site.each_context(request) | {
        "title": title,
        "opts": admin.opts,
        "media": admin.media,
    }
