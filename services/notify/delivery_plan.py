"""Plan the deliveries of one notification: by which channels, in which order, not before which moment."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from services.notify import quiet_hours
from services.notify.choices import Channel, DelayReason, DeliveryState, Urgency
from services.notify.models import Delivery, Integration, Notification
from services.notify.requests import INTEGRATION_CHANNELS, NotificationRequest

IntegrationsByChannel = Mapping[str, list[Integration]]


def plan_deliveries(
    request: NotificationRequest,
    notification: Notification,
    integrations: IntegrationsByChannel,
    *,
    is_history: bool = False,
) -> Iterator[Delivery]:
    """Yield unsaved deliveries. One for the inbox counts as sent: the notification itself is what is read there.

    `is_history`: the county was not live yet, so that every delivery counts as sent and none goes out.
    """
    due_at, delay_reason = _first_moment(request)
    fallback_order = 0
    for channel in request.usable_channels():
        if channel == Channel.INBOX:
            yield _sent_delivery(request, notification, channel)
            continue
        targets = _targets(channel, request, integrations)
        for integration in targets:
            state = _first_state(request, channel, fallback_order, is_history=is_history)
            if state == DeliveryState.SENT:
                row = _sent_delivery(request, notification, channel)
            else:
                row = _delivery(request, notification, channel, state, due_at=due_at, delay_reason=delay_reason)
            row.integration, row.fallback_order = integration, fallback_order
            yield row
        # Only a channel with a target counts: else the next one would wait for something that is never sent.
        fallback_order += bool(targets)


def initial_state(channel: str) -> DeliveryState:
    """A phone call is made by a person; every other channel is sent by a worker."""
    return DeliveryState.TO_CALL if channel == Channel.CALL else DeliveryState.DUE


def _first_moment(request: NotificationRequest) -> tuple[datetime, DelayReason | str]:
    if request.urgency == Urgency.SAFETY:
        return request.now, ""
    working_hours = quiet_hours.WorkingHours(request.works_from, request.works_until)
    due_at, delay_reason = quiet_hours.next_allowed(request.now, request.audience, working_hours)
    return due_at, delay_reason or ""


def _targets(
    channel: Channel, request: NotificationRequest, integrations: IntegrationsByChannel
) -> Sequence[Integration | None]:
    """One target for a person; for a group channel every integration of the tenant that receives this kind."""
    if channel not in INTEGRATION_CHANNELS:
        return [None]
    return [row for row in integrations.get(channel, []) if not row.kinds or request.kind in row.kinds]


def _first_state(
    request: NotificationRequest, channel: Channel, fallback_order: int, *, is_history: bool
) -> DeliveryState:
    # A safety alert uses every channel at once.
    is_fallback = request.is_sequential and fallback_order > 0 and request.urgency != Urgency.SAFETY
    if is_history:
        return DeliveryState.CANCELLED if is_fallback else DeliveryState.SENT
    return DeliveryState.FALLBACK if is_fallback else initial_state(channel)


def _sent_delivery(request: NotificationRequest, notification: Notification, channel: Channel) -> Delivery:
    row = _delivery(request, notification, channel, DeliveryState.SENT, due_at=request.now)
    row.sent_at = request.now
    return row


def _delivery(
    request: NotificationRequest,
    notification: Notification,
    channel: Channel,
    state: DeliveryState,
    *,
    due_at: datetime,
    delay_reason: DelayReason | str = "",
) -> Delivery:
    return Delivery(
        county_id=notification.county_id,
        school_id=notification.school_id,
        notification_id=notification.pk,
        channel=channel,
        state=state,
        is_urgent=request.urgency == Urgency.SAFETY,
        requested_at=request.now,
        due_at=due_at,
        delay_reason=delay_reason,
    )
