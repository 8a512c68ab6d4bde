"""A gateway that takes longer than a lease lasts: the worker at it is alive, and says so."""

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
from tests.factories.notify import deliveries, let_leases_end, mail, states, text_message
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
        work = thread.submit(elsewhere, lambda: delivery.deliver_batches(now=now))
        try:
            assert Hangs.begun.wait(20)
            yield work
        finally:
            Hangs.over.set()


def has_passed(moment: datetime) -> bool:
    """By the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() > %s", [moment])
        return bool(cursor.fetchone()[0])


def test_a_call_longer_than_the_lease_is_not_made_again_by_another(lasting_town: Town, slow: type[Hangs]) -> None:
    text_message(lasting_town.a, lasting_town.monday)

    with worker_at_it(lasting_town.monday) as work:
        began = deliveries()[0].lease_until
        assert began
        assert wait_until(lambda: has_passed(began), seconds=20)
        assert delivery.claim(now=lasting_town.monday) == []
        assert delivery.claim(now=lasting_town.monday, suspects=True) == []
        slow.over.set()
        assert work.result(20) == {"sent": 1}
    assert [row.attempt_count for row in deliveries()] == [1]


def test_what_has_ended_is_written_down_while_the_rest_hangs(lasting_town: Town, slow: type[Hangs]) -> None:
    text_message(lasting_town.a, lasting_town.monday, "slow")
    text_message(lasting_town.a, lasting_town.monday, "quick", kind="alert")

    with worker_at_it(lasting_town.monday) as work:
        assert wait_until(lambda: states() == ["sending", "sent"], seconds=20)
        slow.over.set()
        assert work.result(20) == {"sent": 2}
    assert states() == ["sent", "sent"]


def test_a_call_that_never_ends_is_anothers_in_the_end(
    lasting_town: Town, slow: type[Hangs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway_calls, "MAX_RENEWALS", 1)
    text_message(lasting_town.a, lasting_town.monday)

    with worker_at_it(lasting_town.monday) as work:
        assert wait_until(lambda: bool(delivery.claim(now=lasting_town.monday, suspects=True)), seconds=20)
        slow.over.set()
        assert work.result(20) == {}  # what came of it is the other's to say
    assert states() == ["sending"]


def test_only_a_lease_that_is_mine_and_has_not_lapsed_is_renewed(town: Town, gateway: Any) -> None:
    for key in ("lapsed", "taken", "resting"):
        text_message(town.a, town.monday, key)
    mine = delivery.claim(now=town.monday)
    begun, _ended = sender.start_attempts(mine, town.monday)
    let_leases_end()
    delivery.claim(now=town.monday, limit=1, suspects=True)
    sender.finish_attempts(
        [(begun[2], SendResult(AttemptOutcome.FAILED))], town.monday
    )  # it rests until its next attempt
    before = [row.lease_until for row in deliveries()]

    claims.renew_leases(mine)

    assert [row.lease_until for row in deliveries()] == before
    assert [row.state for row in deliveries()] == ["sending", "sending", "retrying"]


def test_what_waits_for_its_turn_behind_slow_calls_keeps_its_lease(lasting_town: Town, slow: type[Hangs]) -> None:
    slow.supports_idempotency = False
    for number in range(gateway_calls.CONCURRENCY + 1):
        text_message(lasting_town.a, lasting_town.monday, str(number))

    with worker_at_it(lasting_town.monday) as work:
        began = deliveries()[-1].lease_until
        assert began
        assert wait_until(lambda: has_passed(began), seconds=20)
        assert delivery.claim(now=lasting_town.monday) == []
        slow.over.set()
        assert work.result(20) == {"sent": gateway_calls.CONCURRENCY + 1}


def test_an_alert_does_not_wait_behind_reminders_of_its_batch(town: Town, gateway: Any) -> None:
    text_message(town.a, town.monday, "reminder", title="提醒")
    mail(town.a, town.monday, "alert", urgency=Urgency.SAFETY)

    portions = gateway_calls.chunks(delivery.claim(now=town.monday))

    assert [[claim.delivery.is_urgent for claim in some] for some in portions] == [[True], [False]]


def test_who_leaves_a_batch_by_an_exception_ends_its_calls_and_begins_no_more() -> None:
    begun, over, calls = threading.Event(), threading.Event(), []

    def call(number: int) -> None:
        calls.append(number)
        begun.set()
        over.wait(5)

    def leave() -> None:
        with gateway_calls.gateway_pool() as callers:
            waiting = [callers.submit(call, number) for number in range(3 * gateway_calls.CONCURRENCY)]
            waiting[-1].add_done_callback(lambda _: over.set())
            assert begun.wait(20)
            raise OperationalError

    with pytest.raises(OperationalError):
        leave()
    assert len(calls) <= gateway_calls.CONCURRENCY
    assert over.is_set()
