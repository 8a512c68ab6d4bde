"""The ways out as a whole: a breaker that lets a failing gateway rest, and the pace each gateway allows.

Five failures in a row open the breaker for five seconds; when the rest is over one message tries the way, and each
that fails makes the rest twice as long, at most five minutes. Everything by the database's clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Now

from services.kit import locks
from services.notify import incidents
from services.notify.channels import gateway
from services.notify.choices import AttemptOutcome, DelayReason, DeliveryState, IncidentKind
from services.notify.models import ChannelBreaker, Delivery, DeliveryAttempt
from services.notify.models.notifications import SENDABLE

FAILURES_TO_OPEN = 5
OPEN_FOR = timedelta(seconds=5)
MAX_OPEN_FOR = timedelta(minutes=5)
UNLIMITED = 1_000_000
NOT_SENDING = [DeliveryState.DUE, DeliveryState.RETRYING]
_RESTS = ExpressionWrapper(Q(open_until__isnull=False, open_until__gt=Now()), BooleanField())


@dataclass(frozen=True)
class ChannelCapacity:
    """How many messages a channel takes at once, and why not more."""

    limit: int
    reason: DelayReason


def capacities(now: datetime) -> dict[str, ChannelCapacity]:
    """Channels that take fewer than they are given: resting ones none, one on trial one, paced ones what is left."""
    found = {}
    for channel in sorted(settings.NOTIFY_CHANNELS):
        if (left := _pace_left(channel, now)) < UNLIMITED:
            found[channel] = ChannelCapacity(left, DelayReason.RATE_LIMIT)
    for channel, rests in _broken():
        found[channel] = ChannelCapacity(0 if rests else _trial_left(channel), DelayReason.CIRCUIT_OPEN)
    return found


def fit(rows: Sequence[Delivery], rooms: Mapping[str, ChannelCapacity]) -> list[Delivery]:
    """As many of the rows as each channel takes."""
    left = {channel: room.limit for channel, room in rooms.items()}
    taken = []
    for row in rows:
        left[row.channel] = left.get(row.channel, UNLIMITED) - 1
        if left[row.channel] >= 0:
            taken.append(row)
    return taken


def set_delay_reasons(rooms: Mapping[str, ChannelCapacity], now: datetime) -> None:
    """Whoever waits for a channel says what for."""
    for channel, room in rooms.items():
        if room.limit == 0:
            free = Q(lease_until=None) | Q(lease_until__lte=Now())
            due = Delivery.objects.filter(free, channel=channel, state__in=NOT_SENDING, due_at__lte=now)
            waits = due.exclude(delay_reason=room.reason).only("pk").select_for_update(skip_locked=True)
            Delivery.objects.filter(pk__in=[row.pk for row in waits]).update(delay_reason=room.reason)


def record_outcomes(outcomes: Iterable[tuple[Delivery, AttemptOutcome]], now: datetime) -> None:
    """What the gateways answered: a success closes the breaker, failures in a row open it. A refusal is an answer."""
    by_channel: dict[str, list[tuple[Delivery, AttemptOutcome]]] = {}
    for delivery, outcome in outcomes:
        by_channel.setdefault(delivery.channel, []).append((delivery, outcome))
    for channel, answers in sorted(by_channel.items()):
        if any(outcome in {AttemptOutcome.ACCEPTED, AttemptOutcome.REJECTED} for _delivery, outcome in answers):
            _works(channel, now)
        else:
            _fails(channel, [delivery.county_id or 0 for delivery, _outcome in answers], now)


def _works(channel: str, now: datetime) -> None:
    if ChannelBreaker.objects.filter(channel=channel, failures__gt=0).update(failures=0, open_until=None):
        incidents.close_incidents(IncidentKind.CHANNEL_DOWN, about=channel, now=now)


def _fails(channel: str, counties: Sequence[int], now: datetime) -> None:
    """One more for each call; once the breaker is open, calls begun before say nothing new."""
    ChannelBreaker.objects.bulk_create([ChannelBreaker(channel=channel)], ignore_conflicts=True)
    line = ChannelBreaker.objects.select_for_update().annotate(is_resting=_RESTS).get(channel=channel)
    if line.is_resting:
        return
    was_open = line.failures >= FAILURES_TO_OPEN
    failures = line.failures + 1 if was_open else min(line.failures + len(counties), FAILURES_TO_OPEN)
    ChannelBreaker.objects.filter(pk=line.pk).update(failures=failures)
    if failures >= FAILURES_TO_OPEN:
        rest = min(OPEN_FOR * 2 ** min(failures - FAILURES_TO_OPEN, 10), MAX_OPEN_FOR)
        ChannelBreaker.objects.filter(pk=line.pk).update(open_until=Now() + rest)
        for county_id in sorted({*counties, *_counties_waiting(channel)}):
            incidents.open_incident(IncidentKind.CHANNEL_DOWN, about=channel, now=now, county_id=county_id)


def _counties_waiting(channel: str) -> set[int]:
    rows = Delivery.objects.filter(channel=channel, state__in=SENDABLE)
    return set(rows.values_list("county_id", flat=True).distinct())


def _broken() -> list[tuple[str, bool]]:
    """Channels with an open breaker, and whether they still rest."""
    open_lines = ChannelBreaker.objects.filter(failures__gte=FAILURES_TO_OPEN).annotate(is_resting=_RESTS)
    return list(open_lines.order_by("channel").values_list("channel", "is_resting"))


def _trial_left(channel: str) -> int:
    _count_alone(channel)
    return 0 if _under_way(channel) else 1


def _pace_left(channel: str, now: datetime) -> int:
    """What the limits of a whole gateway leave at this moment."""
    limits = [each for each in getattr(gateway(channel), "limits", ()) if each.per == "gateway"]
    if not limits:
        return UNLIMITED
    _count_alone(channel)
    sending, left = _under_way(channel), []
    for limit in limits:
        since = now - timedelta(seconds=limit.seconds)
        used = DeliveryAttempt.objects.filter(channel=channel, started_at__gt=since, ended_at__isnull=False).count()
        left.append(limit.count - used - sending)
    return max(int(min(left)), 0)


def _count_alone(channel: str) -> None:
    """Wait for who is just counting; until this transaction ends. No row is waited for with this lock in hand."""
    locks.wait("notify.channel", channel)


def _under_way(channel: str) -> int:
    return Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING, lease_until__gt=Now()).count()
