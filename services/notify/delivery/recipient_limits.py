"""Limits per recipient: opt-outs, working hours, messages per day, calls per phone number.

A message over a limit is delayed with its reason, never dropped. An opt-out ends the channel and activates the next
one. An advisory lock per recipient keeps two workers from counting for the same person at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_noop

from services.kit import clock
from services.kit.database import locks
from services.notify import quiet_hours
from services.notify.channels import gateway
from services.notify.choices import DelayReason, DeliveryState
from services.notify.delivery import outcomes, recipient_usage
from services.notify.delivery.recipient_usage import Usage, usage_key
from services.notify.gateway_limits import Limit
from services.notify.models import Delivery, OptOut

OPTED_OUT = gettext_noop("对方已退订这一渠道。")
MIN_DELAY = 60  # seconds until a call over the limit of a number is looked at again
Message = list[Delivery]  # the delivery that is sent, and those merged into it


def lock_recipients(rows: Sequence[Delivery]) -> list[Delivery]:
    """The rows whose recipients no other worker is counting for, until the transaction ends. Alerts need no lock."""
    addresses = {row.pk: usage_key(row)[1] for row in rows}
    counted = {addresses[row.pk] for row in rows if addresses[row.pk] and not row.is_urgent}
    locked = locks.acquire_many("notify.recipient", counted)
    return [row for row in rows if row.is_urgent or not addresses[row.pk] or addresses[row.pk] in locked]


def sendable_now(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """The rows that may be sent now. Ends those of recipients who have opted out, delays those of parents at work."""
    return outside_working_hours(_without_opted_out(rows, now), now)


def outside_working_hours(rows: Iterable[Delivery], now: datetime) -> list[Delivery]:
    return [row for row in rows if not _delay_for_working_hours(row, now)]


def within_limits(messages: Sequence[Message], now: datetime) -> list[Message]:
    """The messages that may go out now; a digest counts once. The others are delayed."""
    return _within_daily_limit(_within_number_limits(list(messages), now), now)


def _without_opted_out(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    addresses = [address for _channel, address in map(usage_key, rows) if address]
    opt_outs = set(
        OptOut.objects.filter(address_index__in=addresses).values_list("county_id", "channel", "address_index")
    )
    # With the county: an opt-out holds in the whole county and says nothing about another one.
    opted_out = [row for row in rows if not row.is_urgent and (row.county_id, *usage_key(row)) in opt_outs]
    if opted_out:
        outcomes.finish_deliveries(opted_out, DeliveryState.DEAD, now, error=OPTED_OUT)
    ended = {row.pk for row in opted_out}
    return [row for row in rows if row.pk not in ended]


def _delay_for_working_hours(row: Delivery, now: datetime) -> bool:
    recipient = getattr(row, "recipient", None)
    if row.is_urgent or recipient is None or recipient.works_from is None:
        return False
    working_hours = quiet_hours.WorkingHours(recipient.works_from, recipient.works_until)
    due_at, reason = quiet_hours.next_allowed(now, row.notification.audience, working_hours)
    return _delay([row], due_at, reason) if reason else False


def _within_number_limits(messages: list[Message], now: datetime) -> list[Message]:
    """Keep to the limits per number that each gateway's maker publishes (`data/notification_limits.csv`)."""
    limits = {limit for message in messages for limit in _number_limits(message[0].channel)}
    # The shortest period first: what it delays does not count against the longer ones.
    for limit in sorted(limits, key=lambda limit: (limit.seconds, limit.count)):
        limited = [message for message in messages if limit in _number_limits(message[0].channel)]
        since = now - timedelta(seconds=limit.seconds)
        used = recipient_usage.calls_since([message[0] for message in limited], since)
        # After this time one more call is allowed on average.
        due_at = now + timedelta(seconds=max(limit.seconds / limit.count, MIN_DELAY))
        messages = _delay_beyond(messages, limited, used, limit.count, due_at, DelayReason.RATE_LIMIT)
    return messages


def _within_daily_limit(messages: list[Message], now: datetime) -> list[Message]:
    """At most `settings.NOTIFY_DAILY_LIMIT` messages to a person per day; alerts and integrations do not count."""
    midnight = clock.start_of_day(clock.local_date(now))
    for audience, max_count in settings.NOTIFY_DAILY_LIMIT.items():
        limited = [message for message in messages if _has_daily_limit(message[0], audience)]
        used = recipient_usage.messages_since([message[0] for message in limited], midnight)
        due_at = quiet_hours.next_morning(now, audience)
        messages = _delay_beyond(messages, limited, used, max_count, due_at, DelayReason.DAILY_LIMIT)
    return messages


def _has_daily_limit(row: Delivery, audience: str) -> bool:
    return not row.integration_id and not row.is_urgent and row.notification.audience == audience


def _delay_beyond(
    messages: Sequence[Message],
    limited: Sequence[Message],
    used: Usage,
    max_count: int,
    due_at: datetime,
    reason: DelayReason,
) -> list[Message]:
    """Delay the limited messages beyond `max_count` per recipient; what remains to be sent."""
    beyond = {message[0].pk for message in _beyond(limited, used, max_count)}
    return [message for message in messages if message[0].pk not in beyond or not _delay(message, due_at, reason)]


def _beyond(messages: Iterable[Message], used: Usage, max_count: int) -> Iterator[Message]:
    for message in messages:
        # Counted on while going through: several messages of one batch may be for the same recipient.
        used[usage_key(message[0])] += 1
        if used[usage_key(message[0])] > max_count:
            yield message


def _delay(message: Message, due_at: datetime, reason: DelayReason) -> bool:
    """Move a message to a later moment outside quiet hours. False for an alert, which is never delayed."""
    if message[0].is_urgent:
        return False
    for row in message:
        allowed, _reason = quiet_hours.next_allowed(due_at, row.notification.audience)
        rows = Delivery.objects.filter(pk=row.pk)
        rows.update(state=_waiting_state(row), due_at=allowed, delay_reason=reason, lease_until=None)
        if row.state == DeliveryState.SENDING and not row.attempt_count:
            _dissolve_digest(row, allowed, reason)
    return True


def _dissolve_digest(leader: Delivery, due_at: datetime, reason: DelayReason) -> None:
    """Make the members of a digest due on their own: its worker died before the call.

    While the leader waits it may be acknowledged and cancelled; its members must not vanish with it.
    """
    members = Delivery.objects.filter(merged_into=leader.pk, state=DeliveryState.MERGED)
    members.update(state=DeliveryState.DUE, merged_into=None, due_at=due_at, delay_reason=reason, lease_until=None)


def _waiting_state(row: Delivery) -> DeliveryState:
    """A delivery in whose call a worker died keeps its state, so that it stays a suspect (see `claims`)."""
    if row.state == DeliveryState.SENDING and row.attempt_count:
        return DeliveryState.SENDING
    return DeliveryState.RETRYING if row.attempt_count else DeliveryState.DUE


def _number_limits(channel: str) -> list[Limit]:
    return [limit for limit in getattr(gateway(channel), "limits", ()) if limit.per == "number"]
