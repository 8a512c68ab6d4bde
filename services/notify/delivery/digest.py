"""Several reminders for one person become one message: the oldest leads, the others go out in it and share its fate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.notify.choices import Channel, DeliveryState, Urgency
from services.notify.delivery import recipient_limits
from services.notify.delivery.recipient_limits import Message
from services.notify.delivery.recipient_usage import usage_key
from services.notify.models import Delivery

CHANNELS = (Channel.SMS, Channel.EMAIL, Channel.WECOM, Channel.DINGTALK)
MAX_ITEMS = 20  # things in one message
MAX_NAMED = 8

DigestKey = tuple[int | None, str, str]  # county, channel, whose


def group_into_digests(rows: Sequence[Delivery], now: datetime) -> list[Message]:
    """The rows as they go out: alone, or led by the first for the same recipient; it takes along what else is due."""
    found: list[Message] = []
    last: dict[DigestKey, Message] = {}
    for row in rows:
        if _is_fresh(row):
            _add(row, found, last)
        else:
            found.append([row])
    room = {place: message for place, message in last.items() if len(message) < MAX_ITEMS}
    for row in recipient_limits.outside_working_hours(_others(room, rows, now), now) if room else ():
        if (message := room.get(_place(row))) and len(message) < MAX_ITEMS:
            message.append(row)
    return found


def merge(found: Sequence[Message]) -> list[Delivery]:
    """Write down what goes out in what; the leaders. One that led before brings along what it led."""
    for leader, *others in found:
        if others:
            merged = [row.pk for row in others]
            Delivery.objects.filter(pk__in=merged).update(state=DeliveryState.MERGED, merged_into=leader)
            Delivery.objects.filter(merged_into__in=merged).update(merged_into=leader)
    return [message[0] for message in found]


def digest_text(leader: Delivery, merged: Sequence[Delivery]) -> tuple[str, str]:
    """Title and body of a digest: how many things, then each by its title."""
    titles = list(dict.fromkeys(row.notification.title for row in (leader, *merged)))
    named = "；".join(titles[:MAX_NAMED])
    more = _("；等") if len(titles) > MAX_NAMED else ""
    return _("您有 %(count)d 件事") % {"count": len(merged) + 1}, named + more


def merged_into(leaders: Iterable[int]) -> Mapping[int, list[Delivery]]:
    """What goes out in each leader's message, oldest first."""
    found: dict[int, list[Delivery]] = {}
    for row in Delivery.objects.filter(merged_into__in=leaders).select_related("notification").order_by("pk"):
        found.setdefault(row.merged_into_id or 0, []).append(row)
    return found


def _add(row: Delivery, found: list[Message], last: dict[DigestKey, Message]) -> None:
    message = last.get(_place(row))
    if message is None or len(message) == MAX_ITEMS:
        message = last[_place(row)] = []
        found.append(message)
    message.append(row)


def _place(row: Delivery) -> DigestKey:
    return (row.county_id, *usage_key(row))


def _is_fresh(row: Delivery) -> bool:
    """Only what was never tried may change its text: a repeated call must say the same."""
    return (
        row.state == DeliveryState.DUE
        and row.attempt_count == 0
        and row.channel in CHANNELS
        and row.notification.urgency == Urgency.REMINDER
        and bool(usage_key(row)[1])
    )


def _others(leaders: Mapping[DigestKey, Message], rows: Sequence[Delivery], now: datetime) -> QuerySet[Delivery]:
    """Due reminders of the same recipients beyond this batch, locked."""
    people = [key for _county, _channel, key in leaders]
    same = Delivery.objects.filter(state=DeliveryState.DUE, attempt_count=0, due_at__lte=now, channel__in=CHANNELS)
    same = same.filter(recipient__address_index__in=people, notification__urgency=Urgency.REMINDER)
    same = same.exclude(pk__in=[row.pk for row in rows]).select_related("notification", "recipient").order_by("pk")
    found: QuerySet[Delivery] = same.select_for_update(skip_locked=True, of=("self",))
    return found
