"""A gateway that takes longer than a lease: its worker is alive and renews the lease."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection

from deploy.local.child_processes import wait_until
from services.notify import delivery
from services.notify.channels.base import SendResult
from services.notify.choices import AttemptOutcome, Urgency
from services.notify.delivery import claims, gateway_calls, sender
from tests.cast import Town
from tests.factories.notify import deliveries, expire_leases, mail, states, text_message
from tests.notify.gateways import Hangs
from tests.notify.other_worker import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)
LEASE = 3.0  # seconds; a busy machine may stall for two of them


@pytest.fixture
def slow(settings: Any) -> type[Hangs]:
    settings.NOTIFY_CHANNELS = {"sms": "tests.notify.gateways.Hangs"}
    settings.LEASE_SECONDS = LEASE
    return Hangs.reset()


@contextmanager
def calling_worker(now: datetime) -> Iterator[Future[Counter[str]]]:
    """A worker in the middle of its calls, which end with the test."""
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(elsewhere, lambda: delivery.deliver_batches(now=now))
        try:
            assert Hangs.started.wait(20)
            yield work
        finally:
            Hangs.over.set()


def has_passed(moment: datetime) -> bool:
    """By the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() > %s", [moment])
        return bool(cursor.fetchone()[0])


def test_call_longer_than_its_lease_is_not_repeated(lasting_town: Town, slow: type[Hangs]) -> None:
    text_message(lasting_town.a, lasting_town.monday)

    with calling_worker(lasting_town.monday) as work:
        lease_until = deliveries()[0].lease_until
        assert lease_until
        assert wait_until(lambda: has_passed(lease_until), seconds=20)
        assert delivery.claim(now=lasting_town.monday) == []
        assert delivery.claim(now=lasting_town.monday, suspects=True) == []
        slow.over.set()
        assert work.result(20) == {"sent": 1}
    assert [row.attempt_count for row in deliveries()] == [1]


def test_finished_calls_are_recorded_while_others_hang(lasting_town: Town, slow: type[Hangs]) -> None:
    text_message(lasting_town.a, lasting_town.monday, "slow")
    text_message(lasting_town.a, lasting_town.monday, "quick", kind="alert")

    with calling_worker(lasting_town.monday) as work:
        assert wait_until(lambda: states() == ["sending", "sent"], seconds=20)
        slow.over.set()
        assert work.result(20) == {"sent": 2}
    assert states() == ["sent", "sent"]


def test_call_that_never_ends_is_taken_over(
    lasting_town: Town, slow: type[Hangs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway_calls, "MAX_RENEWALS", 1)
    text_message(lasting_town.a, lasting_town.monday)

    with calling_worker(lasting_town.monday) as work:
        assert wait_until(lambda: bool(delivery.claim(now=lasting_town.monday, suspects=True)), seconds=20)
        slow.over.set()
        assert work.result(20) == {}  # another worker records the outcome
    assert states() == ["sending"]


def test_renewal_skips_lapsed_and_lost_leases(town: Town, gateway: Any) -> None:
    for key in ("lapsed", "claimed", "retrying"):
        text_message(town.a, town.monday, key)
    mine = delivery.claim(now=town.monday)
    started, _ended = sender.start_attempts(mine, town.monday)
    expire_leases()
    delivery.claim(now=town.monday, limit=1, suspects=True)
    sender.finish_attempts([(started[2], SendResult(AttemptOutcome.FAILED))], town.monday)  # waits for its retry
    before = [row.lease_until for row in deliveries()]

    claims.renew_leases(mine)

    assert [row.lease_until for row in deliveries()] == before
    assert [row.state for row in deliveries()] == ["sending", "sending", "retrying"]


def test_waiting_chunk_keeps_its_lease_behind_slow_calls(lasting_town: Town, slow: type[Hangs]) -> None:
    slow.supports_idempotency = False
    for number in range(gateway_calls.CONCURRENCY + 1):
        text_message(lasting_town.a, lasting_town.monday, str(number))

    with calling_worker(lasting_town.monday) as work:
        lease_until = deliveries()[-1].lease_until
        assert lease_until
        assert wait_until(lambda: has_passed(lease_until), seconds=20)
        assert delivery.claim(now=lasting_town.monday) == []
        slow.over.set()
        assert work.result(20) == {"sent": gateway_calls.CONCURRENCY + 1}


def test_alerts_come_before_reminders_of_a_batch(town: Town, gateway: Any) -> None:
    text_message(town.a, town.monday, "reminder", title="提醒")
    mail(town.a, town.monday, "alert", urgency=Urgency.SAFETY)

    portions = gateway_calls.chunks(delivery.claim(now=town.monday))

    assert [[claim.delivery.is_urgent for claim in some] for some in portions] == [[True], [False]]


def test_exception_in_a_batch_cancels_pending_calls() -> None:
    started, over, calls = threading.Event(), threading.Event(), []

    def call(number: int) -> None:
        calls.append(number)
        started.set()
        over.wait(5)

    def leave() -> None:
        with gateway_calls.gateway_pool() as callers:
            waiting = [callers.submit(call, number) for number in range(3 * gateway_calls.CONCURRENCY)]
            waiting[-1].add_done_callback(lambda _: over.set())
            assert started.wait(20)
            raise OperationalError

    with pytest.raises(OperationalError):
        leave()
    assert len(calls) <= gateway_calls.CONCURRENCY
    assert over.is_set()
