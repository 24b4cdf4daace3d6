"""Servers that share the database of the tests, which therefore is written for good and emptied after."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tests.deploy.servers import served

# As in production but for the compression, which takes long.
QUICK = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A data folder with the static files, as `bin/serve` makes one."""
    made = tmp_path_factory.mktemp("data")
    storages = settings.STORAGES | {"staticfiles": QUICK}
    with override_settings(STORAGES=storages, STATIC_ROOT=made / "static"):
        call_command("collectstatic", interactive=False, verbosity=0)
    return made


@pytest.fixture(scope="session")
def server(django_db_setup, folder):
    """One server with the settings of production for all tests that do not change it."""
    with served(folder) as server:
        yield server


@pytest.fixture
def production(transactional_db, server):
    """That server, and rows that it can see."""
    return server
