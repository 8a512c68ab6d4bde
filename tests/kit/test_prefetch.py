"""`prefetch` keeps the order, computes one item ahead, and leaves no thread behind."""

import threading
from collections.abc import Iterator

import pytest

from services.kit.execution.prefetch import prefetch

TIMEOUT = 20  # seconds


def test_items_keep_their_order():
    assert list(prefetch(range(50))) == list(range(50))
    assert list(prefetch([])) == []


def test_one_item_is_computed_ahead():
    started, computed = threading.Event(), []

    def chunks() -> Iterator[int]:
        for number in (1, 2, 3):
            computed.append(number)
            if number == 2:
                started.set()
            yield number

    items = prefetch(chunks())

    assert next(items) == 1
    assert started.wait(TIMEOUT)
    assert computed == [1, 2]
    assert list(items) == [2, 3]


def test_error_of_the_iterable_is_raised_to_the_caller():
    def chunks() -> Iterator[int]:
        yield 1
        raise ValueError("the second fails")

    items = prefetch(chunks())

    assert next(items) == 1
    with pytest.raises(ValueError, match="the second"):
        next(items)


def test_closed_generator_leaves_no_thread():
    items = prefetch(range(50))
    next(items)
    items.close()

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("prefetch")]
