"""What attempts say of a delivery: whether it may be tried, and in which state it is after a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.notify.channels import gateway
from services.notify.choices import AttemptOutcome, DeliveryState, Urgency
from services.notify.models import Delivery, DeliveryAttempt

MAX_ATTEMPTS = 5
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class AttemptHistory:
    """Earlier attempts at a delivery. Those before somebody decided that it goes out again count no more."""

    attempts: int = 0
    is_uncertain: bool = False  # nobody knows whether one of them went through
    was_uncertain: bool = False  # the same, with those that somebody has decided about
    was_accepted: bool = False  # by the gateway, before somebody decided


def load_history(deliveries: Sequence[Delivery]) -> dict[int, AttemptHistory]:
    """By the delivery's key."""
    past = {row.pk: AttemptHistory() for row in deliveries}
    decided = {row.pk: row.resolved_at for row in deliveries}
    tries = DeliveryAttempt.objects.filter(delivery_id__in=[row.pk for row in deliveries if row.attempt_count])
    for pk, began, ended, outcome in tries.values_list("delivery_id", "started_at", "ended_at", "outcome"):
        counts, is_unknown = began > (decided[pk] or LONG_AGO), ended is None or outcome == AttemptOutcome.UNKNOWN
        so_far = past[pk]
        past[pk] = AttemptHistory(
            so_far.attempts + counts,
            so_far.is_uncertain or (counts and is_unknown),
            so_far.was_uncertain or is_unknown,
            so_far.was_accepted or (not counts and outcome == AttemptOutcome.ACCEPTED),
        )
    return past


def state_before_attempt(delivery: Delivery, past: AttemptHistory) -> DeliveryState | None:
    """The state in which a delivery ends without another attempt; None where it may be tried."""
    if past.is_uncertain and not _may_repeat(delivery):
        return DeliveryState.UNCERTAIN
    if past.attempts >= MAX_ATTEMPTS:
        is_known = not past.is_uncertain or gateway(delivery.channel).supports_idempotency
        return DeliveryState.DEAD if is_known else DeliveryState.UNCERTAIN
    return None


def state_after_attempt(delivery: Delivery, past: AttemptHistory, outcome: AttemptOutcome) -> DeliveryState:
    """The state after one more attempt that came to this."""
    if outcome == AttemptOutcome.ACCEPTED:
        return DeliveryState.SENT
    if outcome == AttemptOutcome.REJECTED:
        return DeliveryState.DEAD
    if outcome == AttemptOutcome.UNKNOWN and not _may_repeat(delivery):
        return DeliveryState.UNCERTAIN
    if past.attempts + 1 >= MAX_ATTEMPTS:
        is_known = gateway(delivery.channel).supports_idempotency or (
            outcome == AttemptOutcome.FAILED and not past.is_uncertain
        )
        return DeliveryState.DEAD if is_known else DeliveryState.UNCERTAIN
    return DeliveryState.RETRYING


def _may_repeat(delivery: Delivery) -> bool:
    """Two reminders are a nuisance; a safety alert that came twice is better than one that did not come."""
    return gateway(delivery.channel).supports_idempotency or delivery.notification.urgency == Urgency.SAFETY
