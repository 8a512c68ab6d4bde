"""What becomes of deliveries: their state, that of the digest's other parts, the next channel in turn, the alarm."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from services.notify import delivery_alerts, delivery_plan
from services.notify.choices import Channel, DelayReason, DeliveryState
from services.notify.models import Delivery, Notification
from services.schools.scope import ALL_TENANTS, scope

BACKOFF = timedelta(seconds=30)  # doubled by every attempt
MAX_DOUBLINGS = 4  # times: one that somebody sent again has more attempts behind it
# What is shown beside the state; msgids, translated where they are shown.
ERROR_TEXT = {
    DeliveryState.RETRYING: gettext_noop("对方没有接收，稍后再试。"),
    DeliveryState.DEAD: gettext_noop("没有送达，请核对联系方式。"),
    DeliveryState.UNCERTAIN: gettext_noop("可能已送达，也可能没有，请打电话确认。"),
}
FINAL_STATES = {DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNCERTAIN}
FALLBACK_STATES = [DeliveryState.FALLBACK, DeliveryState.CANCELLED]


def finish_deliveries(rows: Sequence[Delivery], state: DeliveryState, now: datetime, *, error: str = "") -> None:
    """Write one state for rows that are mine (locked), as a worker at large, and what follows from it."""
    values: dict[str, Any] = {"state": state, "lease_token": None, "lease_until": None}
    values["error"] = error or ERROR_TEXT.get(state, "")
    if state == DeliveryState.SENT:
        values["sent_at"] = now
    if state == DeliveryState.RETRYING:
        _rest(rows, values | {"delay_reason": DelayReason.RETRY})
        return
    ids = [row.pk for row in rows]
    Delivery.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids, state=DeliveryState.MERGED)).update(**values)
    if state in FINAL_STATES:
        _follow(ids, state, now, is_expected=bool(error))


def mark_undelivered(delivery_ids: Iterable[UUID], now: datetime) -> int:
    """What a carrier took and did not bring: those deliveries are dead, the next channel is tried; how many."""
    with scope(ALL_TENANTS):
        rows = list(
            Delivery.objects.filter(public_id__in=list(delivery_ids), merged_into=None)
            .filter(state__in=[DeliveryState.SENT, DeliveryState.UNCERTAIN])
            .select_for_update()
        )
        if rows:
            ids = [row.pk for row in rows]
            Delivery.objects.filter(merged_into__in=ids).update(state=DeliveryState.MERGED)
            finish_deliveries(rows, DeliveryState.DEAD, now)
        return len(rows)


def cancel_fallbacks(row: Delivery) -> None:
    """It arrived, as a person of the place says: the channels after it are not needed."""
    notifications = Delivery.objects.filter(Q(pk=row.pk) | Q(merged_into=row, state=DeliveryState.SENT)).values(
        "notification_id"
    )
    Delivery.objects.filter(notification_id__in=notifications, state=DeliveryState.FALLBACK).update(
        state=DeliveryState.CANCELLED
    )


def activate_fallback(notifications: Sequence[int], now: datetime) -> bool:
    """One way of these was given up by a person of the place; whether another is tried."""
    return bool(_next_in_turn(notifications, now))


def _rest(rows: Sequence[Delivery], values: dict[str, Any]) -> None:
    """A pause that grows with the attempts made."""
    for attempts in {row.attempt_count for row in rows}:
        same = [row.pk for row in rows if row.attempt_count == attempts]
        pause = BACKOFF * 2 ** min(max(attempts - 1, 0), MAX_DOUBLINGS)
        Delivery.objects.filter(pk__in=same).update(**values | {"lease_until": Now() + pause})


def _follow(ids: list[int], state: DeliveryState, now: datetime, *, is_expected: bool) -> None:
    settled = Delivery.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids))
    notifications = list(settled.values_list("notification_id", flat=True))
    if state == DeliveryState.SENT:
        Delivery.objects.filter(notification_id__in=notifications, state=DeliveryState.FALLBACK).update(
            state=DeliveryState.CANCELLED
        )
        return
    helped = _next_in_turn(notifications, now) if state == DeliveryState.DEAD else set()
    alone = [row for row in settled.select_related("notification") if row.notification_id not in helped]
    if alone and not is_expected:
        delivery_alerts.alert_undelivered(alone, state, now)


def _next_in_turn(notifications: Sequence[int], now: datetime) -> set[int]:
    """Wake the next channel of notices that went no other way and have none under way; which notices found one.

    One worker at a time for a notice: two whose last ways die at once would each wait for the other's.
    """
    list(Notification.objects.filter(pk__in=notifications).order_by("pk").only("pk").select_for_update(no_key=True))
    under_way = [DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.SENDING, DeliveryState.MERGED]
    rows = Delivery.objects.filter(notification_id__in=notifications).exclude(channel=Channel.INBOX)
    busy = set(rows.filter(state__in=[*under_way, DeliveryState.TO_CALL]).values_list("notification_id", flat=True))
    arrived = rows.filter(state=DeliveryState.SENT).values("notification_id")
    spare = (
        rows.filter(state__in=FALLBACK_STATES).exclude(notification_id__in=busy).exclude(notification_id__in=arrived)
    )
    spare = spare.exclude(integration__is_enabled=False)
    turns = (
        spare.values("notification_id").annotate(first=Min("fallback_order")).values_list("notification_id", "first")
    )
    for notification_id, turn in turns:
        woken = spare.filter(notification_id=notification_id, fallback_order=turn)
        for channel in set(woken.values_list("channel", flat=True)):
            woken.filter(channel=channel).update(
                state=delivery_plan.initial_state(channel), due_at=now, delay_reason=DelayReason.RETRY
            )
    return busy | {notification_id for notification_id, _turn in turns}
