"""Servers that share the database of the tests, which therefore is written for good and emptied after."""

import pytest

from tests.deploy.servers import collect_static_files, served, share_dictionaries


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A data folder with the static files, as `bin/serve` makes one."""
    made = tmp_path_factory.mktemp("data")
    collect_static_files(made)
    share_dictionaries(made)
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
