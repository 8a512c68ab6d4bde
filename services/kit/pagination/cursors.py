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

_MAX_LENGTH = 2000


class InvalidCursor(Exception):
    """The cursor was changed, cut, or belongs to another list or ordering."""


@dataclass(frozen=True)
class CursorPosition:
    """The values a page begins after, or before when it goes backward."""

    values: tuple[object, ...]
    is_backward: bool = False


# datetime before date: every datetime is a date too
_KINDS: tuple[tuple[str, type, Callable[[str], object]], ...] = (
    ("t", datetime, datetime.fromisoformat),
    ("d", date, date.fromisoformat),
    ("u", UUID, UUID),
    ("n", Decimal, Decimal),
)
_READERS = {mark: read for mark, _, read in _KINDS}


def encode(position: CursorPosition, *, about: bytes, key: bytes) -> str:
    """The cursor of a position in the list that `about` names."""
    text = json.dumps([position.is_backward, *map(_write, position.values)], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(_cipher(key).encrypt(text.encode(), [about])).decode().rstrip("=")


def decode(cursor: str, *, about: bytes, key: bytes, length: int) -> CursorPosition:
    """The position, with `length` values, of a cursor made with the same `about` and key. Raises InvalidCursor."""
    try:
        if len(cursor) > _MAX_LENGTH or not cursor.isascii():
            raise InvalidCursor
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        is_backward, *values = json.loads(_cipher(key).decrypt(sealed, [about]))
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise InvalidCursor from error
    if len(values) != length:
        raise InvalidCursor
    return CursorPosition(tuple(map(_read, values)), is_backward=bool(is_backward))


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESSIV:
    return AESSIV(HKDF(algorithm=SHA256(), length=64, salt=None, info=b"page cursor").derive(key))


def _write(value: object) -> object:
    if isinstance(value, str | int | float):
        return value
    for mark, kind, _ in _KINDS:
        if isinstance(value, kind):
            return [mark, value.isoformat() if isinstance(value, date) else str(value)]
    raise TypeError(f"a cursor cannot hold {type(value).__name__}")


def _read(value: object) -> object:
    if isinstance(value, list):
        mark, text = value
        return _READERS[mark](text)
    return value
