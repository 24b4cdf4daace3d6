"""What there is to fetch, for programs: datasets, columns in three languages, files and hashes."""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from open_data.columns import LANGUAGES
from open_data.datasets import DATASETS
from open_data.digests import known_or_made
from open_data.files import FILES, LONG_COLUMNS, files_of
from open_data.state import State
from open_data.writing.json_files import LICENCE


def manifest(base_url):
    """All of it; `generated_at` is when the latest of the hashes was counted."""
    digests = known_or_made(FILES.values(), State())
    return {
        "generated_at": max(digest.made_at for digest in digests.values()).isoformat(),
        "licence": {"name": "CC BY 4.0", "url": LICENCE},
        "documentation": {code: base_url + page_in("data", code) for code in LANGUAGES},
        "api": f"{base_url}{reverse('api:openapi-json')}",
        "long_form": [explained(column) for column in LONG_COLUMNS],
        "datasets": [_dataset(each, digests, base_url) for each in DATASETS.values()],
    }


def _dataset(dataset, digests, base_url):
    files = files_of(dataset)
    return {
        "name": dataset.name,
        **named(dataset),
        "rows": digests[files[0].name].rows,
        "columns": [explained(column) for column in dataset.columns],
        "files": [_file(file, digests[file.name], base_url) for file in files],
    }


@cache
def named(dataset):
    """What a dataset is called and tells, in three languages."""
    return {
        "title": in_languages(dataset.title),
        "description": in_languages(dataset.about),
    }


def _file(file, digest, base_url):
    return {
        "url": f"{base_url}{file.get_absolute_url()}",
        "form": file.form,
        "media_type": file.media_type,
        "rows": digest.rows,
        "bytes": digest.size,
        "sha256": digest.sha256,
        "hashed_at": digest.made_at.isoformat(),
    }


@cache
def explained(column):
    """A column with its words in three languages."""
    return {
        "name": column.name,
        "in_files": column.names(),
        "type": column.kind.name.lower(),
        "meaning": in_languages(column.meaning),
        "unit": in_languages(column.unit) if column.unit else None,
        "example": column.example,
        "values": _choices(column),
        "refers_to": column.refers or None,
    }


def _choices(column):
    if column.choices is None:
        return None
    return {code: in_languages(column.choices(code).label) for code in column.choices.values}


def in_languages(words):
    """{"fi": …, "sv": …, "en": …} of lazy words."""
    told = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told[code] = str(words)
    return told


@cache
def page_in(name, code, *args):
    """The address of a page in a language."""
    with translation.override(code):
        return reverse(name, args=args)
