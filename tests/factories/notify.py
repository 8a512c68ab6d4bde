"""Notifications for tests. Each key has its own phone number, so that nothing is merged into a digest by accident."""

import zlib
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Now

from services.access.actor import Actor
from services.notify import outbox
from services.notify.actions import opt_outs
from services.notify.choices import AttemptOutcome, Audience, Channel, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt, Notification
from services.schools import actions as schools
from services.schools.models import Term
from services.schools.scope import ALL_TENANTS, for_county, scope
from tests.cast import TenantCast, Town


def phone_of(key: str) -> str:
    """The usual number for the default key, another for every other key."""
    return "13800000001" if key == "visit:1" else f"138{zlib.crc32(key.encode()) % 10**8:08}"


def text_message(tenant: TenantCast, now: datetime, key: str = "visit:1", **more: Any) -> Notification | None:
    """A school reminds a guardian by SMS."""
    fields = {"kind": "test", "title": "请来校参加家长会", "phone": phone_of(key), "audience": Audience.GUARDIAN}
    with tenant.inside():
        return outbox.add(dedupe_key=key, now=now, **{**fields, "channels": (Channel.SMS,), **more})


def mail(tenant: TenantCast, now: datetime, key: str = "mail:1", **more: Any) -> Notification | None:
    with tenant.inside():
        fields = {"kind": "test", "title": "本周家访提醒", "email": f"{key.replace(':', '')}@school.example"}
        return outbox.add(dedupe_key=key, channels=(Channel.EMAIL,), now=now, **{**fields, **more})


def school_days(town: Town) -> None:
    """In both counties, so that detection opens no incident about their calendars."""
    for county in (town.county, town.other_county):
        with scope(for_county(county.pk)):
            schools.seed_days(term=Term.objects.get())


def deliveries() -> list[Delivery]:
    """All deliveries, oldest first."""
    with scope(ALL_TENANTS):
        return list(Delivery.objects.select_related("notification").order_by("pk"))


def states() -> list[str]:
    return [row.state for row in deliveries()]


def set_columns(row: Delivery | Notification, **values: Any) -> None:
    """Set columns as if the outside world had changed them."""
    with scope(ALL_TENANTS):
        type(row).objects.filter(pk=row.pk).update(**values)


def add_attempts(row: Delivery, *outcomes: str, at: datetime) -> None:
    """Add attempts with these outcomes."""
    with scope(ALL_TENANTS):
        for number, outcome in enumerate(outcomes, start=1):
            DeliveryAttempt.objects.create(
                delivery=row,
                number=number,
                channel=row.channel,
                started_at=at,
                ended_at=at,
                outcome=outcome,
                county_id=row.county_id,
                school_id=row.school_id,
            )
        Delivery.objects.filter(pk=row.pk).update(attempt_count=len(outcomes))


def uncertain(tenant: TenantCast, now: datetime, key: str = "visit:1", **more: Any) -> Delivery:
    """A text message with an unknown outcome."""
    notification = text_message(tenant, now, key, **more)
    row = next(row for row in deliveries() if notification and row.notification_id == notification.pk)
    add_attempts(row, AttemptOutcome.UNKNOWN, at=now)
    set_columns(row, state=DeliveryState.UNCERTAIN)
    return row


def to_call(tenant: TenantCast, now: datetime, key: str = "call:1", **more: Any) -> Delivery:
    """A phone call that a person must make."""
    with tenant.inside():
        fields = {"kind": "test", "title": "请给家长打个电话", "phone": "13800000001", "audience": Audience.GUARDIAN}
        notification = outbox.add(dedupe_key=key, channels=(Channel.CALL,), now=now, **{**fields, **more})
    return next(row for row in deliveries() if notification and row.notification_id == notification.pk)


def escalation(
    tenant: TenantCast, people: list[Actor], now: datetime, key: str = "talk", **more: Any
) -> list[Notification]:
    """A reminder that nobody acknowledged, escalated to each of these people in turn."""
    notifications: list[Notification] = []
    for number, person in enumerate(people):
        with tenant.inside():
            above = notifications[-1].pk if notifications else None
            fields = {
                "kind": "test",
                "title": "该谈心了",
                "recipient_id": person.user_id,
                "requires_acknowledgement": True,
                **more,
            }
            notification = outbox.add(
                dedupe_key=f"{key}:{number}", escalation_level=number, escalated_from_id=above, now=now, **fields
            )
        assert notification
        notifications.append(notification)
    return notifications


def gateway_deliveries() -> list[Delivery]:
    """Deliveries by a gateway or a person, without the inbox and so without alerts."""
    return [row for row in deliveries() if row.channel != Channel.INBOX]


def titles_and_states() -> list[tuple[str, str]]:
    """Of every delivery by a gateway or a person, oldest first."""
    return [(row.notification.title, row.state) for row in gateway_deliveries()]


def expire_leases() -> None:
    """End every lease, and every wait for a retry."""
    with scope(ALL_TENANTS):
        Delivery.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(hours=1))


def opted_out(tenant: TenantCast, address: str, now: datetime, channel: Channel = Channel.SMS) -> None:
    """Somebody replied TD, and the school has recorded it."""
    with scope(tenant.actors["school_admin"].scope):
        opt_outs.opt_out(address=address, channel=channel, source="回复TD", by=tenant.actors["school_admin"], now=now)
