"""Advisory locks of PostgreSQL: one worker at a time, where there is no row to lock. Held until the transaction ends.

A lock is named by the code that takes it, as "reminders.rules", and by a key, such as the id of a tenant. Names of
different locks never meet: a lock is a 64-bit hash of name and key.
"""

from collections.abc import Iterable

from django.db import connection

# hashtextextended gives a bigint; two names that met in 64 bits would only wait for each other once in a while.
_WAIT = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_TRY = "SELECT key FROM unnest(%s::text[]) AS key WHERE pg_try_advisory_xact_lock(hashtextextended(%s || key, 0))"


def wait(name: str, key: object = "") -> None:
    """Take the lock; wait while another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [f"{name}:{key}"])


def acquire(name: str, key: object = "") -> bool:
    """Take the lock unless another transaction holds it. Never waits."""
    return bool(acquire_many(name, [str(key)]))


def acquire_many(name: str, keys: Iterable[str]) -> set[str]:
    """Take the locks that no other transaction holds; the keys of those taken. Never waits."""
    with connection.cursor() as cursor:
        # Sorted, so that two workers that want the same keys ask in the same order.
        cursor.execute(_TRY, [sorted(keys), f"{name}:"])
        return {key for (key,) in cursor.fetchall()}
