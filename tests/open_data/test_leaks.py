"""What is not public is in no file and no answer: everything else is marked, and then looked for."""

import io
import zipfile

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.utils import timezone

from events.models import Event
from open_data.datasets import DATASETS, left_out
from open_data.files import FILES
from programme.dates import PartialDateField
from programme.models import City, Indicator, IndicatorValue, Programme, StrategyAction
from reporting.models import ActionReport
from tests import factories
from tests.reporting.factories import make_report
from tests.test_site import make_one_of_each

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for app in ("programme", "events", "reporting")
    for model in apps.get_app_config(app).get_models()
]
# The database itself refuses to change these; what they say is made by `make_one_of_each`.
FROZEN = {"reporting.ReportRevision", "reporting.ReportTransition", "reporting.Correction"}
# Ones that the site reads and nobody tells.
SHORT = {"time_zone", "country"}
MARK = "LEAK"


@pytest.fixture(autouse=True)
def remembering(settings):
    """Hashes of files are counted once in a test, not for each page that tells them."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": backend, "LOCATION": "leaks"}}
    cache.clear()


def primary_keys():
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in MODELS}


def texts_of(model):
    """The columns that people write in."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, PartialDateField | models.FileField)
        and not (field.choices or field.generated or field.name in SHORT)
        and (not field.max_length or field.max_length >= 20)
    ]


def mark(model, pks, fields):
    """Write the mark into fields of rows; another one for each row, since some are unique."""
    for pk in pks:
        told = {
            name: f"https://example.org/{MARK}{pk}"
            if isinstance(model._meta.get_field(name), models.URLField)
            else f"{MARK}{pk}"
            for name in fields
        }
        model._base_manager.filter(pk=pk).update(**told)


def mark_what_is_internal():
    """In public rows all that is left out; of models that are left out everything."""
    for model in MODELS:
        label = model._meta.label_lower
        excluded = left_out.FIELDS.get(label, {})
        internal = [name for name in texts_of(model) if name.partition("_fi")[0] in excluded]
        if label in left_out.MODELS:
            internal = texts_of(model)
        if model._meta.label not in FROZEN and internal:
            mark(model, model._base_manager.values_list("pk", flat=True), internal)
    # A report is told as it was approved: its row may say something else meanwhile.
    said = [name for name in texts_of(ActionReport) if name.startswith(("summary", "next", "obst"))]
    mark(ActionReport, ActionReport.objects.values_list("pk", flat=True), said)
    Event.objects.update(join_url=f"https://example.org/{MARK}", join_audience="public")
    StrategyAction.objects.update(internal_notes=MARK)


def mark_rows_since(before, spared=()):
    for model, pks in primary_keys().items():
        if model._meta.label not in FROZEN and model not in spared:
            mark(model, pks - before[model], texts_of(model))


def everything(client):
    """All files, unpacked where they are packed, and all answers, by their addresses."""
    for name in FILES:
        content = client.get(f"/data/{name}").getvalue()
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = archive.read("xl/worksheets/sheet1.xml")
        yield name, content
    for name in DATASETS:
        for query in ("", "&lang=sv", "&modified_since=1971-01-01T00:00:00Z"):
            address = f"/api/v1/{name}?limit=200{query}"
            yield address, client.get(address).content
    for address in ("/data/manifest.json", "/data/catalogue.jsonld", "/api/v1/", "/fi/data/"):
        yield address, client.get(address).content


def assert_nothing_leaks(client):
    shown = dict(everything(client))

    assert [address for address, content in shown.items() if MARK.encode() in content] == []
    for address in ("actions.csv", "reports.json", "events.xlsx", "/api/v1/corrections?limit=200"):
        assert b"Zebra" in shown[address], address


@pytest.mark.parametrize(
    "hidden",
    [
        {"is_public": False},
        {"publish_at": timezone.now() + timezone.timedelta(hours=1)},
        {"removed_at": timezone.now()},
    ],
    ids=["draft", "future", "removed"],
)
def test_hidden_row_is_nowhere(client, hidden):
    make_one_of_each("Zebra")
    before = primary_keys()
    make_one_of_each(MARK, **hidden)
    mark_rows_since(before)

    assert_nothing_leaks(client)


def test_row_of_a_hidden_whole_is_nowhere(client):
    make_one_of_each("Zebra")
    before = primary_keys()
    make_one_of_each("Zebra")
    shown_alone = (City, Indicator, IndicatorValue)
    mark_rows_since(before, spared=shown_alone)
    new = primary_keys()[Programme] - before[Programme]

    Programme.objects.filter(pk__in=new).update(is_public=False)

    assert_nothing_leaks(client)


def test_what_is_internal_in_public_rows_is_nowhere(client):
    make_one_of_each("Zebra")
    mark_what_is_internal()

    assert Event.objects.public().filter(join_url__contains=MARK).exists()
    assert StrategyAction.objects.public().filter(internal_notes=MARK).exists()
    assert_nothing_leaks(client)


def test_report_that_is_not_approved_is_nowhere(client):
    make_one_of_each("Zebra")
    for state in ("draft", "submitted", "returned", "waived"):
        make_report(state=state, summary_fi=MARK, next_steps_fi=MARK)

    assert ActionReport.objects.filter(summary_fi=MARK).count() == 3
    assert_nothing_leaks(client)


def test_example_is_nowhere(client):
    make_one_of_each("Zebra")
    report = make_report(state="approved", summary_fi=MARK)
    type(report.round).objects.filter(pk=report.round_id).update(
        is_example=True, slug=MARK, name_fi=MARK
    )

    assert_nothing_leaks(client)


def test_value_of_a_hidden_indicator_is_nowhere(client):
    make_one_of_each("Zebra")
    action = factories.make_action()
    indicator = factories.make_indicator(slug=MARK, name_fi=MARK)
    action.indicators.add(indicator)
    make_report(action=action, state="approved")

    Indicator.objects.filter(pk=indicator.pk).update(is_public=False)

    assert_nothing_leaks(client)


def test_note_of_a_round_is_told_once_it_has_closed(client):
    make_one_of_each("Zebra")
    report = make_report(state="approved")
    type(report.round).objects.filter(pk=report.round_id).update(public_note_fi=MARK)

    assert_nothing_leaks(client)
