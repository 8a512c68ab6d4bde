"""The outbox: notifications are written in the transaction of the action that causes them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from services.kit import dispatch
from services.kit.database import bulk
from services.notify import delivery_plan
from services.notify.choices import ADDRESS_PURPOSE, Channel, DeliveryState, Urgency
from services.notify.models import Delivery, Integration, Notification, RecipientAddress
from services.notify.requests import INTEGRATION_CHANNELS, NotificationRequest
from services.schools import scope
from services.schools.models import County
from services.schools.sealed import index
from services.schools.tenancy import current_school_id_or_none

__all__ = ["NotificationRequest", "add", "add_many", "address_of", "write"]

Added = tuple[NotificationRequest, Notification]
Planned = tuple[NotificationRequest, Delivery]
Tenant = tuple[int | None, int | None]  # county, school


def add(**fields: Any) -> Notification | None:
    """Write one notification from the fields of a `NotificationRequest`; None when its dedupe key exists already."""
    added = write([NotificationRequest(**fields)])
    return added[0] if added else None


def add_many(requests: Iterable[NotificationRequest]) -> int:
    """Write notifications in bulk; the count of new ones. Idempotent by the dedupe key."""
    return len(write(list(requests)))


def address_of(delivery: Delivery) -> str:
    """The unsealed address of a delivery, "" when it has none."""
    recipient: RecipientAddress | None = getattr(delivery, "recipient", None)
    return recipient.unseal("address") if recipient else ""


@transaction.atomic
def write(requests: Sequence[NotificationRequest]) -> list[Notification]:
    """Write notifications in bulk, of one tenant or of many; the new ones. Idempotent by the dedupe key."""
    pairs = [(request, _notification(request)) for request in requests]
    # Before the insert: what is marked as read here is never planned as a message.
    _mark_history_read([notification for _request, notification in pairs])
    # A dedupe key that exists is skipped by the database, not looked up first: two transactions may write it at once.
    _insert([notification for _request, notification in pairs], ignore_conflicts=True)
    added = [(request, notification) for request, notification in pairs if notification.pk is not None]
    integrations = _integrations(added)
    planned = [
        (request, delivery)
        for request, notification in added
        for delivery in delivery_plan.plan_deliveries(
            request,
            notification,
            # Only this tenant's integrations: a cross-tenant worker can see every tenant's.
            integrations.get((notification.county_id, notification.school_id), {}),
            is_history=notification.read_at is not None,
        )
    ]
    _insert([delivery for _request, delivery in planned])
    bulk.insert_instances([_address(*pair) for pair in planned if pair[0].address_for(Channel(pair[1].channel))])
    _wake_workers(planned)
    return [notification for _request, notification in added]


def _insert(rows: Sequence[Notification | Delivery], *, ignore_conflicts: bool = False) -> None:
    """Save the rows and set their keys; a row whose dedupe key exists keeps none."""
    # By public id: with ON CONFLICT the database returns new rows alone, and in any order.
    inserted = bulk.insert_instances(rows, returning=["public_id", "id"], ignore_conflicts=ignore_conflicts)
    keys = dict(inserted)
    for row in rows:
        row.pk = keys.get(row.public_id)


def _wake_workers(planned: Sequence[Planned]) -> None:
    due = [request for request, delivery in planned if delivery.state == DeliveryState.DUE]
    # Safety alerts also wake the pool that sends nothing else; whichever worker comes first sends.
    if any(request.urgency == Urgency.SAFETY for request in due):
        dispatch.delay_on_commit("workers.notify.deliver_alerts")
    if due:
        dispatch.delay_on_commit("workers.notify.deliver")


def _notification(request: NotificationRequest) -> Notification:
    current = scope.current_scope()
    return Notification(
        county_id=request.county_id or current.county_id,
        school_id=request.school_id or current_school_id_or_none(),
        dedupe_key=request.dedupe_key,
        kind=request.kind,
        urgency=request.urgency,
        audience=request.audience,
        recipient_id=request.recipient_id,
        # Truncated rather than rejected: a long name must not make the action fail.
        recipient_name=request.recipient_name[:60],
        # Templates are validated with sample values; real names may be longer than these.
        title=request.title[:120],
        body=request.body[:500],
        variables=dict(request.variables),
        path=request.path,
        target_id=request.target_id,
        child_id=request.child,
        occurrence_id=request.occurrence_id,
        created_at=request.now,
        requires_acknowledgement=request.requires_acknowledgement,
        escalation_level=request.escalation_level,
        escalated_from_id=request.escalated_from_id,
    )


def _mark_history_read(notifications: Sequence[Notification]) -> None:
    """Mark notifications dated before their county went live as read: imported history is no news to anybody."""
    counties = {row.county_id for row in notifications if row.county_id}
    rows = County.objects.filter(pk__in=counties, live_from__isnull=False)
    live_from = dict(rows.values_list("pk", "live_from"))
    for notification in notifications:
        moment = live_from.get(notification.county_id or 0)
        if moment and notification.created_at <= moment:
            notification.read_at = notification.created_at


def _integrations(added: Sequence[Added]) -> Mapping[Tenant, dict[str, list[Integration]]]:
    """The enabled integrations of each tenant by channel. No query when no request names such a channel."""
    channels = {channel for request, _row in added for channel in request.channels if channel in INTEGRATION_CHANNELS}
    rows: dict[Tenant, dict[str, list[Integration]]] = {}
    if channels:
        for integration in Integration.objects.filter(channel__in=channels, is_enabled=True).order_by("pk"):
            of_tenant = rows.setdefault((integration.county_id, integration.school_id), {})
            of_tenant.setdefault(integration.channel, []).append(integration)
    return rows


def _address(request: NotificationRequest, delivery: Delivery) -> RecipientAddress:
    address = request.address_for(Channel(delivery.channel))
    row = RecipientAddress(
        county_id=delivery.county_id,
        school_id=delivery.school_id,
        delivery=delivery,
        address_index=index(address, ADDRESS_PURPOSE),
        works_from=request.works_from,
        works_until=request.works_until,
    )
    row.seal("address", address)
    return row
