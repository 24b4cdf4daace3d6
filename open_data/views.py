"""The pages that explain the open data, and the files."""

from django.conf import settings
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from open_data import catalogue as catalogues
from open_data import manifest as manifests
from open_data.datasets import DATASETS, TOPICS, counted
from open_data.digests import known, offered
from open_data.files import FILES, files_of
from open_data.state import State

READABLE = {"ensure_ascii": False, "indent": 1}


@require_safe
def data(request):
    # Sizes are told where one file is chosen: to know them all, all files would have to be read.
    rows = counted()
    topics = [(topic, [(each, rows[each.name]) for each in datasets]) for topic, datasets in TOPICS]
    return render(request, "open_data/data.html", {"topics": topics, "base_url": base_url(request)})


@require_safe
def dataset(request, name):
    if name not in DATASETS:
        raise Http404
    chosen = DATASETS[name]
    context = told(chosen, offered(files_of(chosen), State()))
    return render(request, "open_data/dataset.html", context | {"base_url": base_url(request)})


@require_safe
def api(request):
    """How to use the API, without the script that its framework would need for that."""
    context = {
        "base_url": base_url(request),
        "limit": settings.API_LIMIT,
    }
    return render(request, "open_data/api.html", context)


@require_safe
def api_docs(request):
    """To the documentation in the language that the browser asks for."""
    return redirect("data_api")


def nothing(request, unknown):
    """Nothing is here."""
    raise Http404


def told(dataset, digests):
    """A dataset with its files, and what is known of these."""
    files = [(file, digests.get(file.name)) for file in files_of(dataset)]
    rows = files[0][1].rows if files[0][1] else dataset.rows().count()
    return {"dataset": dataset, "files": files, "rows": rows}


@require_safe
def file(request, name):
    """A file, handed on while it is read; its hash is its ETag where it is known."""
    if name not in FILES:
        raise Http404
    asked = FILES[name]
    answer = StreamingHttpResponse(asked.pieces(), content_type=asked.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    if digest := known([asked], State()).get(name):
        answer["ETag"] = digest.etag
    return answer


@require_safe
def manifest(request):
    return JsonResponse(manifests.manifest(base_url(request)), json_dumps_params=READABLE)


@require_safe
def catalogue(request):
    told = catalogues.catalogue(base_url(request))
    content_type = "application/ld+json"
    return JsonResponse(told, json_dumps_params=READABLE, content_type=content_type)


def base_url(request):
    """Where the site stands, for addresses in files."""
    return request.build_absolute_uri("/").rstrip("/")
