"""Servers that share the database of the tests, which therefore is written for good and emptied after."""

import pytest

from tests.deploy.servers import served


@pytest.fixture
def production(transactional_db, tmp_path):
    """One server with the settings of production."""
    (tmp_path / "static").mkdir()
    with served(tmp_path) as server:
        yield server
