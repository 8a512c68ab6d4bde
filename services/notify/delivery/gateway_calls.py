"""Call the gateways of a batch in parallel, and renew leases while a slow gateway answers."""

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

CONCURRENCY = 8  # parallel calls; of a gateway without idempotency no more are recorded than can run
MAX_RENEWALS = 15  # by a third of a one-minute lease each: five minutes in all
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StartedAttempt:
    """An attempt that is recorded, with the message to send; None where its address cannot be opened."""

    claim: Claim
    attempt: DeliveryAttempt
    message: Message | None
    history: AttemptHistory


Result = tuple[StartedAttempt, SendResult]


@contextmanager
def gateway_pool() -> Iterator[ThreadPoolExecutor]:
    """Threads for the calls. An exception lets running calls end and cancels the others."""
    threads = ThreadPoolExecutor(CONCURRENCY)
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


def chunks(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Split a batch into chunks whose attempts are recorded together, alerts first.

    A call that may not be repeated is recorded only when it can start at once: after a crash each open attempt of such
    a gateway is an uncertain delivery that a person must look into.
    """
    # Alerts first within a batch too: a slow gateway must not make them wait for reminders.
    for is_urgent in (True, False):
        part = [claim for claim in claims if claim.delivery.is_urgent == is_urgent]
        repeatable = [claim for claim in part if gateway(claim.delivery.channel).supports_idempotency]
        others = [claim for claim in part if not gateway(claim.delivery.channel).supports_idempotency]
        if repeatable:
            yield repeatable
        for start in range(0, len(others), CONCURRENCY):
            yield others[start : start + CONCURRENCY]


def iter_results(calls: dict[Future[SendResult], StartedAttempt], rest: Sequence[Claim]) -> Iterator[list[Result]]:
    """Yield results as they come, at the latest after a third of a lease each time.

    Meanwhile the leases of running calls and of the `rest` of the batch are renewed, up to MAX_RENEWALS times: a call
    that never ends must lapse, so that another worker takes the delivery over.
    """
    renewals = MAX_RENEWALS
    while calls:
        done, _others = wait(calls, timeout=settings.LEASE_SECONDS / 3)
        if done:
            yield [(calls.pop(call), call.result()) for call in list(calls) if call in done]
        if calls and renewals:
            renewals -= 1
            renew_leases([*(started.claim for started in calls.values()), *rest])


def send_one(message: Message | None, delivery: Delivery) -> SendResult:
    """Call the gateway, in a thread without a database connection. Never raises."""
    if message is None:
        return SendResult(AttemptOutcome.FAILED, reason="ADDRESS_UNREADABLE")
    try:
        return gateway(delivery.channel).send(message)
    except Exception as error:  # noqa: BLE001  one message must not stop the others; its own outcome is unknown
        extra = {"delivery": str(message.delivery_id), "channel": delivery.channel, "error": type(error).__name__}
        log.error("gateway_crashed", extra=extra)
        return SendResult(AttemptOutcome.UNKNOWN, reason=type(error).__name__)
