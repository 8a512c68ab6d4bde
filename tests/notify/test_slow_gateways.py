"""A gateway that takes longer than a lease lasts: the worker at it is alive, and says so."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from deploy.local.children import wait_until
from services.notify import delivering
from services.notify.delivering import sending
from tests.cast import Town
from tests.factories.notify import deliveries, states, text_message
from tests.notify.gateways import Hangs
from tests.notify.threads import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)
LEASE = 3.0  # seconds; a machine that is busy for two of them makes no test false


@pytest.fixture
def slow(settings: Any) -> type[Hangs]:
    settings.NOTIFY_CHANNELS = {"sms": "tests.notify.gateways.Hangs"}
    settings.LEASE_SECONDS = LEASE
    return Hangs.anew()


@contextmanager
def worker_at_it(now: datetime) -> Iterator[Future[Counter[str]]]:
    """A worker in the middle of its calls; whatever happens, they end with the test."""
    with ThreadPoolExecutor(1) as thread:
        calling = thread.submit(elsewhere, lambda: delivering.deliver(now=now))
        try:
            assert Hangs.begun.wait(20)
            yield calling
        finally:
            Hangs.over.set()


def has_passed(moment: datetime) -> bool:
    """By the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() > %s", [moment])
        return bool(cursor.fetchone()[0])


def test_a_call_longer_than_the_lease_is_not_made_again_by_another(lasting_town: Town, slow: type[Hangs]) -> None:
    text_message(lasting_town.a, lasting_town.monday)

    with worker_at_it(lasting_town.monday) as calling:
        began = deliveries()[0].lease_until
        assert began
        assert wait_until(lambda: has_passed(began), seconds=20)
        assert delivering.take(now=lasting_town.monday) == []
        assert delivering.take(now=lasting_town.monday, suspects=True) == []
        slow.over.set()
        assert calling.result(20) == {"sent": 1}
    assert [row.attempts for row in deliveries()] == [1]


def test_what_has_ended_is_written_down_while_the_rest_hangs(lasting_town: Town, slow: type[Hangs]) -> None:
    text_message(lasting_town.a, lasting_town.monday, "slow")
    text_message(lasting_town.a, lasting_town.monday, "quick", kind="alert")

    with worker_at_it(lasting_town.monday) as calling:
        assert wait_until(lambda: states() == ["sending", "sent"], seconds=20)
        slow.over.set()
        assert calling.result(20) == {"sent": 2}
    assert states() == ["sent", "sent"]


def test_a_call_that_never_ends_is_anothers_in_the_end(
    lasting_town: Town, slow: type[Hangs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_RENEWALS", 1)
    text_message(lasting_town.a, lasting_town.monday)

    with worker_at_it(lasting_town.monday) as calling:
        assert wait_until(lambda: bool(delivering.take(now=lasting_town.monday, suspects=True)), seconds=20)
        slow.over.set()
        assert calling.result(20) == {}  # what came of it is the other's to say
    assert states() == ["sending"]
