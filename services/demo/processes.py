"""Run a step for many schools in several processes."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from django.db import connections

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_for_each(step: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """Yield the results in the order of the items; step and items must be picklable."""
    if processes < 2:
        yield from map(step, items)
        return
    connections.close_all()  # a child process must not share a connection with its parent
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        yield from pool.map(step, items)
