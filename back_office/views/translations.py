"""The translation board, a row in one language, and the files of translators."""

from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from back_office.forms.translate import TranslateForm
from back_office.forms.translations import OPEN, BoardForm, ExportForm, UploadForm
from back_office.models.translations import State
from back_office.translations import board as shown
from back_office.translations.exchange import Given, apply, judge, read, rows_for_translator
from back_office.translations.noting import note
from back_office.translations.places import place_of
from back_office.translations.texts import KEY_LIMIT, LANGUAGES, fields_of
from back_office.translations.workbooks import ROWS_LIMIT, TYPE, Unreadable, write_workbook
from back_office.translations.writers import find, visible_models

ON_A_PAGE = 50
A_DAY = 60 * 60 * 24


def page(request, template, **context):
    """A page of the back office, with what all of its pages show."""
    common = admin.site.each_context(request) | {"languages": settings.LANGUAGES}
    return render(request, template, common | context)


@require_safe
def board(request):
    visible = visible_models(request.user)
    form = BoardForm(request.GET, visible)
    keys = Paginator(shown.keys(form.translations()), ON_A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "back_office/translations.html",
        title=_("Translations"),
        form=form,
        page=keys,
        lines=shown.lines(keys),
        progress=shown.progress(visible),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def translate(request, label, pk, language):
    thing = _thing(request, label, pk, language)
    note(thing)
    form = TranslateForm(thing, language, request.user, request.POST or None)
    if form.is_valid():
        _tell(request, form.save())
        return redirect("admin:translate", label, pk, language)
    names = {code: capfirst(name) for code, name in settings.LANGUAGES}
    return page(
        request,
        "back_office/translate.html",
        title=f"{thing} – {names[language]}",
        form=form,
        thing=thing,
        language=language,
        names=names,
        address=place_of(type(thing)).address(thing, fields_of(type(thing))[0], language),
    )


def _thing(request, label, pk, language):
    """The row, locked while it is being written. Raises Http404."""
    try:
        model = find(request.user, label)
    except LookupError:
        raise Http404 from None
    if language not in LANGUAGES or pk >= KEY_LIMIT:
        raise Http404
    things = model._default_manager.order_by()
    return get_object_or_404(things.select_for_update() if request.POST else things, pk=pk)


def _tell(request, labels):
    if labels:
        messages.success(request, _("Saved: %s.") % ", ".join(labels))
    else:
        messages.info(request, _("Nothing has changed."))


@require_safe
def export(request):
    """The chosen texts as a workbook for a translator; without a language, the page of files."""
    form = ExportForm(request.GET, visible_models(request.user))
    if not form.is_valid():
        return _files(request, export_form=form)
    if form.translations().exclude(state=State.SOURCE).count() > ROWS_LIMIT:
        told = _("These are more than %d texts: choose a kind, and export in parts.")
        form.add_error(None, told % ROWS_LIMIT)
        return _files(request, export_form=form)
    language = form.cleaned_data["language"]
    name = f"translations-{language}-{timezone.localdate():%Y-%m-%d}.xlsx"
    rows = rows_for_translator(form.translations())
    book = write_workbook(*_headings(language), rows)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book, content_type=TYPE, headers=disposition)


def _headings(language):
    """The title, the explanation, the headings and the widths of the columns of a workbook."""
    name = capfirst(dict(settings.LANGUAGES)[language])
    explanation = _(
        "Write the translation into the last column and leave the others as they are. An empty "
        "cell changes nothing. If the present translation is still right, copy it over."
    )
    headings = [
        _("Key (do not change)"),
        _("Where"),
        _("Source"),
        _("Present translation"),
        _("New translation"),
    ]
    return name, f"{name}. {explanation}", headings, [14, 32, 60, 60, 60]


@require_http_methods(["GET", "HEAD", "POST"])
def files(request):
    """Out to a translator and back: a file is shown first, and written when that is confirmed."""
    if "changes" in request.POST:
        return _confirm(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _files(request, upload_form=form)
    try:
        given = read(form.cleaned_data["file"])
    except Unreadable as refusal:
        form.add_error("file", str(refusal))
        return _files(request, upload_form=form)
    told = judge(given, request.user)
    kept = signing.dumps(
        [list(each.given) for each in told.changes], salt=_salt(request), compress=True
    )
    return page(
        request,
        "back_office/translations_preview.html",
        title=_("What the file would change"),
        told=told,
        changes=kept,
    )


def _confirm(request):
    try:
        kept = signing.loads(request.POST["changes"], salt=_salt(request), max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, _("Nothing was written: send the file anew, and confirm it."))
        return redirect("admin:translations_files")
    told = apply([Given(*each) for each in kept], request.user)
    if told.refused:
        title = _("What the file has changed")
        return page(request, "back_office/translations_preview.html", title=title, told=told)
    number = len(told.changes)
    words = ngettext("%d text was written.", "%d texts were written.", number)
    messages.success(request, words % number)
    return redirect("admin:translations")


def _salt(request):
    """What one has been shown, nobody else confirms."""
    return f"translations from a file, {request.user.pk}"


def _files(request, export_form=None, upload_form=None):
    other = next(code for code in LANGUAGES if code != settings.LANGUAGE_CODE)
    chosen = {"language": other, "state": OPEN} | {
        name: value for name, value in request.GET.items() if value
    }
    return page(
        request,
        "back_office/translations_files.html",
        title=_("Files for translators"),
        export_form=export_form or ExportForm(None, visible_models(request.user), initial=chosen),
        upload_form=upload_form or UploadForm(),
    )
