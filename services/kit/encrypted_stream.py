"""A stream encrypted piece by piece (AES-256-GCM), so that neither side holds a whole file in memory.

A file is `head | salt (32 bytes) | pieces`. Each file has a key of its own, derived from the given key and the salt.
A piece is 1 MiB sealed with its number and, in the last one, a mark as nonce: pieces that are swapped, missing at the
end or of another file are refused. This is the STREAM construction that `age` uses too.
"""

import os
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PIECE = 2**20  # bytes of plain text
KEY = 32  # bytes
_SALT, _TAG = 32, 16


@dataclass(frozen=True)
class Format:
    """What a kind of file begins with, and the purpose from which its keys are derived."""

    head: bytes
    purpose: bytes


class UnknownHead(Exception):
    """The stream does not begin as a file of this format."""


class DamagedPiece(Exception):
    """A piece is damaged, missing, out of order or sealed with another key; `number` counts from 0."""

    def __init__(self, number: int) -> None:
        super().__init__(f"piece {number} cannot be opened")
        self.number = number


class EncryptingWriter:
    """A writable file that seals what is written to `target`. Only `close` makes it a whole one."""

    def __init__(self, target: BinaryIO, key: bytes, format_: Format) -> None:
        salt = os.urandom(_SALT)
        self._target, self._head, self._cipher = target, format_.head, _cipher(key, salt, format_)
        self._number, self._waiting = 0, bytearray()
        target.write(format_.head + salt)

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
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, self._head))
        self._number += 1


class DecryptingReader:
    """A readable file with the plain text of `source`. Raises UnknownHead at once, DamagedPiece while reading."""

    def __init__(self, source: BinaryIO, key: bytes, format_: Format) -> None:
        head, salt = source.read(len(format_.head)), source.read(_SALT)
        if head != format_.head or len(salt) != _SALT:
            raise UnknownHead
        self._source, self._head, self._cipher = source, head, _cipher(key, salt, format_)
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
            piece = self._cipher.decrypt(_nonce(self._number, is_last=not self._next), sealed, self._head)
        except InvalidTag as error:
            raise DamagedPiece(self._number) from error
        self._number = self._number + 1 if self._next else -1
        return piece


def _cipher(key: bytes, salt: bytes, format_: Format) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=format_.purpose).derive(key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])
