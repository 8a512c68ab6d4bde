"""A second worker in the same test: a thread with its own connection."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from django.db import connection, connections

Result = TypeVar("Result")


def elsewhere(action: Callable[[], Result]) -> Result:
    """Run on another connection, which fails rather than waits for ever."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '30s'")
        return action()
    finally:
        connections.close_all()


def wait_until_held_up(other: Future[object]) -> None:
    """Wait until the other worker waits for a lock, or has finished without one."""
    while not other.done():
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
