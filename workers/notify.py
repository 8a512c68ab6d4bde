"""Tasks of notifications: deliver, apply receipts, purge."""

from collections import Counter
from collections.abc import Callable

from django.conf import settings

from services.kit import clock
from services.notify import delivery, receipts
from services.notify.actions import retention
from services.schools.scope import ALL_TENANTS, scope
from workers.app import app

MAX_BATCHES = 200  # of one task; the next wake-up takes the rest


@app.task(name="workers.notify.deliver")
def deliver(*_: object) -> Counter[str]:
    """Send due deliveries in batches. Idempotent, also when several run at once."""
    return _deliver()


@app.task(name="workers.notify.deliver_alerts")
def deliver_alerts(*_: object) -> Counter[str]:
    """Send due safety alerts only. Idempotent, also when several run at once."""
    return _deliver(urgent=True)


@app.task(name="workers.notify.process_receipts")
def process_receipts(*_: object) -> int:
    """Apply pending delivery receipts. Idempotent."""
    return _sum_batches(lambda: receipts.process(clock.now()))


@app.task(name="workers.notify.poll_receipts")
def poll_receipts(*_: object) -> int:
    """Query the gateways for missing receipts, then apply what is pending. Idempotent."""
    return receipts.poll(clock.now()) + _sum_batches(lambda: receipts.process(clock.now()))


@app.task(name="workers.notify.purge")
def purge(*_: object) -> int:
    """Delete notifications older than their retention. Idempotent."""
    return _sum_batches(_purge_batch)


def _deliver(*, urgent: bool = False) -> Counter[str]:
    states: Counter[str] = Counter()
    # In batches, not until the queue is empty: on a school morning one task would hold its process for an hour, and a
    # stop signal with it.
    for _batch in range(MAX_BATCHES):
        sent = delivery.deliver_batches(now=clock.now(), urgent=urgent)
        if not sent:
            break
        states += sent
    return states


def _purge_batch() -> int:
    with scope(ALL_TENANTS):
        return retention.purge(now=clock.now(), keep_days=settings.NOTIFICATION_RETENTION_DAYS)


def _sum_batches(batch: Callable[[], int]) -> int:
    """Run batches until one is empty; the sum of their counts."""
    total = 0
    for _batch in range(MAX_BATCHES):
        count = batch()
        if not count:
            break
        total += count
    return total
