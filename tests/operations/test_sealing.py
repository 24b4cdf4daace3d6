"""What is sealed comes back as it was, or not at all."""

from io import BytesIO

import pytest

from operations.backups import Refused
from operations.backups.sealing import MAGIC, PIECE, TAG, Opener, Sealer, is_sealed
from tests.operations.sites import KEY

HEAD = len(MAGIC) + 32


def sealed(content, step=40_000):
    out = BytesIO()
    sealer = Sealer(out, KEY)
    for start in range(0, len(content), step):
        sealer.write(content[start : start + step])
    sealer.close()
    return out.getvalue()


def opened(content, key=KEY):
    opener = Opener(BytesIO(content), key)
    return b"".join(iter(lambda: opener.read(30_000), b""))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_content_comes_back_from_pieces_of_the_size_that_is_written_down(size):
    content = bytes(number % 251 for number in range(size))

    kept = sealed(content)

    assert is_sealed(kept)
    assert content == opened(kept)
    pieces = max(1, -(-size // PIECE))
    assert len(kept) == HEAD + size + pieces * TAG
    assert size < 50 or content[:50] not in kept


def _changed(kept, at):
    return kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]


WHOLE = PIECE + TAG
DAMAGES = {
    "a bit of the head": lambda kept: _changed(kept, len(MAGIC) - 1),
    "a bit of a piece": lambda kept: _changed(kept, HEAD + 7),
    "a bit at the end": lambda kept: _changed(kept, len(kept) - 1),
    "the last piece is missing": lambda kept: kept[: HEAD + 2 * WHOLE],
    "cut off within a piece": lambda kept: kept[:-5],
    "a piece is missing": lambda kept: kept[:HEAD] + kept[HEAD + WHOLE :],
    "a piece stands twice": lambda kept: kept[: HEAD + WHOLE] + kept[HEAD:],
    "pieces have changed places": lambda kept: (
        kept[:HEAD]
        + kept[HEAD + WHOLE : HEAD + 2 * WHOLE]
        + kept[HEAD : HEAD + WHOLE]
        + kept[HEAD + 2 * WHOLE :]
    ),
    "something follows": lambda kept: kept + b"more",
    "the head is cut off": lambda kept: kept[: HEAD - 1],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_content_is_refused(damage):
    kept = sealed(bytes(2 * PIECE + 100))

    with pytest.raises(Refused, match="damaged"):
        opened(damage(kept))


@pytest.mark.parametrize(
    ("key", "sentence"), [("", "give its key in BACKUP_KEY"), (f"{KEY}!", "is not the key")]
)
def test_wrong_key_is_told_from_damage(key, sentence):
    with pytest.raises(Refused, match=sentence):
        opened(sealed(b"secret"), key)


def test_key_that_could_be_guessed_is_refused():
    with pytest.raises(Refused, match="too short: it needs 16 characters"):
        Sealer(BytesIO(), "short")


def test_same_content_is_never_sealed_alike():
    assert sealed(b"secret") != sealed(b"secret")
