"""The file of a backup is unpacked whole and within its place, or not at all."""

import gzip
import io
import json
import tarfile

import pytest

from operations.backups import Refused
from operations.backups.archive import unpack, writing
from tests.operations.sites import KEY

DATABASE = "database.sqlite3"
FILE = "media/materials/abc.pdf"


def make(path, key="", **changes):
    """A backup of a small database and a file."""
    with path.open("wb") as out, writing(out, key) as writer:
        for name, content in {DATABASE: b"rows" * 500, FILE: b"%PDF-" * 1000}.items():
            writer.add(name, io.BytesIO(content), len(content))
        writer.finish(changes)
    return path


@pytest.fixture
def backup(tmp_path):
    return make(tmp_path / "backup")


def open_up(path, key=""):
    """Unpack it into two folders. Returns the manifest."""
    return unpack(path, key, path.parent / "database", path.parent / "files")


def refusal(path, key=""):
    with pytest.raises(Refused) as refused:
        open_up(path, key)
    return str(refused.value)


def members(path):
    """What a plain backup holds, as {name: content}, in its order."""
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def write(path, content, kind=tarfile.REGTYPE):
    """A backup whose first member is of another kind."""
    with tarfile.open(path, "w:gz") as tar:
        for number, (name, text) in enumerate(content):
            member = tarfile.TarInfo(name)
            member.size, member.linkname = len(text), "/etc/passwd"
            member.type = tarfile.REGTYPE if number else kind
            tar.addfile(member, io.BytesIO(text))


@pytest.mark.parametrize("key", ["", KEY], ids=["plain", "sealed"])
def test_whole_backup_is_unpacked(tmp_path, key):
    path = make(tmp_path / "backup", key, made_at="now")

    manifest = open_up(path, key)

    assert (tmp_path / "database" / DATABASE).read_bytes() == b"rows" * 500
    assert (tmp_path / "files/materials/abc.pdf").read_bytes() == b"%PDF-" * 1000
    assert (manifest["format"], manifest["made_at"]) == (1, "now")
    assert manifest["members"][DATABASE]["size"] == 2000
    assert list(manifest["members"]) == [DATABASE, FILE]


def half(content):
    return content[: len(content) // 2]


def with_a_bit_changed(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 16]) + content[middle + 1 :]


def without_its_end(content):
    return content[:-8]


@pytest.mark.parametrize("damage", [half, with_a_bit_changed, without_its_end])
@pytest.mark.parametrize("key", ["", KEY], ids=["plain", "sealed"])
def test_damaged_backup_is_refused(tmp_path, key, damage):
    path = make(tmp_path / "backup", key)
    path.write_bytes(damage(path.read_bytes()))

    assert "damaged" in refusal(path, key)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", gzip.compress(b"no archive"), gzip.compress(bytes(10_240))],
    ids=["empty", "a document", "packed", "an empty archive"],
)
def test_foreign_file_is_refused(backup, content):
    backup.write_bytes(content)

    assert refusal(backup) == "This is no backup of this site, or it is damaged."


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("media/../../evil", tarfile.REGTYPE),
        ("../evil", tarfile.REGTYPE),
        ("/evil", tarfile.REGTYPE),
        ("media//evil", tarfile.REGTYPE),
        ("media/a\nb", tarfile.REGTYPE),
        ("settings.py", tarfile.REGTYPE),
        ("media/link", tarfile.SYMTYPE),
        ("media/link", tarfile.LNKTYPE),
        ("media/pipe", tarfile.FIFOTYPE),
        ("media/folder", tarfile.DIRTYPE),
    ],
)
def test_backup_that_leads_elsewhere_is_refused(backup, name, kind):
    write(backup, [(name, b""), *members(backup).items()], kind)

    assert "it holds what a backup never holds" in refusal(backup)
    assert not [path for path in backup.parent.rglob("*") if path.is_file() and path != backup]


def test_backup_with_a_file_twice_is_refused(backup):
    write(backup, [*members(backup).items()][:1] * 2)

    assert "it holds what a backup never holds" in refusal(backup)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": 2}, "made by a newer version of the site"),
        ({"members": {}}, "damaged"),
        ({"format": "new"}, "This is no backup of this site"),
    ],
)
def test_backup_with_another_manifest_is_refused(backup, changes, sentence):
    content = members(backup)
    manifest = json.loads(content["manifest.json"]) | changes
    write(backup, (content | {"manifest.json": json.dumps(manifest).encode()}).items())

    assert sentence in refusal(backup)


def test_backup_without_its_manifest_is_refused(backup):
    write(backup, [*members(backup).items()][:-1])

    assert "damaged" in refusal(backup)
