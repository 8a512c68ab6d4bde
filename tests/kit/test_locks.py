"""Advisory locks: who comes second waits or is refused, until the first transaction ends."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from services.kit.database import locks

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(action: Any) -> Any:
    """Run in a transaction of another connection."""

    def run() -> Any:
        try:
            with transaction.atomic():
                return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result(timeout=60)


def test_acquire_is_refused_while_another_transaction_holds_the_lock() -> None:
    with transaction.atomic():
        assert locks.acquire("test", 1)
        assert not elsewhere(lambda: locks.acquire("test", 1))
        assert elsewhere(lambda: locks.acquire("test", 2))
        assert elsewhere(lambda: locks.acquire("test.other", 1))
    assert elsewhere(lambda: locks.acquire("test", 1))


def test_acquire_many_returns_the_keys_that_were_free() -> None:
    with transaction.atomic():
        locks.wait("test", "b")
        assert elsewhere(lambda: locks.acquire_many("test", ["a", "b", "c"])) == {"a", "c"}
        assert locks.acquire_many("test", []) == set()
