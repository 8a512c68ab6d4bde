"""Record what becomes of deliveries: their state, their digest, the next channel, alerts."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.db.models import Min, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from services.notify import delivery_plan
from services.notify.alerts import undelivered
from services.notify.choices import Channel, DelayReason, DeliveryState
from services.notify.models import Delivery, Notification
from services.schools.scope import ALL_TENANTS, scope

# With four doublings the fifth attempt comes within eight minutes: most faults of a gateway are over by then.
BACKOFF = timedelta(seconds=30)  # doubled by every attempt
MAX_DOUBLINGS = 4  # a delivery that a person has retried may have more attempts behind it
# Shown beside the state; translated where it is shown.
ERROR_TEXT = {
    DeliveryState.RETRYING: gettext_noop("对方没有接收，稍后再试。"),
    DeliveryState.DEAD: gettext_noop("没有送达，请核对联系方式。"),
    DeliveryState.UNCERTAIN: gettext_noop("可能已送达，也可能没有，请打电话确认。"),
}
FALLBACK_STATES = [DeliveryState.FALLBACK, DeliveryState.CANCELLED]
UNDER_WAY = [
    DeliveryState.DUE,
    DeliveryState.RETRYING,
    DeliveryState.SENDING,
    DeliveryState.MERGED,
    DeliveryState.TO_CALL,
]


class StateColumns(TypedDict, total=False):
    state: DeliveryState
    error: str
    lease_token: UUID | None
    lease_until: datetime | None
    sent_at: datetime


def finish_deliveries(rows: Sequence[Delivery], state: DeliveryState, now: datetime, *, error: str = "") -> None:
    """Set the state of locked rows and of their digests, and act on it. For a cross-tenant worker.

    An `error` says why they end as expected, such as an opt-out: nobody is alerted then.
    """
    columns = StateColumns(state=state, error=error or ERROR_TEXT.get(state, ""), lease_token=None, lease_until=None)
    if state == DeliveryState.RETRYING:  # the members of a digest stay merged and go out with the retry
        _schedule_retry(rows, columns)
        return
    if state == DeliveryState.SENT:
        columns["sent_at"] = now
    ids = [row.pk for row in rows]
    in_digest = Q(merged_into__in=ids, state=DeliveryState.MERGED)
    Delivery.objects.filter(Q(pk__in=ids) | in_digest).update(**columns)
    if state == DeliveryState.SENT:
        _cancel_fallbacks(_notification_ids(ids))
    elif state in {DeliveryState.DEAD, DeliveryState.UNCERTAIN}:
        _handle_failure(ids, state, now, is_expected=bool(error))


def mark_undelivered(delivery_ids: Iterable[UUID], now: datetime) -> int:
    """Mark what the carrier accepted and did not deliver as dead, and activate the next channel; the count."""
    with scope(ALL_TENANTS):
        rows = list(
            Delivery.objects.filter(public_id__in=list(delivery_ids), merged_into=None)
            .filter(state__in=[DeliveryState.SENT, DeliveryState.UNCERTAIN])
            .select_for_update()
        )
        if rows:
            # The members of a digest end with their leader, whatever state they were in.
            Delivery.objects.filter(merged_into__in=[row.pk for row in rows]).update(state=DeliveryState.MERGED)
            finish_deliveries(rows, DeliveryState.DEAD, now)
        return len(rows)


def cancel_fallbacks(row: Delivery) -> None:
    """Cancel the later channels of a delivery that has arrived, and of those sent in its digest."""
    sent = Delivery.objects.filter(Q(pk=row.pk) | Q(merged_into=row, state=DeliveryState.SENT))
    _cancel_fallbacks(list(sent.values_list("notification_id", flat=True)))


def activate_fallback(notification_ids: Sequence[int], now: datetime) -> bool:
    """Activate the next channel after a person has given one up. True when there was a next channel."""
    return bool(_activate_next_channel(notification_ids, now))


def _schedule_retry(rows: Sequence[Delivery], columns: StateColumns) -> None:
    """Wait longer after every attempt."""
    for attempt_count in {row.attempt_count for row in rows}:
        ids = [row.pk for row in rows if row.attempt_count == attempt_count]
        delay = BACKOFF * 2 ** min(max(attempt_count - 1, 0), MAX_DOUBLINGS)
        # The pause is a lease without a token, by the database's clock; `due_at` keeps the moment the lateness counts
        # from.
        retry = {**columns, "delay_reason": DelayReason.RETRY, "lease_until": Now() + delay}
        Delivery.objects.filter(pk__in=ids).update(**retry)


def _notification_ids(ids: Sequence[int]) -> list[int]:
    """Of deliveries and of those sent in their digests."""
    rows = Delivery.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids))
    return list(rows.values_list("notification_id", flat=True))


def _cancel_fallbacks(notification_ids: Sequence[int]) -> None:
    fallbacks = Delivery.objects.filter(notification_id__in=notification_ids, state=DeliveryState.FALLBACK)
    fallbacks.update(state=DeliveryState.CANCELLED)


def _handle_failure(ids: Sequence[int], state: DeliveryState, now: datetime, *, is_expected: bool) -> None:
    """Activate the next channel of dead deliveries; alert the tenant about those that have none."""
    notification_ids = _notification_ids(ids)
    # An uncertain delivery may have arrived: its next channel waits for a person to find out.
    helped = _activate_next_channel(notification_ids, now) if state == DeliveryState.DEAD else set()
    rows = Delivery.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).select_related("notification")
    failed = [row for row in rows if row.notification_id not in helped]
    if failed and not is_expected:
        undelivered.alert_undelivered(failed, state, now)


def _activate_next_channel(notification_ids: Sequence[int], now: datetime) -> set[int]:
    """Activate the next channel where none has arrived or is under way; ids of notifications that have a channel left.

    The notifications are locked: two workers whose last deliveries die at once would each leave it to the other.
    """
    list(Notification.objects.filter(pk__in=notification_ids).order_by("pk").only("pk").select_for_update(no_key=True))
    rows = Delivery.objects.filter(notification_id__in=notification_ids).exclude(channel=Channel.INBOX)
    # A channel under way may still arrive: the next one would make two messages of one.
    busy = set(rows.filter(state__in=UNDER_WAY).values_list("notification_id", flat=True))
    arrived = rows.filter(state=DeliveryState.SENT).values("notification_id")
    candidates = rows.filter(state__in=FALLBACK_STATES).exclude(notification_id__in=busy)
    candidates = candidates.exclude(notification_id__in=arrived).exclude(integration__is_enabled=False)
    first = candidates.values("notification_id").annotate(first=Min("fallback_order"))
    activated = set()
    for notification_id, fallback_order in first.values_list("notification_id", "first"):
        activated.add(notification_id)
        following = candidates.filter(notification_id=notification_id, fallback_order=fallback_order)
        for channel in set(following.values_list("channel", flat=True)):
            state = delivery_plan.initial_state(channel)
            following.filter(channel=channel).update(state=state, due_at=now, delay_reason=DelayReason.RETRY)
    return busy | activated
