"""What one recipient is spared: a shift, more messages in a day than they can read, more than a gateway gives a number.

Nothing is dropped: a message is moved to when it may go out, and says why. An opt-out ends the channel, and the next
one in turn is tried. Two workers never count for the same recipient at once: an advisory lock for each.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from services.notify import quiet
from services.notify.channels import gateway
from services.notify.choices import DeliveryState, Later
from services.notify.delivering import settling
from services.notify.limits import Limit
from services.notify.models import Attempt, Delivery, OptOut

REFUSED = gettext_noop("对方已退订这一渠道。")
Key = tuple[str, str]  # channel and whose


def fair(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Those of the rows that may go out at once; the others are moved, or ended where their recipient opted out."""
    keys = {row.pk: key_of(row) for row in rows}
    mine = _locked({key for _channel, key in keys.values() if key})
    rows = [row for row in rows if not keys[row.pk][1] or keys[row.pk][1] in mine]
    rows = _not_opted_out(rows, now)
    rows = [row for row in rows if not _moved_by_shift(row, now)]
    return _within_day(_within_number(rows, now), now)


def key_of(row: Delivery) -> Key:
    """Whose limits a delivery counts against."""
    if row.outlet_id:
        return row.channel, f"outlet:{row.outlet_id}"
    recipient = getattr(row, "recipient", None)
    return row.channel, recipient.address_index if recipient else ""


def _locked(keys: Iterable[str]) -> set[str]:
    """Recipients nobody else is just counting for; held until this transaction ends."""
    wanted = sorted(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::text[]) AS key WHERE pg_try_advisory_xact_lock(hashtextextended(key, 20))",
            [wanted],
        )
        return {key for (key,) in cursor.fetchall()}


def _not_opted_out(rows: list[Delivery], now: datetime) -> list[Delivery]:
    keys = [key for _channel, key in map(key_of, rows) if key]
    refused = set(OptOut.objects.filter(address_index__in=keys).values_list("county_id", "channel", "address_index"))
    over = [row for row in rows if not row.is_urgent and (row.county_id, *key_of(row)) in refused]
    if over:
        settling.end(over, DeliveryState.DEAD, now, trouble=REFUSED)
    gone = {row.pk for row in over}
    return [row for row in rows if row.pk not in gone]


def _moved_by_shift(row: Delivery, now: datetime) -> bool:
    recipient = getattr(row, "recipient", None)
    if row.is_urgent or recipient is None or recipient.works_from is None:
        return False
    shift = quiet.Shift(recipient.works_from, recipient.works_until)
    moment, why = quiet.allowed(now, row.notice.audience, shift)
    return _moved(row, moment, why) if why else False


def _within_number(rows: list[Delivery], now: datetime) -> list[Delivery]:
    """At most as many to one number as its gateway takes (`data/notification_limits.csv`)."""
    for limit in {each for row in rows for each in _number_limits(row.channel)}:
        concerned = [row for row in rows if limit in _number_limits(row.channel)]
        used = _called(concerned, now - timedelta(seconds=limit.seconds))
        over = {row.pk for row in _beyond(concerned, used, limit.count)}
        pause = timedelta(seconds=max(limit.seconds / limit.count, 60))
        rows = [row for row in rows if row.pk not in over or not _moved(row, now + pause, Later.RATE)]
    return rows


def _within_day(rows: list[Delivery], now: datetime) -> list[Delivery]:
    """At most `settings.NOTIFY_PER_DAY` messages to one person in a day; alerts and groups are not counted."""
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    personal = [row for row in rows if not row.outlet_id and not row.is_urgent]
    used = _sent(personal, midnight)
    over = set()
    for row in personal:
        used[key_of(row)] += 1
        if used[key_of(row)] > settings.NOTIFY_PER_DAY[row.notice.audience]:
            over.add(row.pk)
            _moved(row, quiet.next_morning(now, row.notice.audience), Later.CAP)
    return [row for row in rows if row.pk not in over]


def _moved(row: Delivery, moment: datetime, why: Later) -> bool:
    """Put off, unless it is an alert."""
    if row.is_urgent:
        return False
    at, _why = quiet.allowed(moment, row.notice.audience)
    Delivery.objects.filter(pk=row.pk).update(due_at=at, later=why, state=_at_rest(row), lease_until=None)
    return True


def _at_rest(row: Delivery) -> DeliveryState:
    return DeliveryState.FAILED if row.attempts else DeliveryState.DUE


def _beyond(rows: Iterable[Delivery], used: Counter[Key], most: int) -> Iterable[Delivery]:
    for row in rows:
        used[key_of(row)] += 1
        if used[key_of(row)] > most:
            yield row


def _number_limits(channel: str) -> list[Limit]:
    return [each for each in getattr(gateway(channel), "limits", ()) if each.per == "number"]


def _called(rows: Sequence[Delivery], since: datetime) -> Counter[Key]:
    """Calls made to each recipient of the rows since a moment."""
    tries = Attempt.objects.filter(began_at__gt=since)
    return _counted(rows, tries, "delivery__")


def _sent(rows: Sequence[Delivery], since: datetime) -> Counter[Key]:
    """Messages that went to each recipient of the rows since a moment; a digest is one."""
    held = Q(sent_at__gte=since) | Q(state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN], due_at__gte=since)
    sent = Delivery.objects.filter(held, merged_into=None, is_urgent=False)
    return _counted(rows, sent.exclude(pk__in=[row.pk for row in rows]), "")


def _counted(rows: Sequence[Delivery], among: Any, at: str) -> Counter[Key]:
    used: Counter[Key] = Counter()
    keys = [key for _channel, key in map(key_of, rows) if key]
    outlets = [row.outlet_id for row in rows if row.outlet_id]
    for column, values, name in (
        (f"{at}recipient__address_index", keys, "{}"),
        (f"{at}outlet_id", outlets, "outlet:{}"),
    ):
        if values:
            counted = among.filter(**{f"{column}__in": values}).values_list(f"{at}channel", column)
            used.update({(channel, name.format(whose)): n for channel, whose, n in counted.annotate(n=Count("pk"))})
    return used
