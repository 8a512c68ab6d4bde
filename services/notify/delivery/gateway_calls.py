"""The calls of a batch: side by side, in an order, with leases that last as long as a gateway takes."""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from services.notify.channels import gateway
from services.notify.channels.base import Message, SendResult
from services.notify.choices import AttemptOutcome
from services.notify.delivery.claims import Claim, renew_leases
from services.notify.delivery.transitions import AttemptHistory
from services.notify.models import Delivery, DeliveryAttempt

CONCURRENCY = 8  # calls side by side; of a gateway without keys no more are begun than are under way
MAX_RENEWALS = 15  # of a lease of a minute, by a third each: five minutes
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StartedAttempt:
    """An attempt that is written down, and what is to be sent."""

    claim: Claim
    attempt: DeliveryAttempt
    message: Message | None
    history: AttemptHistory


Result = tuple[StartedAttempt, SendResult]


@contextmanager
def gateway_pool() -> Iterator[ThreadPoolExecutor]:
    """Threads for the calls. Left by an exception they end the calls they are at, and begin no more."""
    threads = ThreadPoolExecutor(CONCURRENCY)
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


def chunks(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Alerts first. Calls that may be repeated are begun together; of the others only those that are called at once:
    each begun and not finished after a crash is one more that somebody must ask about.
    """
    for is_urgent in (True, False):
        some = [claim for claim in claims if claim.delivery.is_urgent == is_urgent]
        keyed = [claim for claim in some if gateway(claim.delivery.channel).supports_idempotency]
        others = [claim for claim in some if not gateway(claim.delivery.channel).supports_idempotency]
        if keyed:
            yield keyed
        for start in range(0, len(others), CONCURRENCY):
            yield others[start : start + CONCURRENCY]


def iter_results(calls: dict[Future[SendResult], StartedAttempt], rest: Sequence[Claim]) -> Iterator[list[Result]]:
    """All at once where the gateway is quick. At a slow one, what has ended while a third of the lease went by; the
    leases of the others, and of the rest that waits for them, are renewed, for a while: a call that never ends is
    another's in the end.
    """
    renewals = MAX_RENEWALS
    while calls:
        done, _others = wait(calls, timeout=settings.LEASE_SECONDS / 3)
        if done:
            yield [(calls.pop(call), call.result()) for call in list(calls) if call in done]
        if calls and renewals:
            renewals -= 1
            renew_leases([*(begun.claim for begun in calls.values()), *rest])


def send_one(message: Message | None, delivery: Delivery) -> SendResult:
    """Outside any transaction, in a thread that knows no database."""
    if message is None:
        return SendResult(AttemptOutcome.FAILED, reason="ADDRESS_UNREADABLE")
    try:
        return gateway(delivery.channel).send(message)
    except Exception as error:  # noqa: BLE001  one message must not stop the others; what became of it is unknown
        extra = {"delivery": str(message.delivery_id), "channel": delivery.channel, "error": type(error).__name__}
        log.error("gateway_crashed", extra=extra)
        return SendResult(AttemptOutcome.UNKNOWN, reason=type(error).__name__)
