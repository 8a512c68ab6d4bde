"""The outbox: a promise is a row, written in the transaction of the deed that makes it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from django.db import transaction

from services.kit import bulk, dispatch
from services.kit.vault import associated_data
from services.notify import delivery_plan
from services.notify.choices import Channel, DeliveryState, Urgency
from services.notify.models import Delivery, Integration, Notification, RecipientAddress
from services.notify.requests import INTEGRATION_CHANNELS, NotificationRequest
from services.schools import scope
from services.schools.sealed import index, vault

__all__ = ["NotificationRequest", "add", "add_many", "address_of", "backdated"]

_is_history: ContextVar[bool] = ContextVar("is_history", default=False)


def add(**wanted: Any) -> Notification | None:
    """Put one notice (the fields of `Wanted`) with its deliveries; None when the county has its key already."""
    put_in = _put([NotificationRequest(**wanted)])
    return put_in[0] if put_in else None


def add_many(wanted: Iterable[NotificationRequest]) -> int:
    """Put notices in bulk; how many were new. Running again adds none."""
    return len(_put(list(wanted)))


@contextmanager
def backdated() -> Iterator[None]:
    """Whatever is put in here has happened long ago: it is born as sent, and goes to nobody."""
    token = _is_history.set(True)
    try:
        yield
    finally:
        _is_history.reset(token)


@transaction.atomic
def _put(wanted: list[NotificationRequest]) -> list[Notification]:
    if _is_history.get():
        wanted = [replace(each, settled=True) for each in wanted]
    notifications = [(each, _notification(each)) for each in wanted]
    _insert([notification for _, notification in notifications], ignore_conflicts=True)
    put_in = [(each, notification) for each, notification in notifications if notification.pk is not None]
    integrations = _integrations([each for each, _notification in put_in])
    pairs = [
        (each, row)
        for each, notification in put_in
        for row in delivery_plan.plan_deliveries(each, notification, integrations)
    ]
    _insert([row for _, row in pairs])
    bulk.insert_instances([_recipient(each, row) for each, row in pairs if each.reach(Channel(row.channel))])
    _ring(pairs)
    return [notification for _, notification in put_in]


def _insert(rows: Sequence[Notification | Delivery], *, ignore_conflicts: bool = False) -> None:
    """Save them; what the county has already keeps no key."""
    told = bulk.insert_instances(rows, returning=["public_id", "id"], ignore_conflicts=ignore_conflicts)
    keys = dict(told)
    for row in rows:
        row.pk = keys.get(row.public_id)


def _ring(pairs: list[tuple[NotificationRequest, Delivery]]) -> None:
    due = [each for each, row in pairs if row.state == DeliveryState.DUE]
    if any(each.urgency == Urgency.SAFETY for each in due):
        dispatch.delay_on_commit("workers.notify.deliver_alerts")
    if due:
        dispatch.delay_on_commit("workers.notify.deliver")


def _notification(wanted: NotificationRequest) -> Notification:
    here = scope.current()
    return Notification(
        county_id=wanted.county_id or here.county_id,
        school_id=wanted.school_id or here.school_id,
        dedupe_key=wanted.dedupe_key,
        kind=wanted.kind,
        urgency=wanted.urgency,
        audience=wanted.audience,
        recipient_id=wanted.recipient_id,
        recipient_name=wanted.recipient_name[:60],
        title=wanted.title[:120],
        body=wanted.body[:500],
        variables=dict(wanted.variables),
        path=wanted.path,
        subject_id=wanted.subject,
        child_id=wanted.child,
        occurrence_id=wanted.occurrence_id,
        created_at=wanted.now,
        read_at=wanted.now if wanted.settled else None,
        requires_acknowledgement=wanted.requires_acknowledgement,
        escalation_level=wanted.escalation_level,
        escalated_from_id=wanted.escalated_from_id,
    )


def _integrations(wanted: Collection[NotificationRequest]) -> Mapping[str, list[Integration]]:
    """The robots and webhooks of this place, asked for only where a notice goes to one."""
    asked = {channel for each in wanted for channel in each.channels if channel in INTEGRATION_CHANNELS}
    found: dict[str, list[Integration]] = {}
    for integration in Integration.objects.filter(channel__in=asked, is_enabled=True).order_by("pk") if asked else ():
        found.setdefault(integration.channel, []).append(integration)
    return found


def _recipient(wanted: NotificationRequest, delivery: Delivery) -> RecipientAddress:
    address = wanted.reach(Channel(delivery.channel))
    return RecipientAddress(
        county_id=delivery.county_id,
        school_id=delivery.school_id,
        delivery_id=delivery.pk,
        address=vault().seal(address, about=associated_data_of(delivery)),
        address_index=index(address, "notify.recipient"),
        works_from=wanted.works_from,
        works_until=wanted.works_until,
    )


def associated_data_of(delivery: Delivery) -> bytes:
    """What an address is sealed to: copied to another delivery it does not open."""
    return associated_data("notify_recipientaddress.address", delivery.public_id)


def address_of(delivery: Any) -> str:
    """The address of a delivery, "" of one without."""
    recipient: RecipientAddress | None = getattr(delivery, "recipient", None)
    return vault().open(recipient.address, about=associated_data_of(delivery)) if recipient else ""
