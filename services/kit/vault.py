"""Sealing of personal fields: AES-256-GCM envelopes with key rotation, and blind indexes for exact look-up.

An envelope is `version (1 byte) | length of key id (1) | key id | nonce (12) | ciphertext and tag`. Its head and
the caller's associated data are authenticated, so that an envelope moved to another row or column does not open.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = 1  # AES-256-GCM
_NONCE = 12
_KEY = 32


class VaultError(Exception):
    """The vault cannot be used as asked; the sentence never holds the value."""


class InvalidKeys(VaultError):
    """The key text is not a list of `id:base64` with 32-byte keys."""


class UnknownKey(VaultError):
    """The envelope names a key that is not in the ring any more."""


class DecryptionError(VaultError):
    """Not an envelope, damaged, or sealed for another row."""


def associated_data(*parts: str | int | UUID) -> bytes:
    """Associated data from its parts, each with its length so that ("ab", "c") differs from ("a", "bc")."""
    texts = [str(part).encode() for part in parts]
    return b"".join(len(text).to_bytes(2) + text for text in texts)


@dataclass(frozen=True)
class Vault:
    """Keys by id, the id that seals from now on, and the separate key behind the blind indexes."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False)

    @classmethod
    def from_text(cls, keys: str, index_key: str) -> "Vault":
        """From `id:base64,id2:base64` (the first seals, all open) and one base64 key for the indexes."""
        ring = dict(_named_key(entry) for entry in keys.split(",") if entry.strip())
        if not ring:
            raise InvalidKeys("the vault has no key")
        index = _raw_key(index_key, "index")
        if index in ring.values():
            raise InvalidKeys("the index key must not be one of the sealing keys")
        return cls(keys=ring, current=next(iter(ring)), index_key=index)

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {name: AESGCM(key) for name, key in self.keys.items()}

    @cached_property
    def current_head(self) -> bytes:
        """What every envelope of the current key begins with: rotation looks for rows that do not."""
        return _head(self.current)

    def seal(self, text: str, *, about: bytes) -> bytes:
        """The envelope of a text, opened again only with the same `about` (see `bind`)."""
        head, nonce = self.current_head, os.urandom(_NONCE)
        return head + nonce + self._ciphers[self.current].encrypt(nonce, text.encode(), head + about)

    def open(self, envelope: bytes | memoryview, *, about: bytes) -> str:
        """The text in an envelope. Raises `UnknownKey` or `BrokenSeal`."""
        key_id, head, rest = _split(bytes(envelope))
        if key_id not in self._ciphers:
            raise UnknownKey(f"no key {key_id!r} in the vault")
        try:
            text = self._ciphers[key_id].decrypt(rest[:_NONCE], rest[_NONCE:], head + about)
        except InvalidTag as reason:
            raise DecryptionError("the envelope is damaged or belongs to another row") from reason
        return text.decode()

    def reseal(self, envelope: bytes | memoryview, *, about: bytes) -> bytes:
        """The same text under the current key; an envelope that is current already comes back untouched."""
        envelope = bytes(envelope)
        if envelope.startswith(self.current_head):
            return envelope
        return self.seal(self.open(envelope, about=about), about=about)

    def blind_index(self, value: str, *, purpose: str) -> str:
        """64 hex digits that are equal for equal values of one purpose. Normalise the value first."""
        digest = _indexer(self.index_key, purpose).copy()
        digest.update(value.encode())
        return digest.finalize().hex()


@lru_cache(maxsize=64)
def _indexer(index_key: bytes, purpose: str) -> HMAC:
    """A keyed hash of nothing yet: copying it costs a fraction of keying another."""
    key = HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=b"blind index|" + purpose.encode()).derive(index_key)
    return HMAC(key, SHA256())


def _head(key_id: str) -> bytes:
    return bytes([_VERSION, len(key_id)]) + key_id.encode("ascii")


def _split(envelope: bytes) -> tuple[str, bytes, bytes]:
    if len(envelope) < 2 or envelope[0] != _VERSION:
        raise DecryptionError("not an envelope of this vault")
    end = 2 + envelope[1]
    if len(envelope) < end + _NONCE + 16:
        raise DecryptionError("the envelope is cut short")
    return envelope[2:end].decode("ascii", "replace"), envelope[:end], envelope[end:]


def _named_key(entry: str) -> tuple[str, bytes]:
    name, colon, text = entry.strip().partition(":")
    if not colon or not name.isascii() or not 1 <= len(name) <= 40:
        raise InvalidKeys("each vault key is written id:base64, with a short ASCII id")
    return name, _raw_key(text, name)


def _raw_key(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), altchars=b"-_" if set(text) & set("-_") else None, validate=True)
    except binascii.Error as reason:
        raise InvalidKeys(f"vault key {name!r} is not base64") from reason
    if len(key) != _KEY:
        raise InvalidKeys(f"vault key {name!r} has {len(key)} bytes and needs {_KEY}")
    return key


def mask_id(number: str) -> str:
    """An identity or student number with first 6 and last 4 visible; of a shorter paper only the last 2."""
    if len(number) < 15:
        return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 4 else "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def mask_phone(number: str) -> str:
    """A telephone number with the four digits before the last four hidden, its separators kept."""
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    hidden = places[-8:-4] if len(places) >= 8 else places[:-2] if len(places) > 4 else places
    return "".join("*" if place in set(hidden) else sign for place, sign in enumerate(number))
