"""Make the next piece of something while the last one is used."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_OVER = object()


def prefetch(chunks: Iterable[T]) -> Iterator[T]:
    """The pieces in their order, each made in a thread while the one before it is used; never more than one ahead.

    For pieces that are computed: a connection belongs to its thread. What the making raises is raised here.
    """
    source = iter(chunks)
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        coming = thread.submit(next, source, _OVER)
        while (chunk := coming.result()) is not _OVER:
            coming = thread.submit(next, source, _OVER)
            yield chunk  # type: ignore[misc]
