"""
Encryption of a backup as it is written, in pieces, so that memory does not grow with the file.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as age uses it
(age-encryption.org/v1, "Payload"): pieces of 64 KiB, each sealed by ChaCha20-Poly1305 (RFC 8439)
with a nonce of an 11 byte counter and a byte that is 1 for the last piece. So no piece can be
changed, left out, repeated or cut off. The key comes from the passphrase by scrypt (RFC 7914).

The file: MAGIC (10 bytes), salt (16), check of the key (16), then the pieces, each 16 bytes longer
than what it holds. All but the last hold 64 KiB.
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from operations.backups import Refused

MAGIC = b"ICCBACKUP\x01"
SALT, CHECK, PIECE, TAG = 16, 16, 64 * 1024, 16
SHORTEST_KEY = 16
DAMAGED = "The backup is damaged or has been changed."


def _keys(passphrase, salt):
    """The key of the cipher, and bytes by which a wrong passphrase is told from a damaged file."""
    derived = Scrypt(salt=salt, length=32 + CHECK, n=2**15, r=8, p=1).derive(passphrase.encode())
    return derived[:32], derived[32:]


def _nonce(number, is_last):
    return number.to_bytes(11, "big") + bytes([is_last])


class Sealer:
    """
    A file to write to: what is written is sealed into `out`. `close()` writes the last piece.

    Raises Refused for a key of less than 16 characters.
    """

    def __init__(self, out, passphrase):
        if len(passphrase) < SHORTEST_KEY:
            raise Refused(f"BACKUP_KEY is too short: it needs {SHORTEST_KEY} characters or more.")
        salt = os.urandom(SALT)
        key, check = _keys(passphrase, salt)
        self.header = MAGIC + salt + check
        self.out, self.cipher = out, ChaCha20Poly1305(key)
        self.waiting, self.number = bytearray(), 0
        out.write(self.header)

    def write(self, content):
        """Keep back as much as may be the last piece."""
        self.waiting += content
        while len(self.waiting) > PIECE:
            self._seal(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(content)

    def flush(self):
        """What waits is not a whole piece yet."""

    def close(self):
        self._seal(bytes(self.waiting), is_last=True)
        self.waiting.clear()

    def _seal(self, piece, *, is_last):
        self.out.write(self.cipher.encrypt(_nonce(self.number, is_last), piece, self.header))
        self.number += 1


class Opener:
    """
    A file to read from: what `sealed` holds, each piece proven before any of it is handed out.

    Raises Refused where there is no key, where it is the wrong one, and where a piece is not
    what was sealed.
    """

    def __init__(self, sealed, passphrase):
        self.header = sealed.read(len(MAGIC) + SALT + CHECK)
        salt, check = self.header[len(MAGIC) : -CHECK], self.header[-CHECK:]
        if len(self.header) < len(MAGIC) + SALT + CHECK:
            raise Refused(DAMAGED)
        if not passphrase:
            raise Refused("The backup is encrypted: give its key in BACKUP_KEY.")
        key, expected = _keys(passphrase, salt)
        if not hmac.compare_digest(check, expected):
            raise Refused("BACKUP_KEY is not the key with which this backup was made.")
        self.sealed, self.cipher = sealed, ChaCha20Poly1305(key)
        self.opened, self.number = bytearray(), 0
        self.next_piece = sealed.read(PIECE + TAG)

    def read(self, size):
        """At most so many bytes; b"" after the last."""
        while len(self.opened) < size and self.next_piece:
            piece, self.next_piece = self.next_piece, self.sealed.read(PIECE + TAG)
            nonce = _nonce(self.number, not self.next_piece)
            try:
                self.opened += self.cipher.decrypt(nonce, piece, self.header)
            except InvalidTag:
                raise Refused(DAMAGED) from None
            self.number += 1
        content = bytes(self.opened[:size])
        del self.opened[:size]
        return content


def is_sealed(head):
    """Whether a file that begins with these bytes is a sealed backup."""
    return head.startswith(MAGIC)
