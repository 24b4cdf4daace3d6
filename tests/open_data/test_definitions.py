"""Each dataset and column is said once, and nothing of the models is forgotten."""

import pytest
from django.apps import apps

from open_data.columns import Kind
from open_data.datasets import DATASETS, left_out

TOPICS = ["programme", "events", "reporting"]
MODELS = {
    model._meta.label_lower: model
    for topic in TOPICS
    for model in apps.get_app_config(topic).get_models(include_auto_created=True)
}
BY_MODEL = {dataset.model._meta.label_lower: dataset for dataset in DATASETS.values()}
COLUMNS = [(dataset, column) for dataset in DATASETS.values() for column in dataset.columns]


def of_languages(model):
    """The columns that a translated field has for its languages: the field stands for them."""
    return {
        name
        for name in (field.name for field in model._meta.get_fields())
        if name.endswith(("_fi", "_sv", "_en")) and hasattr(model, name[:-3])
    }


def own_fields(model):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in fields} - of_languages(model)


@pytest.mark.parametrize("label", MODELS)
def test_model_is_a_dataset_or_left_out_with_a_reason(label):
    assert (label in BY_MODEL) != (label in left_out.MODELS)
    assert left_out.MODELS.get(label, "reason")


def test_nothing_is_left_out_that_is_not_there():
    assert left_out.MODELS.keys() <= MODELS.keys()
    assert left_out.FIELDS.keys() <= BY_MODEL.keys()


@pytest.mark.parametrize("label", BY_MODEL)
def test_field_is_a_column_or_left_out_with_a_reason(label):
    dataset, model = BY_MODEL[label], MODELS[label]
    fields = own_fields(model)
    told = {field for column in dataset.columns for field in column.fields}
    excluded = left_out.FIELDS.get(label, {})

    forgotten = fields - told - excluded.keys() - left_out.EVERYWHERE.keys()

    assert forgotten == set()
    assert not told & excluded.keys()
    assert excluded.keys() <= fields
    assert all(excluded.values())


@pytest.mark.parametrize(("dataset", "column"), COLUMNS)
def test_column_is_explained(dataset, column):
    assert str(column.meaning).endswith(".")
    assert column.example
    assert (column.kind is Kind.CHOICE) == bool(column.choices)
    assert (column.kind is Kind.LIST) == bool(column.several)
    assert not column.refers or column.refers in DATASETS


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS.keys())
def test_names_of_columns_are_unlike(dataset):
    assert len(dataset.wide) == len(set(dataset.wide))
    assert dataset.wide[0] == "id"
    assert dataset.key in dataset.wide


def relations(model, path):
    """The models that a path of the ORM leads through."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if not field.is_relation:
            return
        model = field.remote_field.model
        yield model


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS.keys())
def test_dataset_hangs_on_what_its_columns_tell_of(dataset):
    paths = [c.source for c in dataset.columns if not c.several and not c.source.startswith("appr")]

    for path in paths:
        if hasattr(dataset.model, path.split("__")[0]):
            for model in relations(dataset.model, path):
                is_frozen = model._meta.label == "reporting.ReportRevision"
                assert is_frozen or model._meta.label_lower in dataset.tables, path
