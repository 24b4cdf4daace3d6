"""A backup that an older version has made comes back into this one, which then changes its tables."""

from contextlib import contextmanager

from django.core.management import call_command

from tests.factories import make_event
from tests.operations.sites import IS_POSTGRESQL

MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


@contextmanager
def older_tables():
    """The database as a version left it that knew nothing of `readers`, and less of events."""
    for app, last in [("events", "0004"), ("readers", "zero")]:
        call_command("migrate", app, last, interactive=False, verbosity=0)
    try:
        yield
    finally:
        call_command("migrate", interactive=False, verbosity=0)


def test_backup_of_older_tables_is_restored_and_brought_up_to_date(site, new_place, tmp_path):
    make_event(slug="kept")
    now = site.rows(MIGRATIONS)
    with older_tables():
        assert len(site.rows(MIGRATIONS)) < len(now)
        call_command("backup", tmp_path / "kept", verbosity=0)
    [path] = (tmp_path / "kept").iterdir()

    status, told, complaint = new_place.manage("restore", path)

    assert (status, complaint) == (0, "")
    assert "WRONG" not in told
    assert new_place.rows(MIGRATIONS) == now
    assert new_place.rows("SELECT slug FROM events_event") == [("kept",)]
    assert new_place.rows("SELECT count(*) FROM readers_feedback") == [(0,)]


def test_replacement_goes_back_behind_tables_that_this_version_does_not_know(
    site, new_place, tmp_path
):
    """As when an upgrade is taken back: the old program meets the tables of the newer one."""
    call_command("backup", tmp_path / "before", verbosity=0)
    [before] = (tmp_path / "before").iterdir()
    assert new_place.manage("restore", before)[0] == 0
    with new_place.connected() as other:
        other.cursor().execute("CREATE TABLE of_the_newer (id INTEGER PRIMARY KEY)")
        other.commit()

    status, _told, complaint = new_place.manage("restore", before, "--replace")

    assert (status, complaint) == (0, "")
    assert "of_the_newer" not in tables(new_place)
    [upgraded] = set((tmp_path / "before").iterdir()) - {before}
    assert new_place.manage("restore", upgraded, "--replace")[0] == 0
    assert "of_the_newer" in tables(new_place)


def tables(place):
    """The names of the tables of a place."""
    question = "SELECT name FROM sqlite_master"
    if IS_POSTGRESQL:
        question = "SELECT tablename FROM pg_tables"
    return {name for (name,) in place.rows(question)}
