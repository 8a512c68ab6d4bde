"""Opaque cursors of keyset pages.

A cursor is part of a URL and may hold personal values, such as the pinyin of a name. It is therefore encrypted, not
only signed. AES-SIV is deterministic: the same position always gives the same link.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Longer than any position; a longer text is no cursor of ours and is not worth decrypting.
_MAX_LENGTH = 2000


class InvalidCursor(Exception):
    """The cursor was changed, cut, or belongs to another list or ordering."""


@dataclass(frozen=True)
class CursorPosition:
    """The ordering values of the row that a page begins after; the row it ends before when it goes backward."""

    values: tuple[object, ...]
    is_backward: bool = False


# Values that JSON lacks are written as [tag, text]. datetime before date: every datetime is a date too.
_TAGGED_TYPES: tuple[tuple[str, type, Callable[[str], object]], ...] = (
    ("t", datetime, datetime.fromisoformat),
    ("d", date, date.fromisoformat),
    ("u", UUID, UUID),
    ("n", Decimal, Decimal),
)
_PARSERS = {tag: parse for tag, _, parse in _TAGGED_TYPES}


def encode(position: CursorPosition, *, associated_data: bytes, key: bytes) -> str:
    """Encrypt a position. `associated_data` names the list and its ordering, and must be given again to decode."""
    text = json.dumps(
        [position.is_backward, *map(_encode_value, position.values)], ensure_ascii=False, separators=(",", ":")
    )
    return base64.urlsafe_b64encode(_cipher(key).encrypt(text.encode(), [associated_data])).decode().rstrip("=")


def decode(cursor: str, *, associated_data: bytes, key: bytes, value_count: int) -> CursorPosition:
    """Decrypt a cursor into a position with `value_count` values. Raises InvalidCursor.

    Also for a cursor that was made with another key or other associated data.
    """
    try:
        if len(cursor) > _MAX_LENGTH or not cursor.isascii():
            raise InvalidCursor
        ciphertext = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        is_backward, *values = json.loads(_cipher(key).decrypt(ciphertext, [associated_data]))
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise InvalidCursor from error
    if len(values) != value_count:
        raise InvalidCursor
    return CursorPosition(tuple(map(_decode_value, values)), is_backward=bool(is_backward))


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESSIV:
    # A key of its own, derived: the secret key also signs sessions, and one key should have one use.
    return AESSIV(HKDF(algorithm=SHA256(), length=64, salt=None, info=b"page cursor").derive(key))


def _encode_value(value: object) -> object:
    if isinstance(value, str | int | float):
        return value
    for tag, tagged_type, _ in _TAGGED_TYPES:
        if isinstance(value, tagged_type):
            return [tag, value.isoformat() if isinstance(value, date) else str(value)]
    raise TypeError(f"a cursor cannot hold {type(value).__name__}")


def _decode_value(value: object) -> object:
    if isinstance(value, list):
        tag, text = value
        return _PARSERS[tag](text)
    return value
