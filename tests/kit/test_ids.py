import threading
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.ids import uuid7


def test_ids_of_one_thread_only_ever_grow():
    ids = [uuid7() for _ in range(20_000)]

    assert ids == sorted(set(ids))


@given(st.integers(0, 2**48 - 1))
def test_an_id_holds_its_millisecond_its_version_and_its_variant(now_ms):
    made = uuid7(now_ms)

    assert (millisecond_of(made), made.version, made.variant) == (now_ms, 7, "specified in RFC 4122")


def test_dated_ids_grow_within_their_millisecond_and_do_not_hold_up_the_clock():
    old = [uuid7(1_000) for _ in range(500)]
    between = uuid7()

    assert old == sorted(set(old))
    assert {millisecond_of(made) for made in old} == {1_000}
    assert millisecond_of(between) > 1_600_000_000_000


def test_threads_never_share_an_id_and_each_sees_its_own_grow():
    shelves: list[list[UUID]] = [[] for _ in range(8)]

    def fill(shelf: list[UUID]) -> None:
        shelf.extend(uuid7() for _ in range(2_000))

    threads = [threading.Thread(target=fill, args=(shelf,)) for shelf in shelves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({made for shelf in shelves for made in shelf}) == 16_000
    assert all(shelf == sorted(shelf) for shelf in shelves)


@pytest.mark.parametrize("now_ms", [-1, 2**48])
def test_a_time_that_does_not_fit_is_refused(now_ms):
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(now_ms)


def millisecond_of(value: UUID) -> int:
    """RFC 9562: the first 48 bits count milliseconds since 1970."""
    return value.int >> 80
