"""A stream encrypted piece by piece (AES-256-GCM), so that neither side holds a whole backup in memory.

A file is `head | salt (32 bytes) | pieces`. Each file has a key of its own, derived from the backup key and the salt.
A piece is 1 MiB sealed with its number and, in the last one, a mark as nonce: pieces that are swapped, missing at the
end or of another file are refused. This is the STREAM construction that `age` uses too.
"""

import base64
import binascii
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HEAD = b"nuanyang backup 1\n"
PIECE = 2**20  # bytes of plain text
_SALT, _TAG, _KEY = 32, 16, 32


class InvalidBackup(Exception):
    """The file is no backup, is damaged or cut short, or was sealed with another key; the text is for the operator."""


class InvalidBackupKey(Exception):
    """BACKUP_KEY is missing or not 32 bytes in base64."""


def parse_key(text: str) -> bytes:
    """Read BACKUP_KEY. Raises InvalidBackupKey."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY:
        raise InvalidBackupKey(
            "BACKUP_KEY must be 32 bytes in base64. `python -m deploy.new_env` prints a new one; a restore needs the"
            " one with which the backup was taken (docs/operations.md)."
        )
    return key


class EncryptingWriter:
    """A writable file that seals what is written to `target`. Only `close` makes it a whole one."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        salt = os.urandom(_SALT)
        self._target, self._cipher = target, _cipher(key, salt)
        self._number, self._waiting = 0, bytearray()
        target.write(HEAD + salt)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:  # never equal: the last piece is the one that `close` marks
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write the last piece."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, HEAD))
        self._number += 1


class DecryptingReader:
    """A readable file with the plain text of `source`. Raises InvalidBackup where a piece is not what was written."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        head, salt = source.read(len(HEAD)), source.read(_SALT)
        if head != HEAD or len(salt) != _SALT:
            raise InvalidBackup("This file is not a backup of this service, or of a later release.")
        self._source, self._cipher = source, _cipher(key, salt)
        self._number, self._waiting = 0, b""
        self._next = source.read(PIECE + _TAG)

    def read(self, size: int = -1) -> bytes:
        """Return exactly `size` bytes, fewer at the end only."""
        pieces, length = [self._waiting], len(self._waiting)
        while (size < 0 or length < size) and (piece := self._open()):
            pieces.append(piece)
            length += len(piece)
        data = b"".join(pieces)
        end = length if size < 0 else size
        self._waiting = data[end:]
        return data[:end]

    def _open(self) -> bytes:
        """Return the next piece, b"" after the last one."""
        if self._number < 0:
            return b""
        sealed, self._next = self._next, self._source.read(PIECE + _TAG)
        try:
            piece = self._cipher.decrypt(_nonce(self._number, is_last=not self._next), sealed, HEAD)
        except InvalidTag as error:
            raise InvalidBackup(
                f"Piece {self._number} of the backup cannot be opened: the file is damaged or cut short, or BACKUP_KEY"
                " is not the key it was taken with."
            ) from error
        self._number = self._number + 1 if self._next else -1
        return piece


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=_KEY, salt=salt, info=b"nuanyang backup").derive(key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])
