"""A second worker in the same test: a thread with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from django.db import connection, connections


def elsewhere(action: Callable[[], Any]) -> Any:
    """Done on a connection of its own, which would rather fail than wait for ever."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '30s'")
        return action()
    finally:
        connections.close_all()


def wait_until_held_up(other: Future[Any]) -> None:
    """Until the other worker waits for somebody's lock, as for ours, or has gone through without."""
    while not other.done():
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
