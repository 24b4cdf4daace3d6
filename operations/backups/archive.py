"""The file of a backup: how it is written, and how it is read without trusting it."""

import gzip
import hashlib
import json
import tarfile
import zlib
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath

from operations.backups import Refused
from operations.backups.sealing import DAMAGED, Opener, Sealer, is_sealed

FORMAT = 1
MANIFEST, MEDIA = "manifest.json", "media/"
# The manifest of a million files; the only part that is read into memory.
LARGEST_MANIFEST = 256 * 1024**2
PIECE = 1024**2
FOREIGN = "This is no backup of this site, or it is damaged."

STRANGE = "This is no backup of this site: it holds what a backup never holds."


class Writer:
    """Adds members to a backup, and at last the manifest that names each with its SHA-256."""

    def __init__(self, tar):
        self.tar, self.members = tar, {}

    def add(self, name, file, size):
        """Add the first `size` bytes of a file. Raises OSError when it has fewer."""
        hashed = _Hashed(file)
        self.tar.addfile(_head(name, size), hashed)
        self.members[name] = {"size": size, "sha256": hashed.sum.hexdigest()}

    def finish(self, told):
        """Add the manifest, which says besides what is `told`."""
        manifest = {"format": FORMAT, **told, "members": self.members}
        content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        self.tar.addfile(_head(MANIFEST, len(content)), BytesIO(content))


@contextmanager
def writing(out, passphrase):
    """A Writer of a backup into an open file, sealed when there is a passphrase."""
    sealed = Sealer(out, passphrase) if passphrase else out
    with (
        gzip.GzipFile(filename="", fileobj=sealed, mode="wb", compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writer(tar)
    if passphrase:
        sealed.close()


def unpack(path, passphrase, database, media):
    """
    Unpack a backup into two empty folders, and prove that it is whole. Returns the manifest.

    Raises Refused, with a sentence, when the file is foreign, damaged, cut off, of a newer format,
    sealed with another key, or names a place outside of the folders.
    """
    with path.open("rb") as file:
        is_opened = is_sealed(file.peek(64))
        packed = gzip.GzipFile(fileobj=Opener(file, passphrase) if is_opened else file, mode="rb")
        try:
            found, manifest = _unpack(packed, database, media)
            # What follows the archive must be padding, and the sum at the very end must be right.
            while rest := packed.read(PIECE):
                if rest.strip(b"\0"):
                    raise Refused(DAMAGED)
        except (EOFError, zlib.error, tarfile.StreamError):
            raise Refused(DAMAGED) from None
        except (gzip.BadGzipFile, tarfile.TarError):
            raise Refused(DAMAGED if is_opened else FOREIGN) from None
    return _proven(found, manifest)


def _unpack(packed, database, media):
    """What the archive holds, as {name: {"size", "sha256"}}, and the text of its manifest."""
    found, manifest = {}, None
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        for member in tar:
            if manifest is not None or member.name in found or not _is_ours(member):
                raise Refused(STRANGE)
            if member.name == MANIFEST:
                manifest = tar.extractfile(member).read()
            else:
                inner = member.name.removeprefix(MEDIA)
                path = (database if inner == member.name else media) / inner
                found[member.name] = _keep(tar.extractfile(member), path)
    return found, manifest


def _is_ours(member):
    """A plain file, the manifest, the database or below media/, with a name that leads nowhere else."""
    name = member.name
    parts = PurePosixPath(name).parts
    is_plain = member.isreg() and not member.issparse()
    is_tidy = "/".join(parts) == name and ".." not in parts and name.isprintable()
    if name == MANIFEST:
        return is_plain and member.size <= LARGEST_MANIFEST
    is_known = name.startswith(MEDIA) or (len(parts) == 1 and name.startswith("database."))
    return is_plain and is_tidy and is_known


def _keep(source, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed = _Hashed(source)
    with path.open("xb") as target:
        while piece := hashed.read(PIECE):
            target.write(piece)
        return {"size": target.tell(), "sha256": hashed.sum.hexdigest()}


def _proven(found, text):
    """The manifest, once it is known to be ours and all that it names has been found."""
    if text is None:
        raise Refused(DAMAGED if found else FOREIGN)
    try:
        manifest = json.loads(text)
        if manifest["format"] > FORMAT:
            raise Refused(
                "The backup was made by a newer version of the site. Update this one first."
            )
        if manifest["members"] != found:
            raise Refused(DAMAGED)
    except (ValueError, TypeError, KeyError):
        raise Refused(FOREIGN) from None
    return manifest


def _head(name, size):
    head = tarfile.TarInfo(name)
    head.size, head.mode = size, 0o600
    return head


class _Hashed:
    """A file that is read from, and the SHA-256 of what was read."""

    def __init__(self, file):
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size):
        content = self.file.read(size)
        self.sum.update(content)
        return content
