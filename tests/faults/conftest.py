"""Servers as in production, in front of the database of the tests or of a cluster of their own."""

import pytest

from tests.deploy.servers import collect_static_files, served, share_dictionaries
from tests.nginx.servers import nginx_before


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    """A folder with the static files, collected once."""
    made = tmp_path_factory.mktemp("static")
    collect_static_files(made)
    return made / "static"


@pytest.fixture
def folder(static_files, tmp_path):
    """A data folder of the test's own."""
    made = tmp_path / "data"
    made.mkdir()
    (made / "static").symlink_to(static_files)
    share_dictionaries(made)
    return made


@pytest.fixture
def serve(folder):
    """Starts gunicorn with two processes."""

    def started(**variables):
        ours = {"DJANGO_ALLOWED_HOSTS": "localhost,127.0.0.1,icc.example.org"}
        # A crowd asks from one address.
        ours["API_LIMIT"] = "1000000"
        return served(folder, workers=2, **ours | variables)

    return started


@pytest.fixture
def nginx_in_front_of(tmp_path):
    """Starts nginx in front of a server."""

    def started(server):
        place = tmp_path / "nginx"
        place.mkdir()
        return nginx_before(f"127.0.0.1:{server.port}", place)

    return started
