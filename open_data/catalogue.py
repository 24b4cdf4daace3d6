"""The datasets for catalogues of open data: DCAT-AP 3 as JSON-LD (semiceu.github.io/DCAT-AP)."""

from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from open_data.columns import LANGUAGES
from open_data.datasets import DATASETS
from open_data.digests import offered
from open_data.files import FILES, LONG, files_of
from open_data.manifest import in_languages, named, page_in
from open_data.state import State
from open_data.writing.json_files import LICENCE
from programme.models import City

# Vocabularies, and the lists of the Publications Office that DCAT-AP asks to be used.
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LISTS = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
IN_LIST = {"fi": "FIN", "sv": "SWE", "en": "ENG"}
GOVERNMENT = {"@id": f"{LISTS}/data-theme/GOVE"}
IRREGULAR = {"@id": f"{LISTS}/frequency/IRREG"}
TITLE = _("Open data of the city in the Intelligent Cities Challenge")
ABOUT = _("Programmes, events, strategy actions, progress reports, indicators and benefits.")


def catalogue(base_url):
    """The catalogue: the datasets with their files, and the API that serves them."""
    digests = offered(FILES.values(), State())
    address = f"{base_url}{reverse('data_catalogue')}"
    publisher = _publisher(base_url)
    datasets = [_dataset(each, digests, base_url, publisher) for each in DATASETS.values()]
    return {
        "@context": CONTEXT,
        "@id": address,
        "@type": "dcat:Catalog",
        **_said(TITLE, ABOUT),
        "dct:publisher": publisher,
        "dct:license": {"@id": LICENCE},
        "dct:language": [_language(code) for code in LANGUAGES],
        "dcat:themeTaxonomy": {"@id": f"{LISTS}/data-theme"},
        "foaf:homepage": {"@id": f"{base_url}{page_in('data', 'fi')}"},
        "dcat:dataset": datasets,
        "dcat:service": _service(base_url, publisher, datasets),
    }


def _publisher(base_url):
    home = City.objects.public().home().first()
    names = [{"@value": name, "@language": code} for name, code in _names(home)]
    return {"@id": f"{base_url}/#publisher", "@type": "foaf:Agent", "foaf:name": names or "–"}


def _names(city):
    names = [(getattr(city, f"name_{code}", ""), code) for code in LANGUAGES]
    return [(name, code) for name, code in names if name]


def _dataset(dataset, digests, base_url, publisher):
    return {
        "@id": f"{base_url}{reverse('data_catalogue')}#{dataset.name}",
        "@type": "dcat:Dataset",
        **_about(dataset),
        "dct:identifier": dataset.name,
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:language": [_language(code) for code in LANGUAGES],
        "dct:accrualPeriodicity": IRREGULAR,
        "dcat:theme": GOVERNMENT,
        "dcat:landingPage": [
            {"@id": f"{base_url}{page_in('dataset', code, dataset.name)}"} for code in LANGUAGES
        ],
        "dcat:distribution": [
            _distribution(file, digests.get(file.name), base_url) for file in files_of(dataset)
        ],
    }


@cache
def _about(dataset):
    told = named(dataset)
    return {f"dct:{name}": _in_each(texts) for name, texts in told.items()}


def _distribution(file, digest, base_url):
    address = {"@id": f"{base_url}{file.get_absolute_url()}"}
    told = {
        "@id": f"{address['@id']}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": f"{file.name}{' (a row for each text)' if file.form == LONG else ''}",
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:license": {"@id": LICENCE},
        "dct:format": {"@id": f"{LISTS}/file-type/{file.format.upper()}"},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}/{file.media_type}"},
    }
    if digest:
        told["dcat:byteSize"] = _typed(digest.size, "nonNegativeInteger")
        told["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(digest.sha256, "hexBinary"),
        }
    return told


def _service(base_url, publisher, datasets):
    return {
        "@id": f"{base_url}{reverse('api:index')}#service",
        "@type": "dcat:DataService",
        **_said(_("API of the open data"), ABOUT),
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:license": {"@id": LICENCE},
        "dcat:endpointURL": {"@id": f"{base_url}{reverse('api:index')}"},
        "dcat:endpointDescription": {"@id": f"{base_url}{reverse('api:openapi-json')}"},
        "dcat:servesDataset": [{"@id": dataset["@id"]} for dataset in datasets],
    }


def _said(title, description):
    return {"dct:title": _texts(title), "dct:description": _texts(description)}


def _texts(words):
    return _in_each(in_languages(words))


def _in_each(texts):
    return [{"@value": text, "@language": code} for code, text in texts.items()]


def _language(code):
    return {"@id": f"{LISTS}/language/{IN_LIST[code]}"}


def _typed(value, kind):
    return {"@value": str(value), "@type": f"xsd:{kind}"}
