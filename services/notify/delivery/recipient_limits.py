"""What one recipient is spared: a shift, more messages in a day than they can read, more than a gateway gives a number.

Nothing is dropped: a message is moved to when it may go out, and says why. An opt-out ends the channel, and the next
one in turn is tried. Two workers never count for the same recipient at once: an advisory lock for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from services.kit import clock, locks
from services.notify import quiet_hours
from services.notify.channels import gateway
from services.notify.choices import DelayReason, DeliveryState
from services.notify.delivery import outcomes, recipient_usage
from services.notify.delivery.recipient_usage import Usage, usage_key
from services.notify.gateway_limits import Limit
from services.notify.models import Delivery, OptOut

OPTED_OUT = gettext_noop("对方已退订这一渠道。")
Message = list[Delivery]  # the row that goes out, and those that go out in it


def lock_recipients(rows: Sequence[Delivery]) -> list[Delivery]:
    """Those whose recipients nobody else is just counting for, until this transaction ends. Alerts are not counted."""
    keys = {row.pk: usage_key(row)[1] for row in rows}
    mine = _locked({keys[row.pk] for row in rows if keys[row.pk] and not row.is_urgent})
    return [row for row in rows if row.is_urgent or not keys[row.pk] or keys[row.pk] in mine]


def sendable_now(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Without those whose recipient has opted out, which end here, or is at work, which are moved."""
    return outside_working_hours(_not_opted_out(rows, now), now)


def outside_working_hours(rows: Iterable[Delivery], now: datetime) -> list[Delivery]:
    return [row for row in rows if not _moved_by_shift(row, now)]


def within_limits(messages: Sequence[Message], now: datetime) -> list[Message]:
    """Those that may go out at once; a digest counts as the one message it is. The others are moved whole."""
    return _within_day(_within_number(list(messages), now), now)


def _locked(keys: Iterable[str]) -> set[str]:
    return locks.acquire_many("notify.recipient", keys)


def _not_opted_out(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    keys = [key for _channel, key in map(usage_key, rows) if key]
    refused = set(OptOut.objects.filter(address_index__in=keys).values_list("county_id", "channel", "address_index"))
    over = [row for row in rows if not row.is_urgent and (row.county_id, *usage_key(row)) in refused]
    if over:
        outcomes.finish_deliveries(over, DeliveryState.DEAD, now, error=OPTED_OUT)
    gone = {row.pk for row in over}
    return [row for row in rows if row.pk not in gone]


def _moved_by_shift(row: Delivery, now: datetime) -> bool:
    recipient = getattr(row, "recipient", None)
    if row.is_urgent or recipient is None or recipient.works_from is None:
        return False
    shift = quiet_hours.WorkingHours(recipient.works_from, recipient.works_until)
    moment, why = quiet_hours.is_allowed(now, row.notification.audience, shift)
    return _moved([row], moment, why) if why else False


def _within_number(messages: list[Message], now: datetime) -> list[Message]:
    """At most as many to one number as its gateway takes (`data/notification_limits.csv`)."""
    limits = {each for leader, *_merged in messages for each in _number_limits(leader.channel)}
    for limit in sorted(limits, key=lambda each: (each.seconds, each.count)):
        concerned = [each for each in messages if limit in _number_limits(each[0].channel)]
        used = recipient_usage.calls_since([each[0] for each in concerned], now - timedelta(seconds=limit.seconds))
        over = {each[0].pk for each in _beyond(concerned, used, limit.count)}
        pause = timedelta(seconds=max(limit.seconds / limit.count, 60))
        messages = [
            each for each in messages if each[0].pk not in over or not _moved(each, now + pause, DelayReason.RATE_LIMIT)
        ]
    return messages


def _within_day(messages: list[Message], now: datetime) -> list[Message]:
    """At most `settings.NOTIFY_DAILY_LIMIT` messages to one person in a day; alerts and groups are not counted."""
    midnight = clock.start_of_day(clock.local_date(now))
    for audience, most in settings.NOTIFY_DAILY_LIMIT.items():
        personal = [each for each in messages if _is_counted(each[0]) and each[0].notification.audience == audience]
        used = recipient_usage.messages_since([each[0] for each in personal], midnight)
        over = {each[0].pk for each in _beyond(personal, used, most)}
        morning = quiet_hours.next_morning(now, audience)
        messages = [
            each for each in messages if each[0].pk not in over or not _moved(each, morning, DelayReason.DAILY_LIMIT)
        ]
    return messages


def _is_counted(row: Delivery) -> bool:
    return not row.integration_id and not row.is_urgent


def _moved(rows: Message, moment: datetime, why: DelayReason) -> bool:
    """Put off, unless it is an alert."""
    if rows[0].is_urgent:
        return False
    for row in rows:
        at, _why = quiet_hours.is_allowed(moment, row.notification.audience)
        when = {"due_at": at, "delay_reason": why, "lease_until": None}
        Delivery.objects.filter(pk=row.pk).update(state=_at_rest(row), **when)
        if row.state == DeliveryState.SENDING and not row.attempt_count:
            _let_go(row, **when)
    return True


def _let_go(leader: Delivery, **when: Any) -> None:
    """Its worker died unsaid. While it rests it may be answered, and what it led is not to be forgotten with it."""
    led = Delivery.objects.filter(merged_into=leader.pk, state=DeliveryState.MERGED)
    led.update(state=DeliveryState.DUE, merged_into=None, **when)


def _at_rest(row: Delivery) -> DeliveryState:
    """One in whose call a worker died stays a suspect."""
    if row.state == DeliveryState.SENDING and row.attempt_count:
        return DeliveryState.SENDING
    return DeliveryState.RETRYING if row.attempt_count else DeliveryState.DUE


def _beyond(messages: Iterable[Message], used: Usage, most: int) -> Iterator[Message]:
    for each in messages:
        used[usage_key(each[0])] += 1
        if used[usage_key(each[0])] > most:
            yield each


def _number_limits(channel: str) -> list[Limit]:
    return [each for each in getattr(gateway(channel), "limits", ()) if each.per == "number"]
