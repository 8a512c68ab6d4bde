"""How a backup is encrypted: piece by piece, with a key that is kept apart from the server."""

import base64
import binascii
from typing import BinaryIO

from services.kit import encrypted_stream
from services.kit.encrypted_stream import KEY, DamagedPiece, Format, UnknownHead

FORMAT = Format(head=b"nuanyang backup 1\n", purpose=b"nuanyang backup")


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
    if len(key) != KEY:
        raise InvalidBackupKey(
            "BACKUP_KEY must be 32 bytes in base64. `python -m deploy.new_env` prints a new one; a restore needs the"
            " one with which the backup was taken (docs/operations.md)."
        )
    return key


class DecryptingReader(encrypted_stream.DecryptingReader):
    """The plain text of a backup. Raises InvalidBackup where it is not what was written."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        try:
            super().__init__(source, key, FORMAT)
        except UnknownHead as error:
            raise InvalidBackup("This file is not a backup of this service, or of a later release.") from error

    def read(self, size: int = -1) -> bytes:
        try:
            return super().read(size)
        except DamagedPiece as error:
            raise InvalidBackup(
                f"Piece {error.number} of the backup cannot be opened: the file is damaged or cut short, or BACKUP_KEY"
                " is not the key it was taken with."
            ) from error
