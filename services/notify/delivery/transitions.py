"""State transitions of a delivery by its attempts: whether it may be tried, and its state after a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.notify.channels import gateway
from services.notify.choices import AttemptOutcome, DeliveryState, Urgency
from services.notify.models import Delivery, DeliveryAttempt

MAX_ATTEMPTS = 5  # with the delays of `outcomes` within about eight minutes
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class AttemptHistory:
    """Earlier attempts of a delivery. Those before a person resolved or retried it count for the `was_` flags only."""

    attempts: int = 0
    is_uncertain: bool = False  # one of them may have gone through
    was_uncertain: bool = False  # the same, of all attempts ever
    was_accepted: bool = False  # by the gateway, before the person's decision


def load_history(deliveries: Sequence[Delivery]) -> dict[int, AttemptHistory]:
    """Attempt histories by the key of the delivery."""
    history = {row.pk: AttemptHistory() for row in deliveries}
    resolved_at = {row.pk: row.resolved_at or _NEVER for row in deliveries}
    attempts = DeliveryAttempt.objects.filter(delivery_id__in=[row.pk for row in deliveries if row.attempt_count])
    for pk, started_at, ended_at, outcome in attempts.values_list("delivery_id", "started_at", "ended_at", "outcome"):
        counts = started_at > resolved_at[pk]
        is_unknown = ended_at is None or outcome == AttemptOutcome.UNKNOWN
        before = history[pk]
        history[pk] = AttemptHistory(
            before.attempts + counts,
            before.is_uncertain or (counts and is_unknown),
            before.was_uncertain or is_unknown,
            before.was_accepted or (not counts and outcome == AttemptOutcome.ACCEPTED),
        )
    return history


def state_before_attempt(delivery: Delivery, history: AttemptHistory) -> DeliveryState | None:
    """The state in which a delivery ends without another attempt; None when it may be tried."""
    if history.is_uncertain and not _may_repeat(delivery):
        return DeliveryState.UNCERTAIN
    if history.attempts >= MAX_ATTEMPTS:
        is_certain = not history.is_uncertain or gateway(delivery.channel).supports_idempotency
        return DeliveryState.DEAD if is_certain else DeliveryState.UNCERTAIN
    return None


def state_after_attempt(delivery: Delivery, history: AttemptHistory, outcome: AttemptOutcome) -> DeliveryState:
    """The state after one more attempt with this outcome; `history` does not contain it."""
    if outcome == AttemptOutcome.ACCEPTED:
        return DeliveryState.SENT
    if outcome == AttemptOutcome.REJECTED:
        return DeliveryState.DEAD
    if outcome == AttemptOutcome.UNKNOWN and not _may_repeat(delivery):
        return DeliveryState.UNCERTAIN
    if history.attempts + 1 >= MAX_ATTEMPTS:
        is_certain = gateway(delivery.channel).supports_idempotency or (
            outcome == AttemptOutcome.FAILED and not history.is_uncertain
        )
        return DeliveryState.DEAD if is_certain else DeliveryState.UNCERTAIN
    return DeliveryState.RETRYING


def _may_repeat(delivery: Delivery) -> bool:
    """A reminder that arrives twice is a nuisance; a safety alert had better arrive twice than not at all."""
    return gateway(delivery.channel).supports_idempotency or delivery.notification.urgency == Urgency.SAFETY
