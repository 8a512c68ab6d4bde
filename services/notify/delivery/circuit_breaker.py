"""Circuit breakers and rate limits of whole channels.

Five failures in a row open the breaker for five seconds. After that one message is sent on trial; each trial that fails
doubles the time, to at most five minutes. Times are the database's, which all workers share.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Now

from services.kit.database import locks
from services.notify.alerts import incidents
from services.notify.channels import gateway
from services.notify.choices import AttemptOutcome, DelayReason, DeliveryState, IncidentKind
from services.notify.models import ChannelBreaker, Delivery, DeliveryAttempt
from services.notify.models.notifications import SENDABLE

# Fewer would open it for one bad minute of a carrier, more would burn the attempts of a whole batch.
FAILURES_TO_OPEN = 5
OPEN_FOR = timedelta(seconds=5)
MAX_OPEN_FOR = timedelta(minutes=5)
UNLIMITED = 1_000_000  # more than a batch
NOT_SENDING = [DeliveryState.DUE, DeliveryState.RETRYING]
_IS_OPEN = ExpressionWrapper(Q(open_until__isnull=False, open_until__gt=Now()), BooleanField())


@dataclass(frozen=True)
class ChannelCapacity:
    """How many messages a channel takes at this moment, and why not more."""

    limit: int
    reason: DelayReason


def capacities(now: datetime) -> dict[str, ChannelCapacity]:
    """Channels with a limited capacity: 0 while the breaker is open, 1 on trial, else what the rate limits leave."""
    limited = {}
    for channel in sorted(settings.NOTIFY_CHANNELS):
        if (remaining := _remaining_by_rate(channel, now)) < UNLIMITED:
            limited[channel] = ChannelCapacity(remaining, DelayReason.RATE_LIMIT)
    for channel, is_open in _failing_channels():
        limited[channel] = ChannelCapacity(0 if is_open else _trial_capacity(channel), DelayReason.CIRCUIT_OPEN)
    return limited


def fit(rows: Sequence[Delivery], limited: Mapping[str, ChannelCapacity]) -> list[Delivery]:
    """The first rows of each channel, as many as it takes."""
    remaining = {channel: capacity.limit for channel, capacity in limited.items()}
    fitting = []
    for row in rows:
        remaining[row.channel] = remaining.get(row.channel, UNLIMITED) - 1
        if remaining[row.channel] >= 0:
            fitting.append(row)
    return fitting


def set_delay_reasons(limited: Mapping[str, ChannelCapacity], now: datetime) -> None:
    """Record on due deliveries of a channel without capacity why they wait."""
    for channel, capacity in limited.items():
        if capacity.limit == 0:
            is_free = Q(lease_until=None) | Q(lease_until__lte=Now())
            due = Delivery.objects.filter(is_free, channel=channel, state__in=NOT_SENDING, due_at__lte=now)
            waiting = due.exclude(delay_reason=capacity.reason).only("pk").select_for_update(skip_locked=True)
            Delivery.objects.filter(pk__in=[row.pk for row in waiting]).update(delay_reason=capacity.reason)


def record_outcomes(outcomes: Iterable[tuple[Delivery, AttemptOutcome]], now: datetime) -> None:
    """Close the breaker of a channel that has answered, count the failures of one that has not.

    A rejection counts as an answer: the gateway works, it refused this one message.
    """
    by_channel: dict[str, list[tuple[Delivery, AttemptOutcome]]] = {}
    for delivery, outcome in outcomes:
        by_channel.setdefault(delivery.channel, []).append((delivery, outcome))
    for channel, results in sorted(by_channel.items()):
        if any(outcome in {AttemptOutcome.ACCEPTED, AttemptOutcome.REJECTED} for _delivery, outcome in results):
            _record_success(channel, now)
        else:
            _record_failures(channel, [delivery.county_id or 0 for delivery, _outcome in results], now)


def _record_success(channel: str, now: datetime) -> None:
    if ChannelBreaker.objects.filter(channel=channel, failures__gt=0).update(failures=0, open_until=None):
        incidents.close_incidents(IncidentKind.CHANNEL_DOWN, source=channel, now=now)


def _record_failures(channel: str, county_ids: Sequence[int], now: datetime) -> None:
    """Count one failure per call. Calls that began before the breaker opened do not prolong it."""
    ChannelBreaker.objects.bulk_create([ChannelBreaker(channel=channel)], ignore_conflicts=True)
    breaker = ChannelBreaker.objects.select_for_update().annotate(is_open=_IS_OPEN).get(channel=channel)
    if breaker.is_open:
        return
    was_open = breaker.failures >= FAILURES_TO_OPEN
    # A batch of 40 failures opens the breaker as five do, and a failed trial counts once.
    failures = breaker.failures + 1 if was_open else min(breaker.failures + len(county_ids), FAILURES_TO_OPEN)
    ChannelBreaker.objects.filter(pk=breaker.pk).update(failures=failures)
    if failures >= FAILURES_TO_OPEN:
        open_for = min(OPEN_FOR * 2 ** min(failures - FAILURES_TO_OPEN, 10), MAX_OPEN_FOR)
        ChannelBreaker.objects.filter(pk=breaker.pk).update(open_until=Now() + open_for)
        for county_id in sorted({*county_ids, *_waiting_counties(channel)}):
            incidents.open_incident(IncidentKind.CHANNEL_DOWN, source=channel, now=now, county_id=county_id)


def _waiting_counties(channel: str) -> set[int]:
    rows = Delivery.objects.filter(channel=channel, state__in=SENDABLE)
    return set(rows.values_list("county_id", flat=True).distinct())


def _failing_channels() -> list[tuple[str, bool]]:
    """Channels after too many failures, and whether their breaker is open; if not, they are on trial."""
    breakers = ChannelBreaker.objects.filter(failures__gte=FAILURES_TO_OPEN).annotate(is_open=_IS_OPEN)
    return list(breakers.order_by("channel").values_list("channel", "is_open"))


def _trial_capacity(channel: str) -> int:
    _lock_channel(channel)
    return 0 if _sending_count(channel) else 1


def _remaining_by_rate(channel: str, now: datetime) -> int:
    """What the rate limits of the whole gateway leave."""
    limits = [limit for limit in getattr(gateway(channel), "limits", ()) if limit.per == "gateway"]
    if not limits:
        return UNLIMITED
    # Counted under the lock: two workers that count at once would both use what is left.
    _lock_channel(channel)
    sending, remaining = _sending_count(channel), []
    for limit in limits:
        since = now - timedelta(seconds=limit.seconds)
        used = DeliveryAttempt.objects.filter(channel=channel, started_at__gt=since, ended_at__isnull=False).count()
        remaining.append(limit.count - used - sending)
    return max(int(min(remaining)), 0)


def _lock_channel(channel: str) -> None:
    """Let one worker at a time count and claim for a channel, until its transaction ends.

    Rows are locked afterwards and with SKIP LOCKED only, so that nobody waits for a row with this lock in hand.
    """
    locks.wait("notify.channel", channel)


def _sending_count(channel: str) -> int:
    return Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING, lease_until__gt=Now()).count()
