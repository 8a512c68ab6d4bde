"""Compute the next item of an iterable in a thread while the current one is used."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
# An object of its own, because None may be an item.
_END = object()


def prefetch(items: Iterable[T]) -> Iterator[T]:
    """Yield the items in order, always computing one ahead. An exception of the iterable is raised here.

    The items must not use the database: a connection belongs to its thread.
    """
    source = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="prefetch") as thread:
        coming = thread.submit(next, source, _END)
        while (item := coming.result()) is not _END:
            coming = thread.submit(next, source, _END)
            yield item  # type: ignore[misc]
