import threading
from collections.abc import Iterator

import pytest

from services.kit.prefetch import prefetch

PATIENCE = 20  # seconds


def test_pieces_come_in_their_order():
    assert list(prefetch(range(50))) == list(range(50))
    assert list(prefetch([])) == []


def test_the_next_piece_is_made_while_one_is_used_and_none_further():
    begun, made = threading.Event(), []

    def chunks() -> Iterator[int]:
        for number in (1, 2, 3):
            made.append(number)
            if number == 2:
                begun.set()
            yield number

    using = prefetch(chunks())

    assert next(using) == 1
    assert begun.wait(PATIENCE)
    assert made == [1, 2]
    assert list(using) == [2, 3]


def test_trouble_in_the_making_is_raised_where_the_pieces_are_used():
    def chunks() -> Iterator[int]:
        yield 1
        raise ValueError("the second cannot be made")

    using = prefetch(chunks())

    assert next(using) == 1
    with pytest.raises(ValueError, match="the second"):
        next(using)


def test_who_stops_early_leaves_no_thread_behind():
    using = prefetch(range(50))
    next(using)
    using.close()

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]
