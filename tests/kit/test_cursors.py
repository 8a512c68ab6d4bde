"""Cursors: position and types survive, nothing can be read or changed."""

import string
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.pagination.cursors import CursorPosition, InvalidCursor, decode, encode

KEY, ABOUT = b"k" * 32, b"children|name_key|id"
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

    read = decode(encode(position, about=ABOUT, key=KEY), about=ABOUT, key=KEY, length=len(row))

    assert read == position
    assert [type(value) for value in read.values] == [type(value) for value in row]


def test_cursor_is_deterministic_and_hides_its_values():
    position = CursorPosition(("zhangxiaoming", date(2026, 11, 23), UUID(int=7)))
    cursor = encode(position, about=ABOUT, key=KEY)

    assert cursor == encode(position, about=ABOUT, key=KEY)
    assert set(cursor) <= set(string.ascii_letters + string.digits + "-_")
    assert "zhangxiaoming" not in cursor


def test_changed_cursor_is_rejected():
    cursor = encode(CursorPosition(("a", 1)), about=ABOUT, key=KEY)

    for index, letter in enumerate(cursor[:-1]):
        changed = cursor[:index] + ("A" if letter != "A" else "B") + cursor[index + 1 :]
        with pytest.raises(InvalidCursor):
            decode(changed, about=ABOUT, key=KEY, length=2)


@given(st.text(max_size=100))
def test_other_text_is_rejected(text):
    with pytest.raises(InvalidCursor):
        decode(text, about=ABOUT, key=KEY, length=2)


@pytest.mark.parametrize(
    ("about", "key", "length"), [(b"children|id", KEY, 2), (ABOUT, b"x" * 32, 2), (ABOUT, KEY, 3), (ABOUT, KEY, 1)]
)
def test_cursor_of_another_list_key_or_length_is_rejected(about, key, length):
    cursor = encode(CursorPosition(("a", 1)), about=ABOUT, key=KEY)

    with pytest.raises(InvalidCursor):
        decode(cursor, about=about, key=key, length=length)


def test_null_is_no_ordering_value():
    with pytest.raises(TypeError):
        encode(CursorPosition((None, 1)), about=ABOUT, key=KEY)
    assert encode(CursorPosition((Decimal("1.50"), datetime(2026, 1, 1, tzinfo=UTC))), about=ABOUT, key=KEY)
