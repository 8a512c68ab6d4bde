"""From one promise to its deliveries: by which channels, in which turn, not before which moment."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.notify import quiet_hours
from services.notify.choices import Channel, DelayReason, DeliveryState, Urgency
from services.notify.models import Delivery, Integration, Notification
from services.notify.requests import INTEGRATION_CHANNELS, NotificationRequest

IntegrationsByChannel = Mapping[str, list[Integration]]


def plan_deliveries(
    wanted: NotificationRequest, notification: Notification, integrations: IntegrationsByChannel
) -> Iterator[Delivery]:
    """Rows not yet saved. The inbox is the notice's own row: it has arrived when it is written."""
    due_at, later = _allowed(wanted)
    turn = 0
    for channel in wanted.reachable():
        if channel == Channel.INBOX:
            yield _row(notification, wanted, channel=channel, state=DeliveryState.SENT)
            continue
        ways = _ways(channel, wanted, integrations)
        for integration in ways:
            state = _first_state(wanted, channel, turn)
            yield _row(
                notification,
                wanted,
                channel=channel,
                state=state,
                due_at=due_at,
                delay_reason=later,
                fallback_order=turn,
                integration=integration,
            )
        turn += bool(ways)


def _allowed(wanted: NotificationRequest) -> tuple[datetime, DelayReason | str]:
    if wanted.urgency == Urgency.SAFETY:
        return wanted.now, ""
    moment, later = quiet_hours.is_allowed(
        wanted.now, wanted.audience, quiet_hours.WorkingHours(wanted.works_from, wanted.works_until)
    )
    return moment, later or ""


def _ways(
    channel: Channel, wanted: NotificationRequest, integrations: IntegrationsByChannel
) -> list[Integration | None]:
    """One way to a person; to a group as many as the place has robots or webhooks for this kind."""
    if channel not in INTEGRATION_CHANNELS:
        return [None]
    return [
        integration
        for integration in integrations.get(channel, [])
        if not integration.kinds or wanted.kind in integration.kinds
    ]


def _first_state(wanted: NotificationRequest, channel: Channel, turn: int) -> DeliveryState:
    waits = wanted.is_sequential and turn > 0 and wanted.urgency != Urgency.SAFETY
    if wanted.settled:
        return DeliveryState.CANCELLED if waits else DeliveryState.SENT
    return DeliveryState.FALLBACK if waits else initial_state(channel)


def initial_state(channel: str) -> DeliveryState:
    """A call is a person's to make; everything else goes out by itself."""
    return DeliveryState.TO_CALL if channel == Channel.CALL else DeliveryState.DUE


def _row(notification: Notification, wanted: NotificationRequest, *, state: DeliveryState, **values: Any) -> Delivery:
    is_sent = state == DeliveryState.SENT
    when = {"due_at": wanted.now, "delay_reason": ""} if is_sent else {}
    return Delivery(
        county_id=notification.county_id,
        school_id=notification.school_id,
        notification_id=notification.pk,
        state=state,
        is_urgent=wanted.urgency == Urgency.SAFETY,
        requested_at=wanted.now,
        sent_at=wanted.now if is_sent else None,
        **{**values, **when},
    )
