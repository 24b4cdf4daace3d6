"""The pages that explain the data, and the catalogue that others read."""

import hashlib

import pytest
from django.utils import translation

from open_data import digests
from open_data.datasets import DATASETS, counted
from open_data.files import FILES
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = [column for dataset in DATASETS.values() for column in dataset.columns]


def test_page_leads_to_every_file_and_every_explanation(client, public_data, language):
    html = client.get(f"/{language}/data/").content.decode()

    for name in FILES:
        assert f'href="/data/{name}"' in html
    for name in DATASETS:
        assert f'href="/{language}/data/{name}/"' in html
    assert "https://creativecommons.org/licenses/by/4.0/" in html


def test_page_counts_the_rows_of_every_dataset_with_one_question(
    public_data, django_assert_num_queries
):
    with django_assert_num_queries(1):
        counts = counted()

    assert counts == {name: dataset.rows().count() for name, dataset in DATASETS.items()}
    assert counts["cities"] > 100
    assert counts["reports"] == 0


def test_page_tells_the_size_and_the_hash_of_a_file(client):
    factories.make_basket()

    html = client.get("/en/data/baskets/").content.decode()
    content = client.get("/data/baskets.csv").getvalue()

    assert hashlib.sha256(content).hexdigest() in html
    assert f"{len(content)}\N{NO-BREAK SPACE}bytes" in html
    assert "<p>1 row</p>" in html


@pytest.mark.parametrize("name", DATASETS)
def test_page_explains_every_column(client, name, language):
    html = client.get(f"/{language}/data/{name}/").content.decode()

    with translation.override(language):
        for column in DATASETS[name].columns:
            assert str(column.meaning).replace("'", "&#x27;") in html
            assert all(f"<code>{each}</code>" in html for each in column.names())


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_meaning_is_said_in_each_language(code):
    with translation.override("en"):
        english = [str(column.meaning) for column in COLUMNS]
    with translation.override(code):
        meanings = [str(column.meaning) for column in COLUMNS]

    assert [one for one, other in zip(english, meanings, strict=True) if one == other] == []


def test_dataset_that_is_not_there_is_not_found(client):
    assert client.get("/fi/data/goals/").status_code == 404


def test_size_of_a_large_dataset_is_not_counted_for_a_page(client, monkeypatch):
    monkeypatch.setattr(digests, "QUICK", 2)
    for _each in range(3):
        factories.make_city()
    factories.make_basket()

    large, small = (
        client.get(f"/en/data/{name}/").content.decode() for name in ("cities", "baskets")
    )

    assert "not counted yet" in large
    assert "<p>3 rows</p>" in large
    assert "not counted yet" not in small


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_questions_does_not_grow(client, count, django_assert_max_num_queries):
    for _each in range(count):
        factories.make_city()
        factories.make_event()

    with django_assert_max_num_queries(18):
        client.get("/fi/data/cities/")


@pytest.mark.parametrize(("accepted", "code"), [("sv", "sv"), ("en", "en"), ("de", "fi")])
def test_documentation_of_the_api_is_in_the_language_of_the_browser(client, accepted, code):
    response = client.get("/api/v1/docs", headers={"Accept-Language": accepted})

    assert (response.status_code, response["Location"]) == (302, f"/{code}/data/api/")


def test_documentation_of_the_api_needs_no_script(client, language):
    html = client.get(f"/{language}/data/api/").content.decode()

    assert "<script" not in html
    for name, dataset in DATASETS.items():
        assert f"<code>/{name}/{{{dataset.key}}}</code>" in html
        assert all(f"<code>{each}</code>" in html for each in dataset.filters)


def test_catalogue_says_what_dcat_ap_demands(client, public_data):
    response = client.get("/data/catalogue.jsonld")
    told = response.json()

    assert response["Content-Type"] == "application/ld+json"
    assert told["@type"] == "dcat:Catalog"
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"} <= told.keys()
    assert [each["dct:identifier"] for each in told["dcat:dataset"]] == list(DATASETS)
    for dataset in told["dcat:dataset"]:
        assert {text["@language"] for text in dataset["dct:title"]} == {"fi", "sv", "en"}
        assert dataset["dct:description"]
        assert all("dcat:accessURL" in each for each in dataset["dcat:distribution"])
    assert {"dct:title", "dcat:endpointURL"} <= told["dcat:service"].keys()
    assert len(told["dcat:service"]["dcat:servesDataset"]) == len(DATASETS)


def test_catalogue_names_files_by_the_hash_of_what_is_served(client, public_data):
    told = client.get("/data/catalogue.jsonld").json()

    files = [each for dataset in told["dcat:dataset"] for each in dataset["dcat:distribution"]]
    assert len(files) == len(FILES)
    for file in files:
        content = client.get(file["dcat:downloadURL"]["@id"]).getvalue()
        assert file["dcat:byteSize"]["@value"] == str(len(content))
        hashed = file["spdx:checksum"]["spdx:checksumValue"]["@value"]
        assert hashed == hashlib.sha256(content).hexdigest()
