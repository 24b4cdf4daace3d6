"""A backup that is damaged, foreign or too new is refused whole, before anything changes."""

import io
import json
import sqlite3
import tarfile
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from operations.backups import Refused
from operations.backups.places import engine
from tests.factories import make_event
from tests.operations.sites import IS_POSTGRESQL


@pytest.fixture
def backup(site, settings, tmp_path):
    """The file of a backup of a site with an event and a file."""
    make_event()
    (settings.MEDIA_ROOT / "materials").mkdir()
    (settings.MEDIA_ROOT / "materials" / "abc.pdf").write_bytes(b"%PDF-" * 1000)
    call_command("backup", tmp_path / "kept", verbosity=0)
    [path] = (tmp_path / "kept").iterdir()
    return path


def members(path):
    """What a plain backup holds, as {name: content}, in its order."""
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def write(path, content, kind=tarfile.REGTYPE):
    """A backup that holds something else."""
    with tarfile.open(path, "w:gz") as tar:
        for name, text in content:
            member = tarfile.TarInfo(name)
            member.size, member.type = len(text), kind if name.startswith("media") else b"0"
            member.linkname = "/etc/passwd"
            tar.addfile(member, io.BytesIO(text))


def state(path):
    """All that a restore could change: rows, files, and what lies beside the backup."""
    root = path.parent.parent
    files = {
        each: each.is_file() and each.read_bytes() for each in (root / "site/media").rglob("*")
    }
    slugs = list(Event.objects.values_list("slug", flat=True))
    return slugs, files, list(path.parent.iterdir())


def try_to_restore(path):
    """The sentence with which it is refused, when nothing has changed."""
    before = state(path)
    with pytest.raises(CommandError) as refusal:
        call_command("restore", path, "--replace", stdout=io.StringIO())
    assert state(path) == before
    return str(refusal.value)


def told_anew(path, **changes):
    """The backup with another manifest."""
    content = members(path)
    manifest = json.loads(content["manifest.json"]) | changes
    write(path, (content | {"manifest.json": json.dumps(manifest).encode()}).items())


def test_what_this_site_cannot_take_is_refused_before_anything_changes(backup):
    for changes, sentence in [
        ({"migrations": ["events.0999_later"]}, "which has changed its tables (events.0999_later)"),
        ({"engine": "oracle"}, "The backup is of a database of oracle, this site uses "),
    ]:
        told_anew(backup, **changes)

        assert sentence in try_to_restore(backup)
    backup.write_bytes(backup.read_bytes()[:-8])
    assert "damaged" in try_to_restore(backup)


def test_backup_with_other_rows_than_it_says_is_refused(backup):
    tables = json.loads(members(backup)["manifest.json"])["tables"]
    told_anew(backup, tables=tables | {"events_event": 2})

    with pytest.raises(CommandError, match=r"events_event has not 2 rows|The rows in the backup"):
        call_command("restore", backup, "--replace", stdout=io.StringIO())

    assert Event.objects.count() == 1


def test_file_that_a_row_names_and_nobody_has_is_told(site, settings, tmp_path, capsys):
    make_event().materials.create(title_fi="Esitys", file="materials/lost.pdf")

    call_command("backup", tmp_path)

    assert "MISSING: a row names the file materials/lost.pdf" in capsys.readouterr().out


@pytest.mark.skipif(IS_POSTGRESQL, reason="PostgreSQL looks after its own pages")
def test_damaged_database_is_not_backed_up(tmp_path):
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE whole (id INTEGER PRIMARY KEY);"
            "CREATE TABLE part (whole INTEGER REFERENCES whole (id));"
            "INSERT INTO part VALUES (7)"
        )

    with pytest.raises(Refused, match="The database is damaged: part 1"):
        engine().look_into(path)
