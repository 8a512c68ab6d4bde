"""The vault: encryption bound to a row, key rotation, blind indexes, masking."""

import base64
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.vault import (
    DecryptionError,
    InvalidKeys,
    UnknownKey,
    Vault,
    VaultError,
    associated_data,
    mask_id,
    mask_phone,
)

ONE, TWO, INDEX = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
VAULT = Vault.from_text(f"2026a:{ONE}", INDEX)
ROW = associated_data("children_pupilprivate.id_number", 7, UUID(int=5))


@given(st.text(), st.binary(max_size=40))
def test_sealed_text_is_decrypted(text, data):
    envelope = VAULT.seal(text, associated_data=data)

    assert VAULT.open(envelope, associated_data=data) == text
    assert envelope != VAULT.seal(text, associated_data=data)


def test_envelope_of_another_row_column_or_school_is_rejected():
    envelope = VAULT.seal("34112520150412123X", associated_data=ROW)

    for other in [
        associated_data("children_pupilprivate.id_number", 8, UUID(int=5)),
        associated_data("x", 7, UUID(int=5)),
        b"",
    ]:
        with pytest.raises(DecryptionError):
            VAULT.open(envelope, associated_data=other)


def test_changed_envelope_is_rejected():
    envelope = VAULT.seal("13800001111", associated_data=ROW)

    for index in range(len(envelope)):
        changed = bytearray(envelope)
        changed[index] ^= 1
        with pytest.raises(VaultError):
            VAULT.open(bytes(changed), associated_data=ROW)


@pytest.mark.parametrize("length", [0, 1, 2, 7, 20, 34])
def test_cut_envelope_is_rejected(length):
    with pytest.raises(VaultError):
        VAULT.open(VAULT.seal("", associated_data=ROW)[:length], associated_data=ROW)


def test_rotation_encrypts_old_envelopes_again_and_keeps_new_ones():
    old = VAULT.seal("张桥镇", associated_data=ROW)
    both = Vault.from_text(f"2026b:{TWO},2026a:{ONE}", INDEX)

    new = both.reseal(memoryview(old), associated_data=ROW)

    assert both.open(old, associated_data=ROW) == both.open(new, associated_data=ROW) == "张桥镇"
    assert (old.startswith(both.current_head), new.startswith(both.current_head)) == (False, True)
    assert both.reseal(new, associated_data=ROW) is new
    with pytest.raises(UnknownKey):
        VAULT.open(new, associated_data=ROW)


def test_blind_index_depends_on_value_purpose_and_key():
    elsewhere = Vault.from_text(f"2026a:{ONE}", TWO)
    indexes = {
        VAULT.blind_index("13800001111", purpose="phone"),
        VAULT.blind_index("13800001112", purpose="phone"),
        VAULT.blind_index("13800001111", purpose="person"),
        elsewhere.blind_index("13800001111", purpose="phone"),
    }

    assert len(indexes) == 4
    assert VAULT.blind_index("13800001111", purpose="phone") in indexes
    assert all(len(index) == 64 for index in indexes)


def test_blind_index_is_stable():
    """HMAC-SHA-256 with a key derived by HKDF (RFC 2104, RFC 5869): rows of years ago must still match."""
    derived = hmac.digest(hmac.digest(bytes(32), base64.b64decode(INDEX), "sha256"), b"blind index|phone\x01", "sha256")

    assert VAULT.blind_index("13800001111", purpose="phone") == hmac.digest(derived, b"13800001111", "sha256").hex()


@pytest.mark.parametrize(
    "text",
    ["", " , ", ONE, f":{ONE}", "a:", "a:AAAA", "a:not base64!", f"{'键'}:{ONE}", f"{'k' * 41}:{ONE}", f"a:{INDEX}"],
)
def test_invalid_keys_raise(text):
    with pytest.raises(InvalidKeys):
        Vault.from_text(text, INDEX)


def test_keys_are_read_in_both_base64_alphabets():
    raw = bytes([251]) * 32
    standard = Vault.from_text(f"a:{base64.b64encode(raw).decode()}", INDEX)
    urlsafe = Vault.from_text(f"a:{base64.urlsafe_b64encode(raw).decode()}", INDEX)

    assert urlsafe.open(standard.seal("同一把", associated_data=b""), associated_data=b"") == "同一把"


def test_repr_hides_the_keys():
    assert repr(VAULT) == "Vault(current='2026a')"


def test_associated_data_separates_its_values():
    assert associated_data("ab", "c") != associated_data("a", "bc")
    assert associated_data("1", "2") == associated_data(1, 2)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("34112520150412123X", "341125********123X"),
        ("G34112520150412123X", "G34112*********123X"),
        ("341125150412123", "341125*****2123"),
        ("E12345678", "*******78"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_mask_id(number, shown):
    assert mask_id(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+86 138 1234 5678", "+86 138 **** 5678"),
        ("0558-1234567", "055*-***4567"),
        ("12345", "***45"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_mask_phone(number, shown):
    assert mask_phone(number) == shown
