"""Notices for tests. Each key has a telephone of its own, so that no digest is made where none is meant."""

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
    """The usual number for the usual key, another for every other."""
    return "13800000001" if key == "visit:1" else f"138{zlib.crc32(key.encode()) % 10**8:08}"


def text_message(place: TenantCast, now: datetime, key: str = "visit:1", **more: Any) -> Notification | None:
    """A school reminds a carer by SMS."""
    wanted = {"kind": "test", "title": "请来校参加家长会", "phone": phone_of(key), "audience": Audience.GUARDIAN}
    with place.inside():
        return outbox.add(dedupe_key=key, now=now, **{**wanted, "channels": (Channel.SMS,), **more})


def mail(place: TenantCast, now: datetime, key: str = "mail:1", **more: Any) -> Notification | None:
    with place.inside():
        wanted = {"kind": "test", "title": "本周家访提醒", "email": f"{key.replace(':', '')}@school.example"}
        return outbox.add(dedupe_key=key, channels=(Channel.EMAIL,), now=now, **{**wanted, **more})


def school_days(town: Town) -> None:
    """In both counties, so that the look-out has nothing to say about their calendars."""
    for county in (town.county, town.other_county):
        with scope(for_county(county.pk)):
            schools.seed_days(term=Term.objects.get())


def deliveries() -> list[Delivery]:
    """All deliveries, oldest first."""
    with scope(ALL_TENANTS):
        return list(Delivery.objects.select_related("notification").order_by("pk"))


def states() -> list[str]:
    return [row.state for row in deliveries()]


def change(row: Delivery | Notification, **values: Any) -> None:
    """Put a row into a state that the outside world would have brought about."""
    with scope(ALL_TENANTS):
        type(row).objects.filter(pk=row.pk).update(**values)


def tried(row: Delivery, *outcomes: str, at: datetime) -> None:
    """Attempts a gateway has answered so."""
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


def uncertain(place: TenantCast, now: datetime, key: str = "visit:1", **more: Any) -> Delivery:
    """A text of which nobody knows whether it arrived."""
    notification = text_message(place, now, key, **more)
    row = next(each for each in deliveries() if notification and each.notification_id == notification.pk)
    tried(row, AttemptOutcome.UNKNOWN, at=now)
    change(row, state=DeliveryState.UNCERTAIN)
    return row


def to_call(place: TenantCast, now: datetime, key: str = "ring:1", **more: Any) -> Delivery:
    """A call that a person must make."""
    with place.inside():
        wanted = {"kind": "test", "title": "请给家长打个电话", "phone": "13800000001", "audience": Audience.GUARDIAN}
        notification = outbox.add(dedupe_key=key, channels=(Channel.CALL,), now=now, **{**wanted, **more})
    return next(each for each in deliveries() if notification and each.notification_id == notification.pk)


def escalation_days(
    place: TenantCast, people: list[Actor], now: datetime, key: str = "talk", **more: Any
) -> list[Notification]:
    """A reminder that nobody answered: raised to each of these people in turn."""
    rungs: list[Notification] = []
    for number, person in enumerate(people):
        with place.inside():
            above = rungs[-1].pk if rungs else None
            wanted = {
                "kind": "test",
                "title": "该谈心了",
                "recipient_id": person.user_id,
                "requires_acknowledgement": True,
                **more,
            }
            made = outbox.add(
                dedupe_key=f"{key}:{number}", escalation_level=number, escalated_from_id=above, now=now, **wanted
            )
        assert made
        rungs.append(made)
    return rungs


def gateway_deliveries() -> list[Delivery]:
    """What goes out through a gateway or a person; alarms in somebody's inbox are not among them."""
    return [row for row in deliveries() if row.channel != Channel.INBOX]


def fate() -> list[tuple[str, str]]:
    """(title, state) of whatever goes out, oldest first."""
    return [(row.notification.title, row.state) for row in gateway_deliveries()]


def let_leases_end() -> None:
    """As if every lease, and every pause between two attempts, were over."""
    with scope(ALL_TENANTS):
        Delivery.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(hours=1))


def opted_out(place: TenantCast, address: str, now: datetime, channel: Channel = Channel.SMS) -> None:
    """Somebody answered TD, and the school has written it down."""
    with scope(place.actors["school_admin"].scope):
        opt_outs.opt_out(address=address, channel=channel, source="回复TD", by=place.actors["school_admin"], now=now)
