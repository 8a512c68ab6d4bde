"""The outbox: a promise is a row, written in the transaction of the deed that makes it."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from services.kit import doorbell
from services.kit.vault import bind
from services.notify import quiet
from services.notify.choices import Audience, Channel, DeliveryState, Later, Urgency
from services.notify.models import Delivery, Notice, Recipient
from services.schools import scope
from services.schools.sealed import index, vault

BATCH = 1000
_is_history: ContextVar[bool] = ContextVar("is_history", default=False)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One promise to one recipient. `title` and `body` hold no health or poverty detail.

    A channel without what it needs (a user, an address, a telephone) gets no delivery. `settled`: born as sent, for
    history that is told afterwards. Workers at large name the school and county, others leave them to the scope.
    """

    dedupe_key: str
    kind: str
    title: str
    body: str = ""
    path: str = ""
    to_user_id: int | None = None
    email: str = ""
    phone: str = ""
    channels: Collection[Channel] = (Channel.INBOX,)
    urgency: Urgency = Urgency.REMINDER
    audience: Audience = Audience.STAFF
    now: datetime
    settled: bool = False
    county_id: int | None = None
    school_id: int | None = None

    def reach(self, channel: Channel) -> str:
        """The address of a channel, "" where there is none."""
        return {Channel.EMAIL: self.email, Channel.SMS: self.phone, Channel.INBOX: ""}.get(channel, "")

    def reachable(self) -> list[Channel]:
        return [each for each in self.channels if self.reach(each) or (each == Channel.INBOX and self.to_user_id)]


def put(
    *,
    dedupe_key: str,
    kind: str,
    title: str,
    now: datetime,
    body: str = "",
    path: str = "",
    to_user_id: int | None = None,
    email: str = "",
    phone: str = "",
    channels: Collection[Channel] = (Channel.INBOX,),
    urgency: Urgency = Urgency.REMINDER,
    audience: Audience = Audience.STAFF,
    settled: bool = False,
    county_id: int | None = None,
    school_id: int | None = None,
) -> Notice | None:
    """Put one notice with a delivery per channel; None when the county has this key already."""
    put_in = _put([Wanted(**locals())])
    return put_in[0] if put_in else None


def put_many(wanted: Iterable[Wanted]) -> int:
    """Put notices in bulk; how many were new. Running again adds none."""
    return len(_put(list(wanted)))


@contextmanager
def history() -> Iterator[None]:
    """Whatever is put in here has happened long ago: it is born as sent, and goes to nobody."""
    token = _is_history.set(True)
    try:
        yield
    finally:
        _is_history.reset(token)


@transaction.atomic
def _put(wanted: list[Wanted]) -> list[Notice]:
    if _is_history.get():
        wanted = [replace(each, settled=True) for each in wanted]
    notices = [(each, _notice(each)) for each in wanted]
    Notice.objects.bulk_create([notice for _, notice in notices], batch_size=BATCH, ignore_conflicts=True)
    # ON CONFLICT DO NOTHING does not say what it did: the ids made here are there for the new ones only.
    public_ids = [notice.public_id for _, notice in notices]
    new = dict(Notice.objects.filter(public_id__in=public_ids).values_list("public_id", "pk"))
    put_in = [(each, notice) for each, notice in notices if notice.public_id in new]
    for _each, notice in put_in:
        notice.pk = new[notice.public_id]
    deliveries = [pair for each, notice in put_in for pair in _deliveries(each, notice)]
    rows = Delivery.objects.bulk_create([delivery for delivery, _address in deliveries], batch_size=BATCH)
    recipients = [_recipient(row, address) for row, (_, address) in zip(rows, deliveries, strict=True) if address]
    Recipient.objects.bulk_create(recipients, batch_size=BATCH)
    if any(row.state == DeliveryState.DUE for row in rows):
        doorbell.ring("workers.notify.deliver")
    return [notice for _, notice in put_in]


def _notice(wanted: Wanted) -> Notice:
    here = scope.current()
    return Notice(
        county_id=wanted.county_id or here.county_id,
        school_id=wanted.school_id or here.school_id,
        dedupe_key=wanted.dedupe_key,
        kind=wanted.kind,
        urgency=wanted.urgency,
        audience=wanted.audience,
        to_user_id=wanted.to_user_id,
        title=wanted.title[:120],
        body=wanted.body[:500],
        path=wanted.path,
        created_at=wanted.now,
        read_at=wanted.now if wanted.settled else None,
    )


def _deliveries(wanted: Wanted, notice: Notice) -> Iterator[tuple[Delivery, str]]:
    """Rows with their addresses. The inbox is the notice's own row: it has arrived when it is written."""
    calm = quiet.until(wanted.now, wanted.audience) if wanted.urgency != Urgency.SAFETY else wanted.now
    for channel in wanted.reachable():
        arrived = wanted.settled or channel == Channel.INBOX
        yield (
            Delivery(
                county_id=notice.county_id,
                school_id=notice.school_id,
                notice_id=notice.pk,
                channel=channel,
                state=DeliveryState.SENT if arrived else DeliveryState.DUE,
                wanted_at=wanted.now,
                due_at=wanted.now if arrived else calm,
                later=Later.QUIET if not arrived and calm != wanted.now else "",
                sent_at=wanted.now if arrived else None,
            ),
            wanted.reach(channel),
        )


def _recipient(delivery: Delivery, address: str) -> Recipient:
    return Recipient(
        county_id=delivery.county_id,
        school_id=delivery.school_id,
        delivery_id=delivery.pk,
        address=vault().seal(address, about=about(delivery)),
        address_index=index(address, "notify.recipient"),
    )


def about(delivery: Delivery) -> bytes:
    """What an address is sealed to: copied to another delivery it does not open."""
    return bind("notify_recipient.address", delivery.public_id)


def address_of(delivery: Any) -> str:
    """The address of a delivery, "" of one without."""
    recipient: Recipient | None = getattr(delivery, "recipient", None)
    return vault().open(recipient.address, about=about(delivery)) if recipient else ""
