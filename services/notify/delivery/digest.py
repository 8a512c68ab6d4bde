"""Merge several reminders to one recipient into one message: the oldest leads, the others share its outcome."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.notify.choices import Channel, DeliveryState, Urgency
from services.notify.delivery import recipient_limits
from services.notify.delivery.recipient_limits import Message
from services.notify.delivery.recipient_usage import usage_key
from services.notify.models import Delivery

# A webhook's receiver wants every notification with its own id, and a phone call is one message anyway.
CHANNELS = (Channel.SMS, Channel.EMAIL, Channel.WECOM, Channel.DINGTALK)
# Enough for a head's Monday morning; a longer list is not read.
MAX_ITEMS = 20  # reminders in one message
MAX_NAMED = 8  # titles in the text, which is cut to one SMS segment

DigestKey = tuple[int | None, str, str]  # county, channel, recipient


def group_into_digests(rows: Sequence[Delivery], now: datetime) -> list[Message]:
    """The rows as messages: alone, or led by the first for the same recipient, with what else is due for them."""
    messages: list[Message] = []
    newest: dict[DigestKey, Message] = {}
    for row in rows:
        if _is_mergeable(row):
            _add(row, messages, newest)
        else:
            messages.append([row])
    open_messages = {key: message for key, message in newest.items() if len(message) < MAX_ITEMS}
    if open_messages:
        beyond_batch = _due_beyond_batch(open_messages, rows, now)
        for row in recipient_limits.outside_working_hours(beyond_batch, now):
            message = open_messages.get(_digest_key(row))
            if message and len(message) < MAX_ITEMS:
                message.append(row)
    return messages


def merge(messages: Sequence[Message]) -> list[Delivery]:
    """Record which deliveries are merged into which; the leaders. A leader that is merged brings its own members."""
    for leader, *members in messages:
        if members:
            ids = [row.pk for row in members]
            Delivery.objects.filter(pk__in=ids).update(state=DeliveryState.MERGED, merged_into=leader)
            Delivery.objects.filter(merged_into__in=ids).update(merged_into=leader)
    return [message[0] for message in messages]


def digest_text(leader: Delivery, merged: Sequence[Delivery]) -> tuple[str, str]:
    """Title and body of a digest: the count of reminders, then their titles."""
    # Each title once: seven children with the same talk due are one line.
    titles = list(dict.fromkeys(row.notification.title for row in (leader, *merged)))
    named = "；".join(titles[:MAX_NAMED])
    more = _("；等") if len(titles) > MAX_NAMED else ""
    return _("您有 %(count)d 件事") % {"count": len(merged) + 1}, named + more


def merged_into(leader_ids: Iterable[int]) -> Mapping[int, list[Delivery]]:
    """The members of each leader's digest, oldest first."""
    members: dict[int, list[Delivery]] = {}
    for row in Delivery.objects.filter(merged_into__in=leader_ids).select_related("notification").order_by("pk"):
        members.setdefault(row.merged_into_id or 0, []).append(row)
    return members


def _add(row: Delivery, messages: list[Message], newest: dict[DigestKey, Message]) -> None:
    message = newest.get(_digest_key(row))
    if message is None or len(message) == MAX_ITEMS:
        message = newest[_digest_key(row)] = []
        messages.append(message)
    message.append(row)


def _digest_key(row: Delivery) -> DigestKey:
    return (row.county_id, *usage_key(row))


def _is_mergeable(row: Delivery) -> bool:
    """Only a delivery without attempts may change its text: a repeated call must send the same message."""
    return (
        row.state == DeliveryState.DUE
        and row.attempt_count == 0
        and row.channel in CHANNELS
        and row.notification.urgency == Urgency.REMINDER
        and bool(usage_key(row)[1])
    )


def _due_beyond_batch(
    open_messages: Mapping[DigestKey, Message], batch: Sequence[Delivery], now: datetime
) -> QuerySet[Delivery]:
    """Due reminders to the same recipients that are not in the batch, locked."""
    addresses = [address for _county, _channel, address in open_messages]
    rows = Delivery.objects.filter(state=DeliveryState.DUE, attempt_count=0, due_at__lte=now, channel__in=CHANNELS)
    rows = rows.filter(recipient__address_index__in=addresses, notification__urgency=Urgency.REMINDER)
    rows = rows.exclude(pk__in=[row.pk for row in batch]).select_related("notification", "recipient").order_by("pk")
    locked: QuerySet[Delivery] = rows.select_for_update(skip_locked=True, of=("self",))
    return locked
