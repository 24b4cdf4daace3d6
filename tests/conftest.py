"""What every test may ask for."""

import os
from importlib import import_module
from io import StringIO

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils import translation

# Speed belongs in a benchmark; a merge must not depend on what chance tries this time.
hypothesis.settings.register_profile("tests", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("tests")


def pytest_collection_modifyitems(config, items):
    """Without a browser its tests are left out, and `bin/test` says so; in CI they then fail."""
    if os.environ.get("CHROMIUM") or os.environ.get("CI"):
        return
    left_out = [item for item in items if "browser" in item.path.parts]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """
    Whoever empties the tables leaves the groups of staff in them, as migrations do.

    So tests may come in any order, which they do when several processes share them.
    """
    post_migrate.connect(make_groups_again, sender=apps.get_app_config("back_office"))


def make_groups_again(**_kwargs):
    """After the tables have been emptied, Django says `post_migrate`."""
    import_module("reporting.migrations.0003_groups").make_groups(apps, None)
    import_module("back_office.migrations.0002_roles").make_roles(apps, None)
    import_module("back_office.migrations.0009_rights_to_answer_readers").give_rights(apps, None)


@pytest.fixture
def tell(record_property):
    """Says something below the tests though they pass: a figure, a warning."""

    def told(*sentences):
        for sentence in sentences:
            record_property("told", sentence)

    return told


def pytest_terminal_summary(terminalreporter):
    """What the tests have told, once each; also when several processes shared them."""
    reports = [each for group in terminalreporter.stats.values() for each in group]
    properties = [pair for each in reports for pair in getattr(each, "user_properties", [])]
    for sentence in dict.fromkeys(text for name, text in properties if name == "told"):
        terminalreporter.write_line(sentence)


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
def staff_client(client, django_user_model):
    """A browser in which an administrator is signed in."""
    client.force_login(django_user_model.objects.create_superuser("staff", password="secret"))
    return client


@pytest.fixture(params=[code for code, _name in settings.LANGUAGES])
def language(request):
    """Each language of the site in turn."""
    return request.param
