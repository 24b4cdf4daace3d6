"""What every test may ask for."""

import os
from importlib import import_module
from io import StringIO

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

# Speed belongs in a benchmark; a merge must not depend on what chance tries this time.
hypothesis.settings.register_profile("tests", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("tests")


def pytest_collection_modifyitems(config, items):
    """Without a browser its tests are left out; `bin/test` says so."""
    if os.environ.get("CHROMIUM"):
        return
    left_out = [item for item in items if "browser" in item.path.parts]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A page that a test has asked for leaves its language behind; the next test begins anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def public_data(db, kept_rows):
    """The starting data of the project; loaded once, and then put back row by row."""
    if kept_rows:
        for model, rows in kept_rows.items():
            model._base_manager.bulk_create(rows)
        return
    call_command("load_public_data", stdout=StringIO())
    for app in ("programme", "events"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            kept_rows[model] = list(model._base_manager.all())


@pytest.fixture(scope="session")
def kept_rows():
    """The rows of the starting data by their model, once a test has loaded them."""
    return {}


@pytest.fixture
def groups(transactional_db):
    """The groups of reporting, which are gone once another test has emptied the tables."""
    import_module("reporting.migrations.0003_groups").make_groups(apps, None)


@pytest.fixture
def staff_client(client, django_user_model):
    """A browser in which an administrator is signed in."""
    client.force_login(django_user_model.objects.create_superuser("staff", password="secret"))
    return client


@pytest.fixture(params=[code for code, _name in settings.LANGUAGES])
def language(request):
    """Each language of the site in turn."""
    return request.param
