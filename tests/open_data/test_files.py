"""What stands in the files: as many rows as are public, every value as it is stored."""

import csv
import hashlib
import io
import json

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from open_data.datasets import DATASETS
from open_data.files import FILES
from programme.guarding import unguarded
from tests import factories

pytestmark = pytest.mark.django_db


def body(client, name):
    response = client.get(f"/data/{name}")
    assert response.status_code == 200, name
    return response.getvalue()


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content):
    sheet = load_workbook(io.BytesIO(content)).active
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS.keys())
def test_every_format_has_all_public_rows(client, public_data, dataset):
    count = dataset.rows().count()

    wide = read_csv(body(client, f"{dataset.name}.csv"))

    assert len(wide) == count
    assert len(read_xlsx(body(client, f"{dataset.name}.xlsx"))) == count
    assert len(json.loads(body(client, f"{dataset.name}.json"))["rows"]) == count
    assert [int(row["id"]) for row in wide] == sorted(dataset.rows().values_list("pk", flat=True))


def test_values_come_back_as_they_went(client):
    city = factories.make_city(
        name_fi="Älmhult, ”Ö”",
        name_sv="=1+1",
        native_name='a "b"\r\nc',
        latitude="-33.5",
        longitude="0",
        is_home=True,
    )

    (row,) = read_csv(body(client, "cities.csv"))
    (cells,) = read_xlsx(body(client, "cities.xlsx"))
    (thing,) = json.loads(body(client, "cities.json"))["rows"]

    assert row["name_fi"] == cells["name_fi"] == thing["name_fi"] == "Älmhult, ”Ö”"
    assert (row["name_sv"], cells["name_sv"], thing["name_sv"]) == ("'=1+1", "'=1+1", "=1+1")
    assert unguarded(row["name_sv"]) == "=1+1"
    assert row["native_name"] == thing["native_name"] == 'a "b"\r\nc'
    assert (row["latitude"], cells["latitude"], thing["latitude"]) == ("-33.5", -33.5, -33.5)
    assert (row["longitude"], cells["longitude"], thing["longitude"]) == ("0", 0, 0)
    assert (row["is_home"], cells["is_home"], thing["is_home"]) == ("true", True, True)
    assert (row["website"], cells["website"], thing["website"]) == ("", None, None)
    assert row["id"] == str(cells["id"]) == str(thing["id"]) == str(city.pk)


def test_long_form_has_a_row_for_each_text_in_each_language(client):
    basket = factories.make_basket(name_fi="Kori", name_sv="Korg", name_en="")

    rows = read_csv(body(client, "baskets.long.csv"))

    assert rows == [
        {"id": str(basket.pk), "column": "name", "language": "fi", "text": "Kori"},
        {"id": str(basket.pk), "column": "name", "language": "sv", "text": "Korg"},
    ]


def test_csv_is_that_of_rfc_4180_with_a_mark_for_excel(client):
    factories.make_programme(slug="icc", short_name="ICC")

    content = body(client, "programmes.csv")

    assert content.startswith(b"\xef\xbb\xbfid,slug,short_name,name_fi,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 2


def test_lists_stand_in_one_cell(client):
    action = factories.make_action(code="3.I.70")
    action.goals.create(goal=13)
    action.goals.create(goal=11)
    shown, hidden = factories.make_indicator(slug="rate"), factories.make_indicator(is_public=False)
    action.indicators.add(shown, hidden)

    (row,) = read_csv(body(client, "actions.csv"))
    (thing,) = json.loads(body(client, "actions.json"))["rows"]

    assert (row["goals"], row["indicators"]) == ("11 13", "rate")
    assert (thing["goals"], thing["indicators"]) == ([11, 13], ["rate"])


def test_reference_to_what_is_not_public_is_empty(client):
    basket = factories.make_basket(slug="hidden", removed_at=timezone.now())
    factories.make_action(basket=basket)

    (row,) = read_csv(body(client, "actions.csv"))

    assert row["basket"] == ""


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["actions.csv", "events.json", "cities.xlsx"])
def test_number_of_questions_does_not_grow(client, count, name, django_assert_num_queries):
    for _each in range(count):
        factories.make_action().goals.create(goal=1)
        factories.make_event()
        factories.make_city()

    # The rows and their lists; what has changed, and which times have passed.
    numbers = {"actions.csv": 3 + 2 + 1, "events.json": 3 + 2 + 1, "cities.xlsx": 1 + 2 + 1}
    with django_assert_num_queries(numbers[name]):
        body(client, name)


@pytest.mark.parametrize("name", ["nothing.csv", "actions.pdf", "participations.long.csv"])
def test_file_that_is_not_there_is_not_found(client, name):
    assert client.get(f"/data/{name}").status_code == 404


def test_same_rows_make_the_same_bytes(client, public_data):
    for name in FILES:
        assert body(client, name) == body(client, name), name


def test_manifest_tells_the_truth_of_each_file(client, public_data):
    manifest = client.get("/data/manifest.json").json()

    files = [file for dataset in manifest["datasets"] for file in dataset["files"]]
    assert len(files) == len(FILES)
    for file in files:
        content = body(client, file["url"].removeprefix("http://testserver/data/"))
        assert file["bytes"] == len(content)
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert {each["name"]: each["rows"] for each in manifest["datasets"]} == {
        name: dataset.rows().count() for name, dataset in DATASETS.items()
    }


def test_columns_of_the_manifest_are_those_of_the_files(client, public_data):
    for told in client.get("/data/manifest.json").json()["datasets"]:
        (header,) = csv.reader(
            [body(client, f"{told['name']}.csv").decode("utf-8-sig").split("\r")[0]]
        )
        assert [name for column in told["columns"] for name in column["in_files"]] == header
        assert all(set(column["meaning"]) == {"fi", "sv", "en"} for column in told["columns"])
