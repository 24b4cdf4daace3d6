"""What the API answers: the rows of a dataset, one row, and what has changed."""

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.http import urlencode

from open_data.columns import LANGUAGES, first_known, order_of
from open_data.datasets import DATASETS
from open_data.ledger import seen_after, seen_until
from open_data.reading import read, told
from open_data.writing.json_files import written

# What the forms offer only where there is some of it, by the dataset that knows all of it.
NAMED = {
    "programme": "programmes",
    "basket": "baskets",
    "city": "cities",
    "event": "events",
    "action": "actions",
    "organisation": "organisations",
}


def rows_of(request, dataset, query):
    """A page of the rows that are asked for."""
    rows = narrowed(dataset, query)
    if query.modified_since:
        return _changes(request, dataset, query, rows)
    found = list(read(dataset, rows.filter(pk__gt=query.after), query.limit + 1))
    last = found[query.limit - 1][0] if len(found) > query.limit else None
    return answer(
        {
            "items": [shaped(dataset, row, query.lang) for row in found[: query.limit]],
            "next": _next(request, last),
        }
    )


def row_of(dataset, key, language):
    """One row by its key. Raises Http404."""
    is_possible = "\0" not in str(key)
    rows = dataset.as_told()
    rows = rows.filter(**{dataset.key: key}) if is_possible else rows.none()
    row = next(read(dataset, rows, 1), None)
    if row is None:
        raise Http404(f"There is no “{key}” in {dataset.name}.")
    return answer(shaped(dataset, row, language))


def narrowed(dataset, query):
    """The rows that match all that is asked. Raises Http404 for a name that is not known."""
    rows = dataset.as_told()
    for column in dataset.references:
        if (value := getattr(query, column.name)) is not None:
            _must_be_known(DATASETS[column.refers], value)
            rows = rows.filter(**{column.source: value})
    return _narrowed_by_form(dataset, rows, query) if dataset.form else rows


def _must_be_known(dataset, value):
    known = dataset.rows()
    if "\0" in str(value) or not known.filter(**{dataset.key: value}).exists():
        raise Http404(f"“{value}” is not known among {dataset.name}.")


def _narrowed_by_form(dataset, rows, query):
    """As the form of the page narrows; the reader's language counts for names of countries."""
    asked = {name: getattr(query, name) for name in dataset.form.base_fields}
    asked = {name: value for name, value in asked.items() if value}
    if not asked:
        return rows
    with translation.override(query.lang or "en"):
        form = dataset.form(asked)
    for name in form.errors:
        if name == "theme":
            raise Http404(f"“{asked[name]}” is not known as theme.")
        if name in NAMED:
            _must_be_known(DATASETS[NAMED[name]], asked[name])
    return rows.none() if form.errors else form.narrow(rows).distinct()


def _changes(request, dataset, query, rows):
    """What has been seen to change or go after an instant: a page of it, by the numbers."""
    as_of = seen_until(dataset)
    seen = seen_after(dataset, query.modified_since, query.after, query.limit + 1)
    last = seen[query.limit - 1][0] if len(seen) > query.limit else None
    seen = seen[: query.limit]
    here = [row for row, _key, gone_at in seen if gone_at is None]
    return answer(
        {
            "items": [
                shaped(dataset, row, query.lang) for row in read(dataset, rows.filter(pk__in=here))
            ],
            "next": _next(request, last),
            "as_of": told(as_of),
            "gone": [
                {"id": row, "key": key, "gone_at": told(gone_at)}
                for row, key, gone_at in seen
                if gone_at
            ],
        }
    )


def shaped(dataset, row, language=None):
    """A row as an object; with a language as its reader sees it, else with all languages."""
    wide = dict(zip(dataset.wide, row, strict=True))
    if language is None:
        return wide
    shape = {}
    for column in dataset.columns:
        if not column.is_translated:
            shape[column.name] = wide[column.name]
            continue
        texts = dict(zip(LANGUAGES, map(wide.get, column.names()), strict=True))
        order = order_of(dataset.model, column.name, language)
        shape[column.name], shape[f"{column.name}_language"] = first_known(texts, order)
    return shape


def answer(thing):
    """A thing as JSON. It is not validated here: a test compares every answer with its schema."""
    return HttpResponse(written(thing), content_type="application/json")


def _next(request, last):
    """The address of the page after the row of that number."""
    if last is None:
        return None
    asked = request.GET.dict() | {"after": last}
    return request.build_absolute_uri(f"{request.path}?{urlencode(asked)}")
