"""Tasks of notifications: deliver, apply receipts."""

from collections import Counter
from collections.abc import Callable

from services.kit import clock
from services.notify import delivery, receipts
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


def _sum_batches(batch: Callable[[], int]) -> int:
    """Run batches until one is empty; the sum of their counts."""
    total = 0
    for _batch in range(MAX_BATCHES):
        count = batch()
        if not count:
            break
        total += count
    return total
