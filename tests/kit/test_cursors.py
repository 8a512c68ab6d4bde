"""Cursors: position and types survive, nothing can be read or changed."""

import string
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.pagination.cursors import CursorPosition, InvalidCursor, decode, encode

KEY, LIST = b"k" * 32, b"children|name_key|id"
values = st.lists(
    st.one_of(
        st.text(max_size=60), st.integers(), st.booleans(), st.dates(), st.uuids(),
        st.datetimes(timezones=st.just(UTC)), st.decimals(allow_nan=False, allow_infinity=False),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    max_size=4,
).map(tuple)  # fmt: skip


@given(values, st.booleans())
def test_cursor_keeps_position_and_types(row, is_backward):
    position = CursorPosition(row, is_backward)

    read = decode(encode(position, associated_data=LIST, key=KEY), associated_data=LIST, key=KEY, value_count=len(row))

    assert read == position
    assert [type(value) for value in read.values] == [type(value) for value in row]


def test_cursor_is_deterministic_and_hides_its_values():
    position = CursorPosition(("zhangxiaoming", date(2026, 11, 23), UUID(int=7)))
    cursor = encode(position, associated_data=LIST, key=KEY)

    assert cursor == encode(position, associated_data=LIST, key=KEY)
    assert set(cursor) <= set(string.ascii_letters + string.digits + "-_")
    assert "zhangxiaoming" not in cursor


def test_changed_cursor_is_rejected():
    cursor = encode(CursorPosition(("a", 1)), associated_data=LIST, key=KEY)

    for index, letter in enumerate(cursor[:-1]):
        changed = cursor[:index] + ("A" if letter != "A" else "B") + cursor[index + 1 :]
        with pytest.raises(InvalidCursor):
            decode(changed, associated_data=LIST, key=KEY, value_count=2)


@given(st.text(max_size=100))
def test_other_text_is_rejected(text):
    with pytest.raises(InvalidCursor):
        decode(text, associated_data=LIST, key=KEY, value_count=2)


@pytest.mark.parametrize(
    ("associated_data", "key", "value_count"),
    [(b"children|id", KEY, 2), (LIST, b"x" * 32, 2), (LIST, KEY, 3), (LIST, KEY, 1)],
)
def test_cursor_of_another_list_key_or_length_is_rejected(associated_data, key, value_count):
    cursor = encode(CursorPosition(("a", 1)), associated_data=LIST, key=KEY)

    with pytest.raises(InvalidCursor):
        decode(cursor, associated_data=associated_data, key=key, value_count=value_count)


def test_null_is_no_ordering_value():
    with pytest.raises(TypeError):
        encode(CursorPosition((None, 1)), associated_data=LIST, key=KEY)
    assert encode(CursorPosition((Decimal("1.50"), datetime(2026, 1, 1, tzinfo=UTC))), associated_data=LIST, key=KEY)
