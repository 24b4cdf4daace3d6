"""The operations of the API: two for each dataset, and an index."""

from typing import Annotated

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from pydantic import Field

from open_data.api import answers, schemas
from open_data.api.parameters import LARGEST, Language, query_of
from open_data.datasets import DATASETS
from open_data.problems import MEDIA_TYPE, problem
from open_data.writing.json_files import LICENCE

ABOUT = """\
Everything public on this site, to be read by programs, under CC BY 4.0. The columns are those of
the files at /data/, explained in Finnish, Swedish and English beside them.
Only GET, HEAD and OPTIONS; any site may ask (CORS); no key, no cookie."""
PROBLEMS = {
    400: "The query is too long or malformed.",
    404: "It is not there, or what a parameter names is not known.",
    422: "A parameter is not known or has a value that it cannot have.",
    429: "Too many requests within a minute; `Retry-After` says how many seconds to wait.",
}


class OpenDataAPI(NinjaAPI):
    """Describes with each operation the answers that middleware and errors give."""

    @cached_property
    def described(self):
        """The description by OpenAPI 3.1, made once: it depends on the code only."""
        schema = super().get_openapi_schema()
        problem_schema = schemas.Problem.model_json_schema()
        schema["components"]["schemas"]["Problem"] = problem_schema
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"][304] = {"description": "As the ETag in `If-None-Match`."}
                operation["responses"] |= {
                    status: {"description": words, "content": _content("Problem")}
                    for status, words in PROBLEMS.items()
                }
                operation["responses"][429]["headers"] = {
                    "Retry-After": {"schema": {"type": "integer"}, "required": True}
                }
        return schema

    def get_openapi_schema(self, **kwargs):
        return self.described


def _content(name):
    return {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


api = OpenDataAPI(
    title="Open data of the city in the Intelligent Cities Challenge",
    version="1",
    description=ABOUT,
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "url": LICENCE}}},
)


@api.exception_handler(Http404)
def not_found(request, error):
    """What is not there, as a problem."""
    return problem(404, str(error))


@api.exception_handler(ValidationError)
def not_valid(request, error):
    """What is wrong with the parameters, one by one."""
    errors = [{"parameter": str(each["loc"][-1]), "message": each["msg"]} for each in error.errors]
    return refused(errors)


def refused(errors):
    """An answer that names what is wrong with each parameter."""
    said = "; ".join(f"{each['parameter']}: {each['message']}" for each in errors)
    return problem(422, said, errors)


def unknown(request, query):
    """The parameters that there are not, as errors: a slip of the pen must not go unseen."""
    known = type(query).model_fields
    return [
        {
            "parameter": name,
            "message": f"There is no such parameter. There are: {', '.join(known)}.",
        }
        for name in request.GET
        if name not in known
    ]


@api.get("/", response=schemas.Index, operation_id="index", summary="What there is")
def index(request):
    """The datasets and where to read them."""
    if request.GET:
        return refused([{"parameter": n, "message": "There are none here."} for n in request.GET])
    base = request.build_absolute_uri("/").rstrip("/")
    datasets = [
        {
            "name": dataset.name,
            "title": str(dataset.title),
            "description": str(dataset.about),
            "url": f"{base}{reverse(f'api:list_{dataset.name}')}",
            "documentation": f"{base}{reverse('dataset', args=[dataset.name])}",
        }
        for dataset in DATASETS.values()
    ]
    return answers.answer(
        {
            "datasets": datasets,
            "openapi": f"{base}{reverse('api:openapi-json')}",
            "documentation": f"{base}{reverse('data_api')}",
            "manifest": f"{base}{reverse('data_manifest')}",
            "licence": LICENCE,
        }
    )


def offer(dataset):
    """Add the operations of a dataset."""
    asked = query_of(dataset)
    name = dataset.name.replace("-", "_")
    kind = str if dataset.text_of_key else Annotated[int, Field(ge=0, le=LARGEST)]
    place = "{key}" if dataset.text_of_key else "{int:key}"

    def rows(request, query: Query[asked]):
        if errors := unknown(request, query):
            return refused(errors)
        return answers.rows_of(request, dataset, query)

    def row(request, key: Path[kind], query: Query[Language]):
        if errors := unknown(request, query):
            return refused(errors)
        return answers.row_of(dataset, key, query.lang)

    shared = {"tags": [dataset.name], "description": str(dataset.about)}
    api.get(
        f"/{dataset.name}",
        response=schemas.page(dataset),
        operation_id=f"list_{name}",
        url_name=f"list_{dataset.name}",
        summary=str(dataset.title),
        **shared,
    )(rows)
    api.get(
        f"/{dataset.name}/{place}",
        response=schemas.item(dataset) | schemas.item_in_language(dataset),
        operation_id=f"get_{name}",
        url_name=f"get_{dataset.name}",
        summary=f"{dataset.title}: one by its {dataset.key}",
        **shared,
    )(row)
