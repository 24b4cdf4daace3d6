"""The files attached to reports."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from reporting.models import ActionReport, ReportAttachment


@require_safe
def attachment(request, name):
    """A kept file, to be saved and never to be run or shown by the browser on our behalf."""
    kept = _found(ActionReport.objects.public(), name)
    # Only who asks for what is not public is asked who they are: public files have no cookie.
    kept = kept or _found(ActionReport.objects.visible_to(request.user), name)
    if kept is None or not kept.file.storage.exists(kept.file.name):
        raise Http404
    content_type = "application/octet-stream"
    answer = FileResponse(kept.file.open(), as_attachment=True, content_type=content_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _found(reports, name):
    kept = ReportAttachment.objects.filter(file=f"reports/{name}", report__in=reports)
    return kept.first()
