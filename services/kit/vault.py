"""Encryption of personal fields (AES-256-GCM with key rotation) and blind indexes for exact search.

An envelope is `version (1 byte) | length of key id (1) | key id | nonce (12) | ciphertext and tag`. Its head and the
caller's associated data are authenticated: an envelope moved to another row or column cannot be decrypted.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = 1  # AES-256-GCM
_NONCE = 12  # bytes: the length GCM is specified for
_KEY = 32  # bytes: AES-256
INDEX = "index"  # the name of the index key; no name of a sealing key begins with it


class VaultError(Exception):
    """Base of the vault's errors. The text never holds the encrypted value."""


class InvalidKeys(VaultError):
    """The key text is not a list of `id:base64` with 32-byte keys."""


class UnknownKey(VaultError):
    """The envelope names a key that the vault does not have."""


class DecryptionError(VaultError):
    """No envelope, a damaged one, or one of another row."""


def new_key() -> str:
    """A new sealing key as `id:base64`, to stand first in the list of keys."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(_KEY)).decode()}"


def associated_data(*values: str | int | UUID) -> bytes:
    """Associated data of several values, each with its length so that ("ab", "c") differs from ("a", "bc")."""
    texts = [str(value).encode() for value in values]
    return b"".join(len(text).to_bytes(2) + text for text in texts)


@dataclass(frozen=True)
class Vault:
    """Encryption keys by id, the id of the current key, and a separate key for blind indexes.

    `former_index_keys` made no index that is still in use, but digests that are never made anew.
    """

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False)
    former_index_keys: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def from_text(cls, keys: str, index_key: str) -> "Vault":
        """From `id:base64,id2:base64` (the first encrypts, all decrypt) and index keys, the first in use.

        Raises InvalidKeys.
        """
        ring = dict(_named_key(entry) for entry in keys.split(",") if entry.strip())
        if not ring:
            raise InvalidKeys("the vault has no key")
        index, *former = (_raw_key(entry, INDEX) for entry in index_key.split(","))
        # Who learns the key of the searchable hashes must not be able to open the columns with it.
        if not {index, *former}.isdisjoint(ring.values()):
            raise InvalidKeys("the index key must not be one of the sealing keys")
        return cls(keys=ring, current=next(iter(ring)), index_key=index, former_index_keys=tuple(former))

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {name: AESGCM(key) for name, key in self.keys.items()}

    @cached_property
    def current_head(self) -> bytes:
        """The first bytes of every envelope of the current key; key rotation looks for rows without them."""
        return _head(self.current)

    def fingerprints(self) -> dict[str, str]:
        """32 hex digits for each key by its id, and for the index key as "index"; no key can be read from them.

        A former index key is named by its own fingerprint: `index-1f0c22ab`.
        """
        own = {name: _fingerprint(key) for name, key in {**self.keys, INDEX: self.index_key}.items()}
        return own | {f"{INDEX}-{fingerprint[:8]}": fingerprint for fingerprint in self.former_fingerprints()}

    def former_fingerprints(self) -> list[str]:
        """The fingerprints of the index keys before the current one."""
        return [_fingerprint(key) for key in self.former_index_keys]

    def with_index_key(self, fingerprint: str) -> "Vault":
        """The vault that makes indexes with another of its index keys. Raises UnknownKey."""
        if fingerprint not in self._by_index_key:
            raise UnknownKey(f"no index key with fingerprint {fingerprint!r}")
        return self._by_index_key[fingerprint]

    @cached_property
    def _by_index_key(self) -> "dict[str, Vault]":
        former = {_fingerprint(key): replace(self, index_key=key) for key in self.former_index_keys}
        return {**former, _fingerprint(self.index_key): self}

    def seal(self, text: str, *, associated_data: bytes) -> bytes:
        """Encrypt a text; decrypting needs the same associated data (made by the function of that name)."""
        head, nonce = self.current_head, os.urandom(_NONCE)
        return head + nonce + self._ciphers[self.current].encrypt(nonce, text.encode(), head + associated_data)

    def open(self, envelope: bytes | memoryview, *, associated_data: bytes) -> str:
        """Decrypt an envelope. Raises UnknownKey or DecryptionError."""
        key_id, head, rest = _split(bytes(envelope))
        if key_id not in self._ciphers:
            raise UnknownKey(f"no key {key_id!r} in the vault")
        try:
            text = self._ciphers[key_id].decrypt(rest[:_NONCE], rest[_NONCE:], head + associated_data)
        except InvalidTag as error:
            raise DecryptionError("the envelope is damaged or belongs to another row") from error
        return text.decode()

    def reseal(self, envelope: bytes | memoryview, *, associated_data: bytes) -> bytes:
        """Encrypt again with the current key; an envelope of the current key is returned unchanged."""
        envelope = bytes(envelope)
        if envelope.startswith(self.current_head):
            return envelope
        return self.seal(self.open(envelope, associated_data=associated_data), associated_data=associated_data)

    def blind_index(self, value: str, *, purpose: str) -> str:
        """64 hex digits, equal for equal values of one purpose. Normalise the value first."""
        digest = _indexer(self.index_key, purpose).copy()
        digest.update(value.encode())
        return digest.finalize().hex()


def _fingerprint(key: bytes) -> str:
    return blake2b(b"fingerprint", key=key, digest_size=16).hexdigest()


@lru_cache(maxsize=64)
def _indexer(index_key: bytes, purpose: str) -> HMAC:
    """A keyed hash without input; copying it is much cheaper than deriving the key again."""
    # A key for each purpose, so that equal numbers in two tables cannot be recognised as equal.
    key = HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=b"blind index|" + purpose.encode()).derive(index_key)
    return HMAC(key, SHA256())


def _head(key_id: str) -> bytes:
    return bytes([_VERSION, len(key_id)]) + key_id.encode("ascii")


def _split(envelope: bytes) -> tuple[str, bytes, bytes]:
    if len(envelope) < 2 or envelope[0] != _VERSION:
        raise DecryptionError("not an envelope of this vault")
    end = 2 + envelope[1]
    # 16 bytes are the tag, without which there is nothing to verify.
    if len(envelope) < end + _NONCE + 16:
        raise DecryptionError("the envelope is cut short")
    return envelope[2:end].decode("ascii", "replace"), envelope[:end], envelope[end:]


def _named_key(entry: str) -> tuple[str, bytes]:
    name, colon, text = entry.strip().partition(":")
    if not colon or not name.isascii() or not 1 <= len(name) <= 40 or name.startswith(INDEX):
        raise InvalidKeys("each vault key is written id:base64, with a short ASCII id that does not begin with `index`")
    return name, _raw_key(text, name)


def _raw_key(text: str, name: str) -> bytes:
    try:
        # Both alphabets are in use: `openssl rand -base64` writes one, URL-safe generators the other.
        key = base64.b64decode(text.strip(), altchars=b"-_" if set(text) & set("-_") else None, validate=True)
    except binascii.Error as error:
        raise InvalidKeys(f"vault key {name!r} is not base64") from error
    if len(key) != _KEY:
        raise InvalidKeys(f"vault key {name!r} has {len(key)} bytes and needs {_KEY}")
    return key


def mask_id(number: str) -> str:
    """Mask an identity or student number except the first 6 and last 4 characters; a shorter one except the last 2."""
    # Shorter than any resident's number: its first six characters may already be most of it.
    if len(number) < 15:
        return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 4 else "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def mask_phone(number: str) -> str:
    """Mask the four digits before the last four of a phone number; separators are kept."""
    digits = [position for position, character in enumerate(number) if character.isdigit()]
    hidden = set(digits[-8:-4] if len(digits) >= 8 else digits[:-2] if len(digits) > 4 else digits)
    return "".join("*" if position in hidden else character for position, character in enumerate(number))
