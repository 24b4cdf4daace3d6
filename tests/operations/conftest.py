"""A site with data, and an empty place to restore into."""

import pytest
from django.db import connection

from tests.operations.sites import IS_POSTGRESQL, Place


@pytest.fixture
def site(transactional_db, settings, tmp_path):
    """The site of the tests, with a folder of its own; other processes see its rows."""
    settings.DATA_DIR = tmp_path / "site"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return Place(settings.DATA_DIR, str(connection.settings_dict["NAME"]))


@pytest.fixture
def new_place(site, tmp_path):
    """A place in which there is nothing yet."""
    place = tmp_path / "new"
    place.mkdir()
    if not IS_POSTGRESQL:
        yield Place(place, str(place / "db.sqlite3"))
        return
    name = f"{site.database}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield Place(place, name)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
